from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class QuestionKind(TextChoices):
    SINGLE = "single", _("单选题")
    MULTIPLE = "multiple", _("多选题")
    TRUE_FALSE = "true-false", _("判断题")
    FILL = "fill", _("填空题")
    ESSAY = "essay", _("简答题")

    @property
    def is_objective(self) -> bool:
        return self is not QuestionKind.ESSAY


class AssessmentKind(TextChoices):
    QUIZ = "quiz", _("测验")
    EXAM = "exam", _("考试")
    HOMEWORK = "homework", _("作业")


class AssessmentState(TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    CLOSED = "closed", _("已关闭")

    @property
    def tone(self) -> Tone:
        return {"draft": Tone.NOW, "published": Tone.OK}.get(self.value, Tone.IDLE)


ASSESSMENT_MOVES: Moves = {
    AssessmentState.DRAFT: frozenset({AssessmentState.PUBLISHED}),
    AssessmentState.PUBLISHED: frozenset({AssessmentState.CLOSED}),
    AssessmentState.CLOSED: frozenset({AssessmentState.PUBLISHED}),
}


class AttemptState(TextChoices):
    IN_PROGRESS = "in-progress", _("作答中")
    SUBMITTED = "submitted", _("待批改")
    GRADED = "graded", _("已评分")

    @property
    def tone(self) -> Tone:
        return {"in-progress": Tone.NOW, "submitted": Tone.WAIT}.get(self.value, Tone.OK)


ATTEMPT_MOVES: Moves = {
    AttemptState.IN_PROGRESS: frozenset({AttemptState.SUBMITTED, AttemptState.GRADED}),
    AttemptState.SUBMITTED: frozenset({AttemptState.GRADED}),
    AttemptState.GRADED: frozenset(),
}


class ImportOutcome(TextChoices):
    """What taking over one row of a worksheet does."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("修改")
    UNCHANGED = "unchanged", _("不变")
    FAULTY = "faulty", _("有错误")

    @property
    def tone(self) -> Tone:
        return {"new": Tone.OK, "changed": Tone.NOW, "unchanged": Tone.IDLE}.get(self.value, Tone.BAD)
