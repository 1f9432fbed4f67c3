from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class AcceptanceState(TextChoices):
    DUE = "due", _("待自评")
    SUBMITTED = "submitted", _("已提交自评")
    UNDER_REVIEW = "under-review", _("专家评议")
    CONCLUDED = "concluded", _("已有结论")
    POSTPONEMENT_REQUESTED = "postponement-requested", _("申请延期")
    POSTPONED = "postponed", _("延期")

    @property
    def tone(self) -> Tone:
        return {"concluded": Tone.OK, "postponed": Tone.WAIT, "postponement-requested": Tone.WAIT}.get(
            self.value, Tone.NOW
        )


ACCEPTANCE_MOVES: Moves = {
    AcceptanceState.DUE: frozenset({AcceptanceState.SUBMITTED, AcceptanceState.POSTPONEMENT_REQUESTED}),
    AcceptanceState.POSTPONEMENT_REQUESTED: frozenset({AcceptanceState.POSTPONED, AcceptanceState.DUE}),
    AcceptanceState.POSTPONED: frozenset({AcceptanceState.DUE}),
    AcceptanceState.SUBMITTED: frozenset({AcceptanceState.UNDER_REVIEW, AcceptanceState.DUE}),
    AcceptanceState.UNDER_REVIEW: frozenset({AcceptanceState.CONCLUDED}),
    AcceptanceState.CONCLUDED: frozenset(),
}


class Conclusion(TextChoices):
    """The three conclusions of the panel. 延期 (postponed) is a state, not a conclusion: nothing was reviewed yet."""

    PASSED = "passed", _("通过")
    WITHHELD = "withheld", _("暂缓通过")
    FAILED = "failed", _("不通过")

    @property
    def tone(self) -> Tone:
        return {"passed": Tone.OK, "withheld": Tone.WARN}.get(self.value, Tone.BAD)


class RectificationState(TextChoices):
    OPEN = "open", _("整改中")
    DONE = "done", _("整改完成")

    @property
    def tone(self) -> Tone:
        return {"open": Tone.WARN}.get(self.value, Tone.OK)


RECTIFICATION_MOVES: Moves = {
    RectificationState.OPEN: frozenset({RectificationState.DONE}),
    RectificationState.DONE: frozenset(),
}


class DutyState(TextChoices):
    """A yearly duty after acceptance: measured through the year, met or breached at its end."""

    OPEN = "open", _("统计中")
    MET = "met", _("达标")
    WARNED = "warned", _("预警")
    BREACHED = "breached", _("未达标")

    @property
    def tone(self) -> Tone:
        return {"open": Tone.NOW, "met": Tone.OK, "warned": Tone.WARN}.get(self.value, Tone.BAD)


DUTY_MOVES: Moves = {
    DutyState.OPEN: frozenset({DutyState.MET, DutyState.WARNED, DutyState.BREACHED}),
    DutyState.WARNED: frozenset({DutyState.MET, DutyState.OPEN, DutyState.BREACHED}),
    DutyState.MET: frozenset({DutyState.OPEN}),
    DutyState.BREACHED: frozenset(),
}
