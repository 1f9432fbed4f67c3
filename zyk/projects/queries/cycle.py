from datetime import datetime

from zyk.accounts.models import Organisation
from zyk.projects.models import Cycle
from zyk.projects.queries.window import is_open, window_of
from zyk.rulebook.enums import WindowStep
from zyk.rulebook.models import Rulebook

__all__ = ["cycles_to_apply_in", "rulebooks_to_open", "window_of"]


def cycles_to_apply_in(kind: str, *, host: Organisation | None = None, at: datetime | None = None) -> list[Cycle]:
    """Cycles in which `host` may start an application of that kind at that moment, the newest first."""
    cycles = Cycle.objects.select_related("rulebook").prefetch_related("windows")
    return [cycle for cycle in cycles if is_open(cycle, kind, WindowStep.ONLINE, host=host, at=at)]


def rulebooks_to_open() -> list[Rulebook]:
    """The newest edition of each year that has no cycle yet."""
    taken = set(Cycle.objects.values_list("year", flat=True))
    newest: dict[int, Rulebook] = {}
    for rulebook in Rulebook.objects.order_by("-year", "-id"):
        if rulebook.year not in taken:
            newest.setdefault(rulebook.year, rulebook)
    return list(newest.values())
