from zyk.projects.models.acceptance import Acceptance, AcceptanceMaterial, ExitReview, Rectification, YearlyDuty
from zyk.projects.models.adjustment import AdjustmentAct, AdjustmentWorkbook, BudgetAdjustment
from zyk.projects.models.application import (
    Application,
    ApplicationMember,
    Attachment,
    Revision,
    SectionDraft,
)
from zyk.projects.models.budget import Budget, BudgetLine, PerformanceTarget
from zyk.projects.models.change import ChangeRequest
from zyk.projects.models.cycle import Cycle, Window
from zyk.projects.models.disbursement import Disbursement
from zyk.projects.models.performance import PerformanceReview
from zyk.projects.models.project import Project, Task, TaskBook, TaskBookSignature
from zyk.projects.models.recommendation import FormalCheck, PaperReceipt, ProvincialRecommendation
from zyk.projects.models.reminder import Reminder
from zyk.projects.models.report import QuarterAmount, QuarterReport, ReportAct
from zyk.projects.models.selection import Decision, DecisionBatch, PoolEntry

__all__ = [
    "Acceptance",
    "AcceptanceMaterial",
    "AdjustmentAct",
    "AdjustmentWorkbook",
    "Application",
    "ApplicationMember",
    "Attachment",
    "Budget",
    "BudgetAdjustment",
    "BudgetLine",
    "ChangeRequest",
    "Cycle",
    "Decision",
    "DecisionBatch",
    "Disbursement",
    "ExitReview",
    "FormalCheck",
    "PaperReceipt",
    "PerformanceReview",
    "PerformanceTarget",
    "PoolEntry",
    "Project",
    "ProvincialRecommendation",
    "QuarterAmount",
    "QuarterReport",
    "Rectification",
    "Reminder",
    "ReportAct",
    "Revision",
    "SectionDraft",
    "Task",
    "TaskBook",
    "TaskBookSignature",
    "Window",
    "YearlyDuty",
]
