"""A line on the ranked list fills a batch: approved above the first line, pooled above the second, the rest not."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.common.moves import NotInThisState
from zyk.projects.actions.selection import Verdict, put_in_batch
from zyk.projects.enums import ApplicationKind, ApplicationState, Outcome
from zyk.projects.models import Application, DecisionBatch
from zyk.projects.queries.line import in_order, splits_equals
from zyk.projects.queries.selection import decidable_in, results_of
from zyk.projects.rules.selection import can_change, can_decide


@transaction.atomic
def draw_line(
    batch: DecisionBatch,
    *,
    kind: str,
    approved: int,
    pooled: int,
    grounds: str,
    actor: Actor,
    parts_equals: bool = False,
) -> int:
    """Put every reviewed application of that kind into the batch: the first `approved` with the money they asked for,
    the next `pooled` into the pool, the rest not selected for `grounds`. How many were put in.

    ValidationError when a line parts equal marks and nobody has said that it may."""
    if not can_decide(actor):
        raise PermissionDenied
    if not can_change(batch):
        raise NotInThisState(_("批次已会签，不能再改。"))
    rows = [each for each in decidable_in(batch, actor).filter(kind=kind) if each.state == ApplicationState.REVIEWED]
    placed = in_order(rows, results_of(rows))
    _check(placed_count=len(placed), kind=kind, approved=approved, pooled=pooled, grounds=grounds)
    if not parts_equals and any(splits_equals(placed, place) for place in {approved, approved + pooled}):
        raise ValidationError({"parts_equals": _("线落在同分的两件之间；请移动，或勾选后继续。")})
    verdicts: dict[Application, Verdict] = {}
    for each in placed:
        if each.place <= approved:
            verdicts[each.application] = Verdict(Outcome.APPROVED, each.application.budget_ministry_fen)
        elif each.place <= approved + pooled:
            verdicts[each.application] = Verdict(Outcome.POOLED)
        else:
            verdicts[each.application] = Verdict(Outcome.NOT_SELECTED, grounds=grounds.strip())
    put_in_batch(batch, verdicts=verdicts, actor=actor)
    facts = {"kind": kind, "approved": approved, "pooled": pooled, "of": len(placed)}
    audit.record(actor=actor, verb="draw-line", about=batch, facts=facts)
    return len(verdicts)


def _check(*, placed_count: int, kind: str, approved: int, pooled: int, grounds: str) -> None:
    if not placed_count:
        raise ValidationError(_("没有评议完成、待决定的申请。"))
    if approved < 0 or pooled < 0 or approved + pooled > placed_count:
        raise ValidationError({"approved": _("线要落在名单之内：共 %(n)s 件") % {"n": placed_count}})
    if kind == ApplicationKind.UPGRADE and pooled:
        raise ValidationError({"pooled": _("升级改进支持项目不列入备选项目库")})
    if approved + pooled < placed_count and not grounds.strip():
        raise ValidationError({"grounds": _("未入选须写明理由")})
