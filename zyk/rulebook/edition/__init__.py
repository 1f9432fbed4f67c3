"""An edition of the rulebook: one year's notice and handbook, typed.

Read it through `Rulebook.edition` or `zyk.rulebook.queries`; figures nobody knows are None and are never judged."""

from zyk.rulebook.edition.forms import Attachment, Choice, Column, Field, Form, Forms, Section, When
from zyk.rulebook.edition.judging import (
    Acceptance,
    Conclusion,
    Criterion,
    Precondition,
    Review,
    ScoreSheet,
    ScoreSheets,
)
from zyk.rulebook.edition.measures import (
    BaseStandard,
    CredibleUse,
    Indicator,
    MediaParameter,
    PlatformRequirement,
    UseSignal,
    YearlyDuty,
)
from zyk.rulebook.edition.money import (
    BudgetPart,
    EconomicClass,
    FundSource,
    PerformanceTarget,
    QuarterDeadline,
    SpendingLine,
    SubLine,
)
from zyk.rulebook.edition.process import Condition, Exemption, Recommendation, Route, Routes, Settled, Window
from zyk.rulebook.edition.whole import Edition
from zyk.rulebook.edition.words import Citation, Part, Words

__all__ = [
    "Acceptance",
    "Attachment",
    "BaseStandard",
    "BudgetPart",
    "Choice",
    "Citation",
    "Column",
    "Conclusion",
    "Condition",
    "CredibleUse",
    "Criterion",
    "EconomicClass",
    "Edition",
    "Exemption",
    "Field",
    "Form",
    "Forms",
    "FundSource",
    "Indicator",
    "MediaParameter",
    "Part",
    "PerformanceTarget",
    "PlatformRequirement",
    "Precondition",
    "QuarterDeadline",
    "Recommendation",
    "Review",
    "Route",
    "Routes",
    "ScoreSheet",
    "ScoreSheets",
    "Section",
    "Settled",
    "SpendingLine",
    "SubLine",
    "UseSignal",
    "When",
    "Window",
    "Words",
    "YearlyDuty",
]
