"""Whether something may be done now: one answer for every guard, with every extension in it.

A window is told by its due time and taken until its hard close, the grace later. Extensions move both, for everybody,
for the units of one province or for one application; the latest that applies counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.models import Organisation
from zyk.projects.enums import ApplicationKind, CycleState, ExtensionScope
from zyk.projects.models import Application, Cycle, Extension, Window
from zyk.projects.workdays import is_known, is_working_day
from zyk.rulebook.enums import WindowStep


@dataclass(frozen=True)
class Deadline:
    """A window as it stands for one application, one unit or everybody."""

    window: Window
    closes_on: date | None
    extension: Extension | None = None

    @property
    def opens_at(self) -> datetime | None:
        return self.window.opens_at

    @property
    def due_at(self) -> datetime | None:
        """What people are told."""
        return self.window.due_at(self.closes_on)

    @property
    def hard_close_at(self) -> datetime | None:
        """From this moment on nothing is taken."""
        return self.window.hard_close_at(self.closes_on)

    @property
    def last_minute(self) -> datetime | None:
        """The due time as a clock shows it; the end of a day is its 24:00, here the day itself."""
        return self.due_at if self.window.closes_time else None

    def has_begun(self, at: datetime) -> bool:
        return self.opens_at is None or self.opens_at <= at

    def is_over(self, at: datetime) -> bool:
        return self.hard_close_at is not None and at >= self.hard_close_at

    def is_open(self, at: datetime) -> bool:
        return self.has_begun(at) and not self.is_over(at)

    def is_in_grace(self, at: datetime) -> bool:
        """Past what was told, still taken."""
        return self.due_at is not None and self.due_at <= at and not self.is_over(at)

    @property
    def falls_on_holiday(self) -> bool:
        return self.closes_on is not None and not is_working_day(self.closes_on)

    @property
    def calendar_is_known(self) -> bool:
        return self.closes_on is None or is_known(self.closes_on)


def window_of(cycle: Cycle, kind: str, step: str) -> Window | None:
    """The cycle's window for one kind of business and one step ("online", "paper", "ready"); None when it has none."""
    defined = cycle.rulebook.edition.window_of(kind, step)
    return next((w for w in cycle.windows.all() if defined and w.code == defined.code), None)


def deadline_of(
    cycle: Cycle, kind: str, step: str, *, application: Application | None = None, host: Organisation | None = None
) -> Deadline | None:
    """The window of one step as it stands for `application`, for any application of `host`, or for everybody.

    None when the year's rulebook knows no such window."""
    window = window_of(cycle, kind, step)
    if window is None:
        return None
    host = host or (application.lead_host if application else None)
    applies = Q(scope=ExtensionScope.ALL)
    if host and host.province_id:
        applies |= Q(scope=ExtensionScope.PROVINCE, province=host.province_id)
    if application:
        applies |= Q(scope=ExtensionScope.APPLICATION, application=application)
    latest = Extension.objects.filter(applies, window=window).order_by("-closes_on", "-id").first()
    if latest is None or window.closes_on is None or latest.closes_on < window.closes_on:
        return Deadline(window, window.closes_on)
    return Deadline(window, latest.closes_on, latest)


def is_open(
    cycle: Cycle,
    kind: str,
    step: str,
    *,
    at: datetime | None = None,
    application: Application | None = None,
    host: Organisation | None = None,
) -> bool:
    """Whether that step may be taken at that moment, extensions and grace included. Every guard asks this one.

    A year's round that has ended takes nothing; a step without a window has none to miss, except writing online."""
    if cycle.state != CycleState.OPEN:
        return False
    deadline = deadline_of(cycle, kind, step, application=application, host=host)
    if deadline is None:
        return step != WindowStep.ONLINE
    return deadline.is_open(at or timezone.now())


def may_come_in(application: Application, *, at: datetime | None = None) -> bool:
    """Whether an application may still be sealed: while it may be written, and while paper and letter are awaited,
    for whatever was submitted in time must be able to go on."""
    words: dict[str, Any] = {"at": at or timezone.now(), "application": application}
    cycle, kind = application.cycle, application.kind
    return is_open(cycle, kind, WindowStep.ONLINE, **words) or is_open(cycle, kind, WindowStep.PAPER, **words)


def closed_words(cycle: Cycle, kind: str, step: str, *, application: Application | None = None) -> str:
    """Since when it is too late, to be said to whom it stops."""
    deadline = deadline_of(cycle, kind, step, application=application)
    if deadline is None or deadline.closes_on is None:
        return _("现在不在办理期内。")
    if not deadline.has_begun(timezone.now()):
        return _("%(day)s 起才能办理。") % {"day": deadline.window.opens_on}
    time = deadline.window.closes_time
    return _("已于 %(day)s%(time)s 截止。") % {
        "day": deadline.closes_on.isoformat(),
        "time": f" {time:%H:%M}" if time else "",
    }


def contents_open_at(application: Application) -> datetime | None:
    """When what the application says may first be read by the ministry; None when that is so at once."""
    if not application.cycle.contents_sealed:
        return None
    deadline = deadline_of(application.cycle, application.kind, WindowStep.ONLINE, application=application)
    return deadline.hard_close_at if deadline else None


def are_contents_sealed(application: Application, *, at: datetime | None = None) -> bool:
    """封存: until the hard close of the online window nobody at the ministry reads what was written."""
    opens = contents_open_at(application)
    return opens is not None and (at or timezone.now()) < opens


def sealed_applications(*, at: datetime | None = None) -> Q:
    """The same as a condition on applications, for lists, counts, sorts and exports. Three small queries at most."""
    at = at or timezone.now()
    cycles = Cycle.objects.filter(contents_sealed=True, state=CycleState.OPEN)
    sealed = Q(pk__in=[])
    for cycle in cycles.select_related("rulebook").prefetch_related("windows"):
        for kind in ApplicationKind.values:
            window = window_of(cycle, kind, WindowStep.ONLINE)
            if window is None:
                continue
            sealed |= Q(cycle=cycle, kind=kind) & _sealed_in(window, at)
    return sealed


def _sealed_in(window: Window, at: datetime) -> Q:
    hard_close = window.hard_close_at()
    if hard_close is not None and at < hard_close:
        return Q()
    late = [each for each in _latest_of(window) if (close := window.hard_close_at(each["until"])) and at < close]
    if any(each["scope"] == ExtensionScope.ALL for each in late):
        return Q()
    return Q(lead_host__province__in=[each["province"] for each in late if each["province"]]) | Q(
        pk__in=[each["application"] for each in late if each["application"]]
    )


def _latest_of(window: Window) -> Iterable[dict[str, Any]]:
    rows = window.extensions.order_by().values("scope", "province", "application").annotate(until=Max("closes_on"))
    return [dict(row) for row in rows]
