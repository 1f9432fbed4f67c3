from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class ProjectState(TextChoices):
    TASK_BOOK = "task-book", _("编制任务书")
    BUILDING = "building", _("建设中")
    ACCEPTANCE = "acceptance", _("验收中")
    ACCEPTED = "accepted", _("验收通过")
    FAILED = "failed", _("验收不通过")
    ON_HOLD = "on-hold", _("暂停建设")
    TERMINATED = "terminated", _("已终止")

    @property
    def tone(self) -> Tone:
        return {
            "accepted": Tone.OK,
            "failed": Tone.BAD,
            "on-hold": Tone.WARN,
            "terminated": Tone.BAD,
        }.get(self.value, Tone.NOW)


PROJECT_MOVES: Moves = {
    ProjectState.TASK_BOOK: frozenset({ProjectState.BUILDING, ProjectState.ON_HOLD, ProjectState.TERMINATED}),
    ProjectState.BUILDING: frozenset({ProjectState.ACCEPTANCE, ProjectState.ON_HOLD, ProjectState.TERMINATED}),
    ProjectState.ON_HOLD: frozenset({ProjectState.TASK_BOOK, ProjectState.BUILDING, ProjectState.TERMINATED}),
    ProjectState.ACCEPTANCE: frozenset({ProjectState.ACCEPTED, ProjectState.FAILED, ProjectState.BUILDING}),
    ProjectState.ACCEPTED: frozenset(),
    ProjectState.FAILED: frozenset(),
    ProjectState.TERMINATED: frozenset(),
}
# Nothing is owed any more: no report, no reminder, no obstacle to a next project.
ENDED = (ProjectState.ACCEPTED, ProjectState.FAILED, ProjectState.TERMINATED)


class TaskBookState(TextChoices):
    DRAFT = "draft", _("编制中")
    SUBMITTED = "submitted", _("待省级审核")
    PROVINCE_AGREED = "province-agreed", _("待教育部确认")
    EFFECTIVE = "effective", _("生效")
    RETURNED = "returned", _("退回修改")
    SUPERSEDED = "superseded", _("已被取代")

    @property
    def tone(self) -> Tone:
        return {"draft": Tone.NOW, "effective": Tone.OK, "returned": Tone.WARN, "superseded": Tone.IDLE}.get(
            self.value, Tone.WAIT
        )


TASK_BOOK_MOVES: Moves = {
    TaskBookState.DRAFT: frozenset({TaskBookState.SUBMITTED}),
    TaskBookState.RETURNED: frozenset({TaskBookState.SUBMITTED}),
    TaskBookState.SUBMITTED: frozenset({TaskBookState.PROVINCE_AGREED, TaskBookState.RETURNED}),
    TaskBookState.PROVINCE_AGREED: frozenset({TaskBookState.EFFECTIVE, TaskBookState.RETURNED}),
    TaskBookState.EFFECTIVE: frozenset({TaskBookState.SUPERSEDED}),
    TaskBookState.SUPERSEDED: frozenset(),
}


class TaskState(TextChoices):
    PLANNED = "planned", _("未开始")
    DOING = "doing", _("进行中")
    DONE = "done", _("已完成")
    VERIFIED = "verified", _("已核实")

    @property
    def tone(self) -> Tone:
        return {"planned": Tone.IDLE, "doing": Tone.NOW, "done": Tone.WAIT}.get(self.value, Tone.OK)


TASK_MOVES: Moves = {
    TaskState.PLANNED: frozenset({TaskState.DOING, TaskState.DONE}),
    TaskState.DOING: frozenset({TaskState.DONE}),
    TaskState.DONE: frozenset({TaskState.VERIFIED, TaskState.DOING}),
    TaskState.VERIFIED: frozenset(),
}


class ReportState(TextChoices):
    """Quarter report: unfilled → filled → finance → project lead → (seen by the province) → ministry; returned from
    any level."""

    UNFILLED = "unfilled", _("未填报")
    FILLED = "filled", _("已填报")
    FINANCE_PASSED = "finance-passed", _("财务通过")
    LEAD_PASSED = "lead-passed", _("项目负责人通过")
    PROVINCE_SEEN = "province-seen", _("省级已阅")
    MINISTRY_PASSED = "ministry-passed", _("教育部通过")
    RETURNED = "returned", _("退回修改")

    @property
    def tone(self) -> Tone:
        return {"unfilled": Tone.IDLE, "ministry-passed": Tone.OK, "returned": Tone.WARN}.get(self.value, Tone.NOW)


REPORT_MOVES: Moves = {
    ReportState.UNFILLED: frozenset({ReportState.FILLED}),
    ReportState.RETURNED: frozenset({ReportState.FILLED}),
    ReportState.FILLED: frozenset({ReportState.FINANCE_PASSED, ReportState.RETURNED}),
    ReportState.FINANCE_PASSED: frozenset({ReportState.LEAD_PASSED, ReportState.RETURNED}),
    ReportState.LEAD_PASSED: frozenset({ReportState.PROVINCE_SEEN, ReportState.MINISTRY_PASSED, ReportState.RETURNED}),
    ReportState.PROVINCE_SEEN: frozenset({ReportState.MINISTRY_PASSED, ReportState.RETURNED}),
    ReportState.MINISTRY_PASSED: frozenset(),
}
