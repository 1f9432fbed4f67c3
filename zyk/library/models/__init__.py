from zyk.library.models.course import Course, Module, ModuleItem
from zyk.library.models.derivation import UpstreamBase
from zyk.library.models.intake import Intake, IntakeRow
from zyk.library.models.library import Library, TeamMember
from zyk.library.models.point import KnowledgePoint
from zyk.library.models.prerequisite import Prerequisite
from zyk.library.models.resource import ComponentPart, Resource, ResourceVersion
from zyk.library.models.search_entry import SearchEntry
from zyk.library.models.search_word import SearchWord
from zyk.library.models.transfer import LibraryTransfer
from zyk.library.models.upkeep import Contribution, ReviewPlan
from zyk.library.models.viewing import Viewing

__all__ = [
    "ComponentPart",
    "Contribution",
    "Course",
    "Intake",
    "IntakeRow",
    "KnowledgePoint",
    "Library",
    "LibraryTransfer",
    "Module",
    "ModuleItem",
    "Prerequisite",
    "Resource",
    "ResourceVersion",
    "ReviewPlan",
    "SearchEntry",
    "SearchWord",
    "TeamMember",
    "UpstreamBase",
    "Viewing",
]
