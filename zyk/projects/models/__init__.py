from zyk.projects.models.acceptance import Acceptance, AcceptanceMaterial, ExitReview, Rectification, YearlyDuty
from zyk.projects.models.adjustment import AdjustmentAct, AdjustmentWorkbook, BudgetAdjustment
from zyk.projects.models.application import (
    Application,
    ApplicationMember,
    Attachment,
    Revision,
    SectionDraft,
)
from zyk.projects.models.archive import Archive
from zyk.projects.models.budget import Budget, BudgetLine, PerformanceTarget
from zyk.projects.models.change import ChangeRequest
from zyk.projects.models.cycle import Cycle, Extension, Window
from zyk.projects.models.disbursement import Disbursement
from zyk.projects.models.evidence import Evidence
from zyk.projects.models.performance import PerformanceReview
from zyk.projects.models.printing import PrintedCopy
from zyk.projects.models.project import Project, Task, TaskBook, TaskBookSignature
from zyk.projects.models.recommendation import (
    DualRequest,
    FormalCheck,
    OfficerRecusal,
    PaperReceipt,
    ProvinceRank,
    ProvincialRecommendation,
)
from zyk.projects.models.reminder import Reminder
from zyk.projects.models.report import QuarterAmount, QuarterReport, ReportAct
from zyk.projects.models.selection import Decision, DecisionBatch, DecisionLetter, PoolEntry, Reconsideration
from zyk.projects.models.writing import Collaborator, SectionPresence, SectionVersion

__all__ = [
    "Acceptance",
    "AcceptanceMaterial",
    "AdjustmentAct",
    "AdjustmentWorkbook",
    "Application",
    "ApplicationMember",
    "Archive",
    "Attachment",
    "Budget",
    "BudgetAdjustment",
    "BudgetLine",
    "ChangeRequest",
    "Collaborator",
    "Cycle",
    "Decision",
    "DecisionBatch",
    "DecisionLetter",
    "Disbursement",
    "DualRequest",
    "Evidence",
    "ExitReview",
    "Extension",
    "FormalCheck",
    "OfficerRecusal",
    "PaperReceipt",
    "PerformanceReview",
    "PerformanceTarget",
    "PoolEntry",
    "PrintedCopy",
    "Project",
    "ProvinceRank",
    "ProvincialRecommendation",
    "QuarterAmount",
    "QuarterReport",
    "Reconsideration",
    "Rectification",
    "Reminder",
    "ReportAct",
    "Revision",
    "SectionDraft",
    "SectionPresence",
    "SectionVersion",
    "Task",
    "TaskBook",
    "TaskBookSignature",
    "Window",
    "YearlyDuty",
]
