"""How well the signals tell honest use from dishonest: precision and recall over labelled days."""

from collections import Counter
from dataclasses import dataclass, field

from zyk.monitoring.relations.load import engine
from zyk.monitoring.sessions.features import measure, quick_attempts
from zyk.monitoring.sessions.labelled import DISHONEST_KINDS, Day
from zyk.monitoring.sessions.scoring import Account, score_of, signal_of
from zyk.monitoring.sessions.tables import load
from zyk.rulebook.edition import CredibleUse


@dataclass
class Tally:
    """People counted once each: of every kind how many there were, and how many were doubted."""

    people: Counter[str] = field(default_factory=Counter)
    doubted: Counter[str] = field(default_factory=Counter)
    signals: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def found(self) -> int:
        return sum(number for kind, number in self.doubted.items() if kind in DISHONEST_KINDS)

    @property
    def wronged(self) -> int:
        """Honest people doubted."""
        return sum(self.doubted.values()) - self.found

    @property
    def dishonest(self) -> int:
        return sum(number for kind, number in self.people.items() if kind in DISHONEST_KINDS)

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wronged) if self.found + self.wronged else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.dishonest if self.dishonest else 1.0


def judged(day: Day, rules: CredibleUse, tally: Tally | None = None) -> Tally:
    """Judge the day as the worker would, and count against the labels; goes on from `tally`."""
    tally = tally or Tally()
    tally.people.update(day.kinds.values())
    quick = signal_of("answer_pattern", rules)
    with engine() as connection:
        load(connection, day.rows())
        sessions = measure(connection, gap_minutes=rules.gap_minutes)
        attempts = quick_attempts(connection, quick.limits) if quick else {}
    doubted: set[int] = set()
    for session in sessions:
        mine = [at for at in attempts.get(session.actor, ()) if session.began <= at <= session.ended]
        score, contributions = score_of(session, _worst(session.acts, len(mine)), rules)
        tally.signals.update({(day.kinds[session.actor], each.code) for each in contributions})
        if score >= rules.doubtful_points:
            doubted.add(session.actor)
    tally.doubted.update(day.kinds[actor] for actor in doubted)
    return tally


def _worst(acts: int, quick: int) -> Account:
    """Everybody new and in one library only, as in a library's first weeks: the hardest case for the honest."""
    return Account(libraries=1, active_days=1, acts=acts, is_before_acceptance=True, quick_attempts=quick)
