from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class AcceptanceState(TextChoices):
    """验收: self-review → province → notice of the material → panel → its conclusion, published by the ministry."""

    DUE = "due", _("待自评")
    SUBMITTED = "submitted", _("待省级核对")
    PROVINCE_CHECKED = "province-checked", _("待材料公示")
    IN_NOTICE = "in-notice", _("材料公示中")
    NOTICE_DONE = "notice-done", _("公示结束，待评议")
    UNDER_REVIEW = "under-review", _("专家评议")
    REVIEWED = "reviewed", _("专家组已有结论，待公布")
    CONCLUDED = "concluded", _("结论已公布")
    POSTPONEMENT_REQUESTED = "postponement-requested", _("申请延期")
    POSTPONED = "postponed", _("延期")

    @property
    def tone(self) -> Tone:
        return {"due": Tone.NOW, "under-review": Tone.NOW, "concluded": Tone.OK}.get(self.value, Tone.WAIT)


ACCEPTANCE_MOVES: Moves = {
    AcceptanceState.DUE: frozenset({AcceptanceState.SUBMITTED, AcceptanceState.POSTPONEMENT_REQUESTED}),
    AcceptanceState.POSTPONEMENT_REQUESTED: frozenset({AcceptanceState.POSTPONED, AcceptanceState.DUE}),
    AcceptanceState.POSTPONED: frozenset({AcceptanceState.DUE}),
    AcceptanceState.SUBMITTED: frozenset({AcceptanceState.PROVINCE_CHECKED, AcceptanceState.DUE}),
    AcceptanceState.PROVINCE_CHECKED: frozenset({AcceptanceState.IN_NOTICE, AcceptanceState.DUE}),
    AcceptanceState.IN_NOTICE: frozenset({AcceptanceState.NOTICE_DONE}),
    AcceptanceState.NOTICE_DONE: frozenset({AcceptanceState.UNDER_REVIEW}),
    AcceptanceState.UNDER_REVIEW: frozenset({AcceptanceState.REVIEWED}),
    AcceptanceState.REVIEWED: frozenset({AcceptanceState.CONCLUDED, AcceptanceState.UNDER_REVIEW}),
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


class ExitReviewState(TextChoices):
    """退出评估 of a library that breached a yearly duty: kept with conditions, or out of the programme."""

    OPEN = "open", _("评估中")
    KEPT = "kept", _("保留")
    EXITED = "exited", _("退出")

    @property
    def tone(self) -> Tone:
        return {"open": Tone.WARN, "kept": Tone.OK}.get(self.value, Tone.BAD)


EXIT_REVIEW_MOVES: Moves = {
    ExitReviewState.OPEN: frozenset({ExitReviewState.KEPT, ExitReviewState.EXITED}),
    ExitReviewState.KEPT: frozenset(),
    ExitReviewState.EXITED: frozenset(),
}
