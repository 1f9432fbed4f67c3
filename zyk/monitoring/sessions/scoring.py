"""A session's score: the points of the signals it shows, each with its figures, so that anyone can follow."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from zyk.monitoring.sessions.features import Features
from zyk.rulebook.edition import CredibleUse, UseSignal, Words

HIGHEST: Final = 100
Limits = dict[str, float]


@dataclass(frozen=True)
class Account:
    """What is known of the person beyond this session."""

    libraries: int = 0
    active_days: int = 0
    acts: int = 0
    is_before_acceptance: bool = False
    quick_attempts: int = 0


@dataclass(frozen=True)
class Contribution:
    """One signal that a session shows: what it added, and the figures that are said of it."""

    code: str
    points: int
    figures: dict[str, Any] = field(default_factory=dict)


def score_of(session: Features, account: Account, rules: CredibleUse) -> tuple[int, list[Contribution]]:
    """The score, 0 to 100, and what it is made of, the weightiest first."""
    found = [
        Contribution(signal.code, signal.points, _figures(session, account, signal.limits))
        for signal in rules.signals
        if signal.code in SIGNALS and SIGNALS[signal.code](session, account, signal.limits)
    ]
    found.sort(key=lambda each: -each.points)
    return min(HIGHEST, sum(each.points for each in found)), found


def shown(contribution: Contribution, rules: CredibleUse) -> Words | None:
    """In words, both languages; None when the rulebook no longer has the signal."""
    signal = signal_of(contribution.code, rules)
    return Words(zh=_said(signal.said.zh, contribution), en=_said(signal.said.en, contribution)) if signal else None


def signal_of(code: str, rules: CredibleUse) -> UseSignal | None:
    return next((signal for signal in rules.signals if signal.code == code), None)


def _said(template: str, contribution: Contribution) -> str:
    try:
        return template % contribution.figures
    except (KeyError, ValueError, TypeError):
        return template


def _impossible_speed(s: Features, account: Account, limits: Limits) -> bool:
    return s.opens >= limits["opens"] and s.median_gap is not None and s.median_gap < limits["seconds"]


def _sustained_speed(s: Features, account: Account, limits: Limits) -> bool:
    return s.opens >= limits["least_opens"] and s.median_gap is not None and s.median_gap < limits["seconds"]


def _burst(s: Features, account: Account, limits: Limits) -> bool:
    return s.peak > limits["most"]


def _no_heartbeat(s: Features, account: Account, limits: Limits) -> bool:
    return s.offered >= limits["offered"] and s.beaten < limits["share"] * s.offered


def _identical_timing(s: Features, account: Account, limits: Limits) -> bool:
    """Steady in seconds and in proportion: a teacher who calls a page every three minutes is steady in proportion
    only, a quick person in seconds only."""
    if s.gaps < limits["gaps"] or s.spread is None or s.mean_gap is None:
        return False
    return s.spread < limits["seconds"] and s.spread < limits["share"] * s.mean_gap


def _shared_device(s: Features, account: Account, limits: Limits) -> bool:
    return s.accounts_on_device >= limits["accounts"]


def _shared_address(s: Features, account: Account, limits: Limits) -> bool:
    return s.accounts_at_address >= limits["accounts"]


def _lockstep(s: Features, account: Account, limits: Limits) -> bool:
    return s.acts >= limits["acts"] and s.together >= limits["share"]


def _night_machine(s: Features, account: Account, limits: Limits) -> bool:
    return s.night_seconds >= limits["minutes"] * 60 and s.night_acts >= limits["acts"]


def _never_sleeps(s: Features, account: Account, limits: Limits) -> bool:
    return s.hours > limits["most"]


def _answer_pattern(s: Features, account: Account, limits: Limits) -> bool:
    return account.quick_attempts >= limits["attempts"]


def _one_library(s: Features, account: Account, limits: Limits) -> bool:
    return (
        account.is_before_acceptance
        and account.libraries == 1
        and account.active_days <= limits["days"]
        and account.acts >= limits["acts"]
    )


SIGNALS: Final[dict[str, Callable[[Features, Account, Limits], bool]]] = {
    "impossible_speed": _impossible_speed,
    "sustained_speed": _sustained_speed,
    "burst": _burst,
    "no_heartbeat": _no_heartbeat,
    "identical_timing": _identical_timing,
    "shared_device": _shared_device,
    "shared_address": _shared_address,
    "lockstep": _lockstep,
    "night_machine": _night_machine,
    "never_sleeps": _never_sleeps,
    "answer_pattern": _answer_pattern,
    "one_library": _one_library,
}


def _figures(session: Features, account: Account, limits: Limits) -> dict[str, Any]:
    """What may be said: the limits by their names, and over them what was measured, rounded."""
    measured = {
        name: value
        for name, value in session._asdict().items()
        if name not in ("actor", "session", "first_sequence", "last_sequence", "began", "ended") and value is not None
    }
    measured |= {"night_minutes": session.night_seconds / 60, "active_days": account.active_days}
    measured |= {"quick_attempts": account.quick_attempts, "together": f"{session.together:.0%}"}
    said = {name: _rounded(value) for name, value in measured.items()}
    return said | {name: _rounded(value) for name, value in limits.items() if name not in said}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 2) if value % 1 else int(value)
    return value
