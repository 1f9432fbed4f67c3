from zyk.projects.enums.acceptance import (
    ACCEPTANCE_MOVES,
    DUTY_MOVES,
    RECTIFICATION_MOVES,
    AcceptanceState,
    Conclusion,
    DutyState,
    RectificationState,
)
from zyk.projects.enums.application import APPLICATION_MOVES, ApplicationKind, ApplicationState, MemberKind
from zyk.projects.enums.cycle import CYCLE_MOVES, CycleState
from zyk.projects.enums.money import BudgetScope, Direction, FundSource
from zyk.projects.enums.project import (
    PROJECT_MOVES,
    REPORT_MOVES,
    TASK_BOOK_MOVES,
    TASK_MOVES,
    ProjectState,
    ReportState,
    TaskBookState,
    TaskState,
)
from zyk.projects.enums.selection import BATCH_MOVES, BatchState, Outcome

__all__ = [
    "ACCEPTANCE_MOVES",
    "APPLICATION_MOVES",
    "BATCH_MOVES",
    "CYCLE_MOVES",
    "DUTY_MOVES",
    "PROJECT_MOVES",
    "RECTIFICATION_MOVES",
    "REPORT_MOVES",
    "TASK_BOOK_MOVES",
    "TASK_MOVES",
    "AcceptanceState",
    "ApplicationKind",
    "ApplicationState",
    "BatchState",
    "BudgetScope",
    "Conclusion",
    "CycleState",
    "Direction",
    "DutyState",
    "FundSource",
    "MemberKind",
    "Outcome",
    "ProjectState",
    "RectificationState",
    "ReportState",
    "TaskBookState",
    "TaskState",
]
