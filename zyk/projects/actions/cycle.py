"""A year's round: opened from its rulebook, windows extended with a reason, closed."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.models import Province, User
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.projects.enums import CYCLE_MOVES, ApplicationState, CycleState, ExtensionScope
from zyk.projects.models import Application, Cycle, Extension, Window
from zyk.projects.rules.cycle import can_run_cycle, check_extension
from zyk.rulebook.actions import freeze_rulebook
from zyk.rulebook.enums import WindowStep
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
        contents_sealed=edition.seals_contents,
        reconsideration_working_days=edition.reconsideration_working_days,
    )
    Window.objects.bulk_create(
        Window(
            cycle=cycle,
            code=window.code,
            title_zh=window.title.zh,
            title_en=window.title.en,
            opens_on=window.opens_on,
            closes_on=window.closes_on,
            closes_time=window.closes_time,
            grace_minutes=window.grace_minutes or 0,
        )
        for window in edition.windows
    )
    move(cycle, CycleState.OPEN, moves=CYCLE_MOVES, actor=actor, file_sha256=rulebook.sha256)
    return cycle


@transaction.atomic
def extend_window(*, window: Window, closes_on: date, reason: str, actor: Actor) -> Window:
    """Move the last day of a window later for everybody; the lead hosts still writing are told."""
    window = _lock_to_extend(window, actor)
    check_extension(window, closes_on, reason, present=window.closes_on)
    before, window.closes_on, window.extension_reason = window.closes_on, closes_on, reason.strip()[:300]
    window.save(update_fields=["closes_on", "extension_reason"])
    _note_extension(window, before, closes_on, reason, actor, scope=ExtensionScope.ALL)
    facts = {"window": window.code, "from": str(before), "to": closes_on.isoformat()}
    audit.record(actor=actor, verb="extend window", about=window.cycle, why=window.extension_reason, facts=facts)
    _tell_hosts(window)
    return window


@transaction.atomic
def grant_extension(
    *,
    window: Window,
    closes_on: date,
    reason: str,
    actor: Actor,
    province: Province | None = None,
    application: Application | None = None,
    carry_on: bool = True,
) -> Extension:
    """More time for the units of one province, or for one application; whoever it helps is told.

    `carry_on` moves the window for paper and letter by as many days: what is let in later must be able to go on."""
    if (province is None) == (application is None):
        raise ValidationError(_("请选择一个省份，或者一件申请。"))
    window = _lock_to_extend(window, actor)
    step = _step_of(window)
    if application and (application.cycle_id != window.cycle_id or step is None or step.kind != application.kind):
        raise ValidationError({"application": _("这件申请不在这个窗口办理")})
    present = _last_day(window, province, application)
    check_extension(window, closes_on, reason, present=present)
    scope = ExtensionScope.PROVINCE if province else ExtensionScope.APPLICATION
    words: dict[str, Any] = {"scope": scope, "province": province, "application": application}
    granted = _note_extension(window, present, closes_on, reason, actor, **words)
    facts = {"window": window.code, "scope": str(scope), "from": str(present), "to": closes_on.isoformat()}
    facts["for"] = application.number if application else province.short_name if province else ""
    about = application or window.cycle
    audit.record(actor=actor, verb="grant extension", about=about, why=granted.reason, facts=facts)
    later = next((each for each in window.cycle.windows.all() if _follows(each, step)), None)
    if carry_on and later and later.closes_on and present:
        until = later.closes_on + (closes_on - present)
        if until > (_last_day(later, province, application) or until):
            _note_extension(later, later.closes_on, until, reason, actor, **words)
    _tell_extended(granted)
    return granted


def _lock_to_extend(window: Window, actor: Actor) -> Window:
    if not can_run_cycle(actor):
        raise PermissionDenied
    window = Window.objects.select_for_update(of=("self",)).select_related("cycle__rulebook").get(pk=window.pk)
    if window.cycle.state != CycleState.OPEN:
        raise NotInThisState(_("年度工作已结束，不能再延长窗口。"))
    return window


def _step_of(window: Window) -> Any:
    return next((each for each in window.cycle.rulebook.edition.windows if each.code == window.code), None)


def _follows(window: Window, step: Any) -> bool:
    """Whether this is the window for paper and letter of the kind whose online window `step` is."""
    own = _step_of(window)
    return bool(own and step and step.step == WindowStep.ONLINE and own.step == WindowStep.PAPER) and (
        own.kind == step.kind
    )


def _last_day(window: Window, province: Province | None, application: Application | None) -> date | None:
    """The last day as it stands for whom the extension is meant."""
    own = window.extensions.filter(province=province) if province else window.extensions.filter(application=application)
    return max([day for day in (window.closes_on, *own.values_list("closes_on", flat=True)) if day], default=None)


def _note_extension(
    window: Window, before: date | None, closes_on: date, reason: str, actor: Actor, **words: Any
) -> Extension:
    return Extension.objects.create(
        window=window,
        before=before,
        closes_on=closes_on,
        reason=reason.strip()[:300],
        granted_by=actor.user,
        granted_at=timezone.now(),
        **words,
    )


def _tell_extended(extension: Extension) -> None:
    window, application = extension.window, extension.application
    people = (
        people_in_role(application.lead_host, *HOST_ROLES)
        if application
        else User.objects.filter(
            memberships__organisation__province=extension.province,
            memberships__role__in=(*HOST_ROLES, Role.PROVINCE_OFFICER),
        ).distinct()
    )
    about = f"{application.number} " if application else ""
    url = f"/projects/applications/{application.uuid}/" if application else f"/projects/cycles/{window.cycle.year}/"
    notify(
        people,
        text=f"{about}“{window.title_zh}”准予延期至 {extension.closes_on}：{extension.reason}",
        english_text=f'{about}"{window.title_en}" is extended for you to {extension.closes_on}: {extension.reason}',
        url=url,
        mail=True,
    )


@transaction.atomic
def set_switches(
    *,
    cycle: Cycle,
    upgrade_needs_recommendation: bool | None,
    upgrade_needs_notice: bool | None,
    contents_sealed: bool,
    reconsideration_working_days: int | None,
    actor: Actor,
) -> Cycle:
    """What the notice leaves to the year: the way of upgrade projects, sealing, the time to ask for reconsideration.

    None follows the rulebook, or leaves the days not set."""
    if not can_run_cycle(actor):
        raise PermissionDenied
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.state == CycleState.CLOSED:
        raise NotInThisState(_("年度工作已结束，不能再改。"))
    values = {
        "upgrade_needs_recommendation": upgrade_needs_recommendation,
        "upgrade_needs_notice": upgrade_needs_notice,
        "contents_sealed": contents_sealed,
        "reconsideration_working_days": reconsideration_working_days,
    }
    changed = {name: [getattr(cycle, name), value] for name, value in values.items() if getattr(cycle, name) != value}
    if cycle.contents_sealed and not contents_sealed:
        raise ValidationError({"contents_sealed": _("封存一经设定不能取消；确有需要时按双人签署提前查看。")})
    for name, value in values.items():
        setattr(cycle, name, value)
    cycle.save(update_fields=[*values, "updated_at"])
    if changed:
        audit.record(actor=actor, verb="set switches", about=cycle, facts=changed)
    return cycle


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
