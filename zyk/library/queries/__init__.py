from zyk.library.queries.course import (
    checks_before_publishing,
    counted_courses,
    has_something_to_learn,
    modules_of,
    points_not_arranged,
    uses_of,
    where_used,
)
from zyk.library.queries.derivation import UpstreamChanges, compared, snapshot_of, upstream_changes
from zyk.library.queries.library import (
    LibraryTotals,
    cited_counts,
    cited_resource_share,
    coverage_matrix,
    gaps_of,
    library_totals,
    text_and_image_share,
)
from zyk.library.queries.resource import Alike, described, same_content, similar_resources, to_do
from zyk.library.queries.team import publishers_of, team_role

__all__ = [
    "Alike",
    "LibraryTotals",
    "UpstreamChanges",
    "checks_before_publishing",
    "cited_counts",
    "cited_resource_share",
    "compared",
    "counted_courses",
    "coverage_matrix",
    "described",
    "gaps_of",
    "has_something_to_learn",
    "library_totals",
    "modules_of",
    "points_not_arranged",
    "publishers_of",
    "same_content",
    "similar_resources",
    "snapshot_of",
    "team_role",
    "text_and_image_share",
    "to_do",
    "upstream_changes",
    "uses_of",
    "where_used",
]
