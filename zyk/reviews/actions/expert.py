from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Membership, Organisation, User
from zyk.common import audit
from zyk.reviews.actions.recheck import recheck_reviews
from zyk.reviews.enums import ConflictKind, RecusalSource
from zyk.reviews.models import Affiliation, Expert, Recusal, Review

MOST_KEYWORDS = 5


@transaction.atomic
def register_expert(
    *,
    user: User,
    organisation: Organisation,
    title: str,
    fields: list[str],
    actor: Actor,
    keywords: Iterable[str] = (),
    max_load: int | None = None,
) -> Expert:
    """Enter a person into the list of experts. `fields` are specialty codes, best first.

    He gets the role of an expert at the ministry, unless he has it."""
    if Expert.objects.filter(user=user).exists():
        raise ValidationError({"username": _("此人已在专家库中")})
    expert = Expert.objects.create(
        user=user,
        organisation=organisation,
        title=title,
        fields=fields,
        keywords=checked_keywords(keywords),
        max_load=max_load,
    )
    today = timezone.localdate()
    held = Membership.objects.filter(user=user, role=Role.EXPERT).valid_on(today)
    if actor.organisation and not held.exists():
        Membership.objects.update_or_create(
            user=user,
            organisation=actor.organisation,
            role=Role.EXPERT,
            scope="",
            defaults={"valid_from": today, "valid_until": None},
        )
    audit.record(actor=actor, verb="register-expert", about=expert)
    return expert


@transaction.atomic
def edit_expert(
    expert: Expert,
    *,
    title: str,
    fields: list[str],
    keywords: Iterable[str],
    max_load: int | None,
    actor: Actor,
    organisation: Organisation | None = None,
) -> Expert:
    """Change what the list says of an expert; the ministry or he himself. Only the ministry changes his unit.

    A unit he leaves stays with him as a former one."""
    if not may_edit(actor, expert):
        raise PermissionDenied
    if organisation and organisation.pk != expert.organisation_id:
        if not actor.is_ministry:
            raise PermissionDenied
        Affiliation.objects.get_or_create(
            expert=expert,
            organisation=expert.organisation,
            position="",
            defaults={"valid_until": timezone.localdate()},
        )
        expert.organisation = organisation
    expert.title, expert.fields, expert.max_load = title, fields, max_load
    expert.keywords = checked_keywords(keywords)
    expert.save()
    audit.record(actor=actor, verb="edit-expert", about=expert, facts={"fields": fields, "keywords": expert.keywords})
    recheck_reviews(Review.objects.filter(expert=expert), actor=actor)
    return expert


@transaction.atomic
def set_availability(expert: Expert, *, is_available: bool, actor: Actor) -> None:
    """Whether the expert takes part in draws; what he already has to review stays with him."""
    if not may_edit(actor, expert):
        raise PermissionDenied
    Expert.objects.filter(pk=expert.pk).update(is_available=is_available)
    audit.record(actor=actor, verb="set-availability", about=expert, facts={"available": is_available})


@transaction.atomic
def add_affiliation(
    *,
    expert: Expert,
    organisation: Organisation,
    actor: Actor,
    position: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Affiliation:
    """A second or former unit. What he has of it to review is taken from him at once."""
    if not may_edit(actor, expert):
        raise PermissionDenied
    if valid_from and valid_until and valid_until < valid_from:
        raise ValidationError({"valid_until": _("结束日早于开始日")})
    affiliation, is_new = Affiliation.objects.update_or_create(
        expert=expert,
        organisation=organisation,
        position=position,
        defaults={"valid_from": valid_from, "valid_until": valid_until},
    )
    if is_new:
        audit.record(actor=actor, verb="edit-expert", about=expert, facts={"affiliation": organisation.name})
        recheck_reviews(Review.objects.filter(expert=expert), actor=actor)
    return affiliation


@transaction.atomic
def declare_recusal(
    *,
    expert: Expert,
    organisation: Organisation,
    reason: str,
    actor: Actor,
    source: str = RecusalSource.DECLARED,
    kind: str = ConflictKind.OTHER,
) -> Recusal:
    """From now on the expert judges nothing in which this unit takes part; what he has of it is taken from him."""
    if not may_edit(actor, expert):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("请说明回避理由")})
    recusal, is_new = Recusal.objects.get_or_create(
        expert=expert, organisation=organisation, defaults={"source": source, "kind": kind, "reason": reason}
    )
    if is_new:
        audit.record(actor=actor, verb="recuse", about=expert, why=reason, facts={"organisation": organisation.name})
        concerned = Q(dossier__lead_organisation=organisation) | Q(dossier__organisations=organisation)
        recheck_reviews(Review.objects.filter(concerned, expert=expert).distinct(), actor=actor)
    return recusal


def may_edit(actor: Actor, expert: Expert) -> bool:
    return actor.is_ministry or (actor.user is not None and actor.user.pk == expert.user_id)


def checked_keywords(words: Iterable[str]) -> list[str]:
    kept = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    if len(kept) > MOST_KEYWORDS:
        raise ValidationError({"keywords": _("关键词最多 %(most)s 个") % {"most": MOST_KEYWORDS}})
    if any(len(word) < 2 or len(word) > 20 for word in kept):
        raise ValidationError({"keywords": _("每个关键词 2 到 20 个字")})
    return kept
