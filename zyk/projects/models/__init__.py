from zyk.projects.models.acceptance import Acceptance, Rectification, YearlyDuty
from zyk.projects.models.application import (
    Application,
    ApplicationMember,
    Attachment,
    Revision,
    SectionDraft,
)
from zyk.projects.models.budget import Budget, BudgetLine, PerformanceTarget
from zyk.projects.models.cycle import Cycle, Window
from zyk.projects.models.project import Project, Task, TaskBook, TaskBookSignature
from zyk.projects.models.recommendation import FormalCheck, PaperReceipt, ProvincialRecommendation
from zyk.projects.models.report import QuarterAmount, QuarterReport, ReportAct
from zyk.projects.models.selection import Decision, DecisionBatch, PoolEntry

__all__ = [
    "Acceptance",
    "Application",
    "ApplicationMember",
    "Attachment",
    "Budget",
    "BudgetLine",
    "Cycle",
    "Decision",
    "DecisionBatch",
    "FormalCheck",
    "PaperReceipt",
    "PerformanceTarget",
    "PoolEntry",
    "Project",
    "ProvincialRecommendation",
    "QuarterAmount",
    "QuarterReport",
    "Rectification",
    "ReportAct",
    "Revision",
    "SectionDraft",
    "Task",
    "TaskBook",
    "TaskBookSignature",
    "Window",
    "YearlyDuty",
]
