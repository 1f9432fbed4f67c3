"""When things may be done in a year's round. Days are those of Asia/Shanghai, both ends included."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.projects.enums import CycleState
from zyk.projects.models import Cycle, Window


def can_run_cycle(actor: Actor) -> bool:
    """The ministry alone opens a year's round, extends its windows and closes it (notice 二: 我部)."""
    return actor.is_any(Role.MINISTRY_OFFICER)


def is_open_on(window: Window | None, day: date) -> bool:
    """A window without a first day is open until its last; one that is not there is never open."""
    if window is None:
        return False
    has_begun = window.opens_on is None or window.opens_on <= day
    return has_begun and (window.closes_on is None or day <= window.closes_on)


def may_apply_on(cycle: Cycle, window: Window | None, day: date) -> bool:
    """Applications are written and handed in while the year's round runs and its online window is open
    (notice 二、（一）（二）: 6 月 1 日至 23 日登录管理系统填写)."""
    return cycle.state == CycleState.OPEN and is_open_on(window, day)


def check_extension(window: Window, closes_on: date, reason: str) -> None:
    """An extension only ever moves the last day later, and says why."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明延长的理由")})
    if window.closes_on is None:
        raise ValidationError({"closes_on": _("这个窗口没有截止日期，不需要延长")})
    if closes_on <= window.closes_on:
        raise ValidationError(
            {"closes_on": _("新的截止日期要晚于现在的 %(day)s") % {"day": window.closes_on.isoformat()}}
        )
