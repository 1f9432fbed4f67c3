"""A year's round: opened from its rulebook, windows extended with a reason, closed."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES
from zyk.accounts.models import User
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.projects.enums import CYCLE_MOVES, ApplicationState, CycleState
from zyk.projects.models import Application, Cycle, Window
from zyk.projects.rules.cycle import can_run_cycle, check_extension
from zyk.rulebook.actions import freeze_rulebook
from zyk.rulebook.models import Rulebook


@transaction.atomic
def open_cycle(*, rulebook: Rulebook, actor: Actor, notice_working_days: int | None = None) -> Cycle:
    """Open the year of `rulebook`, which is frozen by it; its windows are copied, so that they can be extended.

    `notice_working_days` None takes the rulebook's figure, which may itself be unknown and then stays not set.
    ValidationError when the year has its cycle already."""
    if not can_run_cycle(actor):
        raise PermissionDenied
    if Cycle.objects.filter(year=rulebook.year).exists():
        raise ValidationError(_("%(year)s 年度的工作已经开启过。") % {"year": rulebook.year})
    edition = freeze_rulebook(rulebook, actor=actor).edition
    cycle = Cycle.objects.create(
        year=edition.year,
        title=f"{edition.year} 年度职业教育专业教学资源库工作",
        rulebook=rulebook,
        notice_working_days=edition.notice_working_days if notice_working_days is None else notice_working_days,
    )
    Window.objects.bulk_create(
        Window(
            cycle=cycle,
            code=window.code,
            title_zh=window.title.zh,
            title_en=window.title.en,
            opens_on=window.opens_on,
            closes_on=window.closes_on,
        )
        for window in edition.windows
    )
    move(cycle, CycleState.OPEN, moves=CYCLE_MOVES, actor=actor, file_sha256=rulebook.sha256)
    return cycle


@transaction.atomic
def extend_window(*, window: Window, closes_on: date, reason: str, actor: Actor) -> Window:
    """Move the last day of a window later; the lead hosts still writing are told."""
    if not can_run_cycle(actor):
        raise PermissionDenied
    window = Window.objects.select_for_update().select_related("cycle").get(pk=window.pk)
    if window.cycle.state != CycleState.OPEN:
        raise NotInThisState(_("年度工作已结束，不能再延长窗口。"))
    check_extension(window, closes_on, reason)
    before, window.closes_on, window.extension_reason = window.closes_on, closes_on, reason.strip()[:300]
    window.save(update_fields=["closes_on", "extension_reason"])
    facts = {"window": window.code, "from": str(before), "to": closes_on.isoformat()}
    audit.record(actor=actor, verb="extend window", about=window.cycle, why=window.extension_reason, facts=facts)
    _tell_hosts(window)
    return window


@transaction.atomic
def set_notice_days(*, cycle: Cycle, working_days: int, actor: Actor) -> Cycle:
    """Set how many working days a material notice stays open; needed before the first notice."""
    if not can_run_cycle(actor):
        raise PermissionDenied
    if working_days < 1:
        raise ValidationError({"working_days": _("至少 1 个工作日")})
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    facts = {"from": cycle.notice_working_days, "to": working_days}
    cycle.notice_working_days = working_days
    cycle.save(update_fields=["notice_working_days", "updated_at"])
    audit.record(actor=actor, verb="set notice days", about=cycle, facts=facts)
    return cycle


@transaction.atomic
def close_cycle(*, cycle: Cycle, actor: Actor, why: str = "") -> Cycle:
    """End the year's round; ValidationError while applications are still on their way."""
    if not can_run_cycle(actor):
        raise PermissionDenied
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if count := _on_their_way(cycle):
        raise ValidationError(_("还有 %(count)s 件申请没有结果，不能结束本年度工作。") % {"count": count})
    move(cycle, CycleState.CLOSED, moves=CYCLE_MOVES, actor=actor, why=why)
    return cycle


_ENDED = (
    ApplicationState.POOLED,
    ApplicationState.APPROVED,
    ApplicationState.NOT_SELECTED,
    ApplicationState.NOT_RECOMMENDED,
    ApplicationState.INELIGIBLE,
    ApplicationState.WITHDRAWN,
    ApplicationState.DRAFT,
)


def _on_their_way(cycle: Cycle) -> int:
    """A draft that was never handed in does not hold up the year."""
    return Application.objects.filter(cycle=cycle).exclude(state__in=_ENDED).count()


def _tell_hosts(window: Window) -> None:
    units = Application.objects.filter(cycle=window.cycle, state=ApplicationState.DRAFT).values("lead_host")
    people = User.objects.filter(
        pk__in=people_with_role(*HOST_ROLES), memberships__organisation__in=units, memberships__role__in=HOST_ROLES
    ).distinct()
    notify(
        people,
        text=f"“{window.title_zh}”延长至 {window.closes_on}：{window.extension_reason}",
        english_text=f'"{window.title_en}" is extended to {window.closes_on}: {window.extension_reason}',
        url=f"/projects/cycles/{window.cycle.year}/",
        mail=True,
    )
