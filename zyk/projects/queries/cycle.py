from datetime import date

from zyk.projects.models import Cycle, Window
from zyk.projects.rules.cycle import may_apply_on
from zyk.rulebook.models import Rulebook


def window_of(cycle: Cycle, kind: str, step: str) -> Window | None:
    """The cycle's window for one kind of business and one step ("online", "paper", "ready"); None when it has none."""
    defined = cycle.rulebook.edition.window_of(kind, step)
    return next((w for w in cycle.windows.all() if defined and w.code == defined.code), None)


def cycles_to_apply_in(kind: str, day: date) -> list[Cycle]:
    """Cycles in which an application of that kind may be started that day, the newest first."""
    cycles = Cycle.objects.select_related("rulebook").prefetch_related("windows")
    return [cycle for cycle in cycles if may_apply_on(cycle, window_of(cycle, kind, "online"), day)]


def rulebooks_to_open() -> list[Rulebook]:
    """The newest edition of each year that has no cycle yet."""
    taken = set(Cycle.objects.values_list("year", flat=True))
    newest: dict[int, Rulebook] = {}
    for rulebook in Rulebook.objects.order_by("-year", "-id"):
        if rulebook.year not in taken:
            newest.setdefault(rulebook.year, rulebook)
    return list(newest.values())
