"""When things may be done in a year's round. Days are those of Asia/Shanghai, both ends included."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.projects.models import Window


def can_run_cycle(actor: Actor) -> bool:
    """The ministry alone opens a year's round, extends its windows and closes it (notice 二: 我部)."""
    return actor.is_any(Role.MINISTRY_OFFICER)


def check_extension(window: Window, closes_on: date, reason: str, *, present: date | None) -> None:
    """An extension only ever moves the last day later, and says why; `present` is the last day as it stands."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明延长的理由")})
    if window.closes_on is None:
        raise ValidationError({"closes_on": _("这个窗口没有截止日期，不需要延长")})
    present = present or window.closes_on
    if closes_on <= present:
        raise ValidationError({"closes_on": _("新的截止日期要晚于现在的 %(day)s") % {"day": present.isoformat()}})
