"""A province orders what it means to recommend, and recommends the first of them in one act, under one letter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Province
from zyk.common import audit
from zyk.media.models import StoredFile
from zyk.projects.actions.recommendation import recommend_application
from zyk.projects.models import Application, Cycle, OfficerRecusal, ProvinceRank
from zyk.projects.queries.recommendation import ranked_waiting, standing_of
from zyk.projects.rules.conflict import tied_applications


@transaction.atomic
def rank_applications(cycle: Cycle, *, order: Sequence[UUID], actor: Actor) -> list[Application]:
    """Write down the whole order at once, 1 first, without gaps. What `order` does not name keeps its place behind."""
    province = _own_province(actor)
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # two officers order one after the other
    waiting = ranked_waiting(cycle, province)
    by_uuid = {each.uuid: each for each in waiting}
    if set(order) - set(by_uuid) or len(set(order)) != len(order):
        raise ValidationError(_("名单已有变化，请刷新页面后再排序。"))
    tied = tied_applications(actor.user, waiting)
    named = [by_uuid[uuid] for uuid in order]
    ordered = named + [each for each in waiting if each.uuid not in set(order)]
    before = [each.pk for each in waiting]
    after = [each.pk for each in ordered]
    if before != after and _moved_tied(before, after, tied):
        raise ValidationError(_("您须回避的申请，它的先后不能由您改动；请本省另一名经办人排序。"))
    ProvinceRank.objects.filter(cycle=cycle, province=province).delete()
    ProvinceRank.objects.bulk_create(
        ProvinceRank(application=each, cycle=cycle, province=province, position=position)
        for position, each in enumerate(ordered, start=1)
    )
    audit.record(
        actor=actor, verb="rank", about=cycle, facts={"province": province.code, "order": [a.number for a in ordered]}
    )
    return ordered


@transaction.atomic
def recommend_batch(
    cycle: Cycle,
    *,
    applications: Sequence[Application],
    opinions: Mapping[int, str],
    letter_number: str,
    letter: StoredFile | None,
    actor: Actor,
    at: datetime,
) -> int:
    """Recommend these in the order given, all under one signed letter; all of them or none.

    Their ranks follow those recommended before, so that the province's ranks have no gaps."""
    province = _own_province(actor)
    if not applications:
        raise ValidationError(_("请先勾选要推荐的申请。"))
    if letter is None:
        raise ValidationError({"letter": _("请上传签章后的推荐公函")})
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    standing = standing_of(cycle, province)
    if standing.quota is not None and standing.used + len(applications) > standing.quota:
        raise ValidationError(
            _("本省名额 %(quota)s 件，已推荐 %(used)s 件，这次最多再推荐 %(left)s 件。")
            % {"quota": standing.quota, "used": standing.used, "left": max(standing.quota - standing.used, 0)}
        )
    for place, application in enumerate(applications, start=standing.used + 1):
        recommend_application(
            application,
            rank=place,
            opinion=opinions.get(application.pk, ""),
            letter_number=letter_number,
            letter=letter,
            actor=actor,
            at=at,
        )
    return len(applications)


@transaction.atomic
def declare_recusal(application: Application, *, reason: str, actor: Actor, at: datetime) -> OfficerRecusal:
    """An officer of the province or the ministry declares that the application is not his to handle."""
    if actor.user is None or not (actor.is_ministry or actor.is_any(Role.PROVINCE_OFFICER)):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("请说明理由")})
    made, is_new = OfficerRecusal.objects.get_or_create(
        application=application, officer=actor.user, defaults={"reason": reason.strip()[:300], "declared_at": at}
    )
    if is_new:
        audit.record(actor=actor, verb="declare recusal", about=application, why=made.reason)
    return made


def _moved_tied(before: list[int], after: list[int], tied: set[int]) -> bool:
    """Whether anything now stands on another side of a tied one."""
    return any(set(before[: before.index(pk)]) != set(after[: after.index(pk)]) for pk in tied)


def _own_province(actor: Actor) -> Province:
    province = actor.organisation.province if actor.organisation else None
    if not actor.is_any(Role.PROVINCE_OFFICER) or province is None:
        raise PermissionDenied
    return province
