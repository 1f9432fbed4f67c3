"""The register of units: entering one and mending its entry."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind
from zyk.accounts.models import Organisation
from zyk.common import audit


@transaction.atomic
def add_organisation(*, actor: Actor, **fields: Any) -> Organisation:
    """Enter a unit by kind, code, name and place; ValidationError by field."""
    _check(**fields)
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(**fields)
    except IntegrityError:
        raise ValidationError({"code": _("已有单位使用这个代码。")}) from None
    audit.record(actor=actor, verb="add-organisation", about=organisation, facts={"code": organisation.code})
    return organisation


@transaction.atomic
def edit_organisation(organisation: Organisation, *, actor: Actor, **fields: Any) -> None:
    """Mend name and place. Kind and official code are the unit's identity and stay."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _check(kind=organisation.kind, **fields)
    changed = {}
    for name, value in fields.items():
        before, after = str(getattr(organisation, name) or ""), str(value or "")
        if before != after:
            changed[name] = [before, after]
            setattr(organisation, name, value)
    if changed:
        organisation.save()
        audit.record(actor=actor, verb="edit-organisation", about=organisation, facts=changed)


def _check(*, kind: str, province: object = None, **_rest: object) -> None:
    if kind != OrganisationKind.MINISTRY and not province:
        raise ValidationError({"province": _("请选择省份。")})
