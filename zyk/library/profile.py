"""Reading what a library must cover out of the official profile (专业简介) of its specialty. Pure."""

import re
from collections.abc import Iterator

from zyk.catalogue.models import SpecialtyProfile
from zyk.library.enums import PointKind

_KNOWLEDGE = re.compile(r"掌握(?:扎实的)?(?:科学文化基础和)?([^。；]+?)(?:等)?(?:相关)?(?:基本)?知识")
_MASTERED = re.compile(r"^(?:掌握|了解|熟悉|理解)")


def points_of(profile: SpecialtyProfile) -> Iterator[tuple[PointKind, str, str]]:
    """(kind, title, full statement): fields of knowledge named in the training goal, then the abilities."""
    if found := _KNOWLEDGE.search(profile.training_goal):
        for name in re.split("、|及其|以及|和(?=[^、和]*$)", found.group(1)):
            if 1 < len(name := name.strip("，, ")) <= 40:
                yield PointKind.KNOWLEDGE, name, found.group(0)
    for statement in profile.ability_statements:
        kind = PointKind.KNOWLEDGE if _MASTERED.match(statement) and "能力" not in statement else PointKind.SKILL
        yield kind, statement[:200], statement if len(statement) > 200 else ""
