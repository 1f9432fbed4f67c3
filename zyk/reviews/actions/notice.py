from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.common import audit
from zyk.common.moves import move
from zyk.reviews.enums import NOTICE_MOVES, NoticeState
from zyk.reviews.models import Dossier, NoticeItem, PublicNotice
from zyk.reviews.rules.notice import has_open_objection, is_over
from zyk.reviews.signals import notice_closed


@transaction.atomic
def open_notice(
    *,
    kind: str,
    title: str,
    dossiers: Iterable[Dossier],
    opens_on: date,
    closes_on: date,
    actor: Actor,
    working_days: int | None = None,
) -> PublicNotice:
    """Lay the dossiers open from `opens_on` to `closes_on`, both days included."""
    dossiers = list(dossiers)
    if not dossiers:
        raise ValidationError(_("请至少选择一份申报材料。"))
    if closes_on < opens_on:
        raise ValidationError({"closes_on": _("结束日期不能早于开始日期")})
    notice = PublicNotice.objects.create(
        kind=kind, title=title, opens_on=opens_on, closes_on=closes_on, working_days=working_days
    )
    NoticeItem.objects.bulk_create(NoticeItem(notice=notice, dossier=dossier) for dossier in dossiers)
    move(
        notice,
        NoticeState.OPEN,
        moves=NOTICE_MOVES,
        actor=actor,
        facts={"dossiers": [dossier.number for dossier in dossiers]},
    )
    return notice


@transaction.atomic
def close_notice(notice: PublicNotice, *, actor: audit.ActsInTrail, today: date) -> None:
    """Close a notice whose last day is over and whose objections are all concluded."""
    notice = PublicNotice.objects.select_for_update().get(pk=notice.pk)
    if not is_over(notice, today):
        raise ValidationError(_("公示期未满，%(day)s 之后才能结束。") % {"day": notice.closes_on.isoformat()})
    if has_open_objection(notice):
        raise ValidationError(_("还有未办结的异议，办结后才能结束公示。"))
    move(notice, NoticeState.CLOSED, moves=NOTICE_MOVES, actor=actor)
    notice_closed.send(PublicNotice, notice=notice, actor=actor)


def may_manage(actor: Actor) -> bool:
    return actor.is_any(Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY)
