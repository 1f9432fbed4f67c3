from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class DossierKind(TextChoices):
    CANDIDATE = "candidate", _("备选资源库申请")
    UPGRADE = "upgrade", _("升级改进支持项目申请")
    ACCEPTANCE = "acceptance", _("验收")


class NoticeState(TextChoices):
    SCHEDULED = "scheduled", _("待公示")
    OPEN = "open", _("公示中")
    CLOSED = "closed", _("公示结束")

    @property
    def tone(self) -> Tone:
        return {"scheduled": Tone.WAIT, "open": Tone.WAIT}.get(self.value, Tone.OK)


NOTICE_MOVES: Moves = {
    NoticeState.SCHEDULED: frozenset({NoticeState.OPEN}),
    NoticeState.OPEN: frozenset({NoticeState.CLOSED}),
    NoticeState.CLOSED: frozenset(),
}


class ObjectionState(TextChoices):
    FILED = "filed", _("待受理")
    REFUSED = "refused", _("不予受理")
    INVESTIGATING = "investigating", _("调查中")
    UPHELD_CURABLE = "upheld-curable", _("成立，可整改")
    UPHELD_SERIOUS = "upheld-serious", _("成立，影响评议")
    UNFOUNDED = "unfounded", _("不成立")
    WITHDRAWN = "withdrawn", _("已撤回")

    @property
    def tone(self) -> Tone:
        return {
            "filed": Tone.WAIT,
            "investigating": Tone.WARN,
            "upheld-curable": Tone.WARN,
            "upheld-serious": Tone.BAD,
            "unfounded": Tone.OK,
        }.get(self.value, Tone.IDLE)

    @property
    def is_open(self) -> bool:
        return self in (ObjectionState.FILED, ObjectionState.INVESTIGATING)


OBJECTION_MOVES: Moves = {
    ObjectionState.FILED: frozenset({ObjectionState.INVESTIGATING, ObjectionState.REFUSED, ObjectionState.WITHDRAWN}),
    ObjectionState.INVESTIGATING: frozenset(
        {
            ObjectionState.UPHELD_CURABLE,
            ObjectionState.UPHELD_SERIOUS,
            ObjectionState.UNFOUNDED,
            ObjectionState.WITHDRAWN,
        }
    ),
    ObjectionState.REFUSED: frozenset(),
    ObjectionState.UPHELD_CURABLE: frozenset(),
    ObjectionState.UPHELD_SERIOUS: frozenset(),
    ObjectionState.UNFOUNDED: frozenset(),
    ObjectionState.WITHDRAWN: frozenset(),
}


class ReviewState(TextChoices):
    ASSIGNED = "assigned", _("待评")
    IN_PROGRESS = "in-progress", _("评议中")
    SUBMITTED = "submitted", _("已提交")
    RECUSED = "recused", _("已回避")

    @property
    def tone(self) -> Tone:
        return {"assigned": Tone.WAIT, "in-progress": Tone.NOW, "submitted": Tone.OK}.get(self.value, Tone.IDLE)


REVIEW_MOVES: Moves = {
    ReviewState.ASSIGNED: frozenset({ReviewState.IN_PROGRESS, ReviewState.SUBMITTED, ReviewState.RECUSED}),
    ReviewState.IN_PROGRESS: frozenset({ReviewState.SUBMITTED, ReviewState.RECUSED}),
    ReviewState.SUBMITTED: frozenset({ReviewState.RECUSED}),
    ReviewState.RECUSED: frozenset(),
}


class Recommendation(TextChoices):
    SUPPORT = "support", _("建议支持")
    IMPROVE = "improve", _("修改后支持")
    DECLINE = "decline", _("不建议支持")


class RecusalSource(TextChoices):
    SAME_UNIT = "same-unit", _("同一单位")
    DECLARED = "declared", _("本人申明")
    REPORTED = "reported", _("他人反映")
