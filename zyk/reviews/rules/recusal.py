"""Recusal (回避): an expert never judges his own unit, or one he is recused from."""

from collections.abc import Iterable

from zyk.reviews.models import Dossier, Expert


def barred_organisations(expert: Expert) -> set[int]:
    """Units this expert must not judge: his own, every unit he belongs to, and those he is recused from."""
    own = {expert.organisation_id}
    own.update(membership.organisation_id for membership in expert.user.memberships.all())
    own.update(recusal.organisation_id for recusal in expert.recusals.all())
    return own


def judged_organisations(dossiers: Iterable[Dossier]) -> set[int]:
    """Every unit with a part in one of the dossiers."""
    units: set[int] = set()
    for dossier in dossiers:
        units.add(dossier.lead_organisation_id)
        units.update(organisation.id for organisation in dossier.organisations.all())
    return units


def may_judge(expert: Expert, dossier: Dossier) -> bool:
    return not barred_organisations(expert) & judged_organisations([dossier])
