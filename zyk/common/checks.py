"""What must always hold. A context registers its check; `zyk check` runs them all and names what is broken."""

from collections.abc import Callable, Iterator

Check = Callable[[], Iterator[str]]
_checks: dict[str, Check] = {}


def must_hold(title: str) -> Callable[[Check], Check]:
    """Register a generator that yields one line for each fault. Contexts import theirs in `AppConfig.ready`."""

    def register(check: Check) -> Check:
        _checks[title] = check
        return check

    return register


def run_all() -> Iterator[tuple[str, list[str]]]:
    """Yield (title, faults) of every registered check, by title."""
    for title in sorted(_checks):
        yield title, list(_checks[title]())
