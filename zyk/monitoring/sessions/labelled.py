"""A day of use whose truth is known: honest people of several kinds and scripts of several kinds, from one seed.

The kinds follow what is seen: public scripts that skip through a library, replay at a steady beat, run all night, send
many accounts in step or answer with a key; beside them people who only look like it: somebody in a hurry, a class in
one room behind one address, those who learn in the evening, a reader without script, an owl."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final
from uuid import UUID

DAY_BEGAN: Final = 1_772_294_400.0  # 2026-03-01 00:00 in China
HOUR: Final = 3600.0
THINGS: Final = [f"thing-{number}" for number in range(120)]


@dataclass
class Day:
    """The relations of the day, and of each person his kind and whether he is honest."""

    random: Random
    acts: list[tuple[Any, ...]] = field(default_factory=list)
    viewings: list[tuple[str, float]] = field(default_factory=list)
    attempts: list[tuple[int, float, float, int, float]] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)
    devices: int = 0

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """As the relations take them; acts numbered in the order of time, as a store would."""
        ordered = sorted(self.acts)
        acts = [(number, *act) for number, act in enumerate(ordered, start=1)]
        return {"use_acts": acts, "use_viewings": list(self.viewings), "use_attempts": list(self.attempts)}

    def person(self, kind: str) -> int:
        actor = len(self.kinds) + 1
        self.kinds[actor] = kind
        return actor

    def device(self) -> str:
        self.devices += 1
        return f"device-{self.devices}"

    def opens(self, actor: int, at: float, thing: str, *, address: str, device: str, beats: float | None) -> None:
        """One page opened; `beats`: seconds of heartbeats that followed, None where the page had no script to send."""
        registration = str(UUID(int=self.random.getrandbits(128)))
        self.acts.append((at, actor, "viewed", thing, registration, address, device))
        if beats is not None and beats > 0:
            self.viewings.append((registration, beats))

    def does(self, actor: int, at: float, action: str, thing: str, *, address: str, device: str) -> None:
        self.acts.append((at, actor, action, thing, "", address, device))


def _reads(day: Day, actor: int, at: float, pages: int, pace: Callable[[], float], **where: Any) -> float:
    """Opens pages one after another, each for as long as `pace` says; returns when he stopped."""
    for _ in range(pages):
        seconds = pace()
        day.opens(actor, at, day.random.choice(THINGS), beats=seconds, **where)
        at += seconds
    return at


def _home(day: Day) -> dict[str, str]:
    return {"address": f"home-{day.random.getrandbits(40)}", "device": day.device()}


def reader(day: Day) -> None:
    actor, r = day.person("reader"), day.random
    at = DAY_BEGAN + r.uniform(8, 20) * HOUR
    at = _reads(day, actor, at, r.randint(5, 15), lambda: r.lognormvariate(4.3, 0.8), **(where := _home(day)))
    if r.random() < 0.5:
        day.attempts.append((actor, at, r.uniform(8, 40) * 10, 10, r.uniform(40, 100)))
        day.does(actor, at, "submitted", "paper", **where)


def evening_learner(day: Day) -> None:
    actor, r = day.person("evening_learner"), day.random
    at = DAY_BEGAN + r.uniform(19, 21.5) * HOUR
    _reads(day, actor, at, r.randint(12, 30), lambda: r.lognormvariate(4.5, 0.6), **_home(day))


def in_a_hurry(day: Day) -> None:
    """Skims many pages the evening before a test: seconds each, but a person's seconds."""
    actor, r = day.person("in_a_hurry"), day.random
    at = DAY_BEGAN + r.uniform(9, 22) * HOUR
    _reads(day, actor, at, r.randint(20, 45), lambda: 1.2 + r.lognormvariate(1.3, 0.7), **_home(day))


def searcher(day: Day) -> None:
    """Clicks through results to find one thing: very quick for a moment, then reads."""
    actor, r = day.person("searcher"), day.random
    where = _home(day)
    at = DAY_BEGAN + r.uniform(8, 21) * HOUR
    at = _reads(day, actor, at, r.randint(10, 22), lambda: r.uniform(0.9, 4.0), **where)
    _reads(day, actor, at, r.randint(2, 5), lambda: r.lognormvariate(4.8, 0.6), **where)


def without_script(day: Day) -> None:
    """A browser that runs no scripts: honest reading that sends no heartbeat."""
    actor, r = day.person("without_script"), day.random
    at, where = DAY_BEGAN + r.uniform(8, 21) * HOUR, _home(day)
    for _ in range(r.randint(8, 16)):
        day.opens(actor, at, r.choice(THINGS), beats=None, **where)
        at += r.lognormvariate(4.2, 0.7)


def owl(day: Day) -> None:
    """Learns at one in the night for an hour."""
    actor, r = day.person("owl"), day.random
    at = DAY_BEGAN + r.uniform(0.2, 1.5) * HOUR
    _reads(day, actor, at, r.randint(15, 30), lambda: r.lognormvariate(4.6, 0.6), **_home(day))


def good_student(day: Day) -> None:
    """Answers quickly and right, as somebody does who knows it."""
    actor, r = day.person("good_student"), day.random
    at, where = DAY_BEGAN + r.uniform(9, 21) * HOUR, _home(day)
    at = _reads(day, actor, at, r.randint(4, 9), lambda: r.lognormvariate(4.2, 0.6), **where)
    for _ in range(3):
        day.attempts.append((actor, at, r.uniform(4, 9) * 10, 10, r.uniform(90, 100)))
        day.does(actor, at, "submitted", "paper", **where)
        at += 200


def class_in_one_room(day: Day, size: int = 40) -> None:
    """One address, forty machines, the teacher says what to open: together, but not in step."""
    r = day.random
    began, address = DAY_BEGAN + r.uniform(8, 16) * HOUR, f"school-{r.getrandbits(40)}"
    plan = [(began + minute * 60.0, thing) for minute, thing in zip(range(0, 45, 3), r.sample(THINGS, 15), strict=True)]
    for _ in range(size):
        actor, device = day.person("class_in_one_room"), day.device()
        for at, thing in plan:
            if r.random() < 0.9:
                seconds = r.uniform(40, 170)
                day.opens(actor, at + r.gammavariate(2, 5), thing, address=address, device=device, beats=seconds)


def shared_machines(day: Day) -> None:
    """Reading-room computers: one device, a new person every half hour."""
    r = day.random
    address = f"room-{r.getrandbits(40)}"
    for _ in range(3):
        device, at = day.device(), DAY_BEGAN + r.uniform(8, 12) * HOUR
        for _ in range(6):
            actor = day.person("shared_machines")
            _reads(day, actor, at, 8, lambda: r.lognormvariate(4.3, 0.6), address=address, device=device)
            at += r.uniform(28, 40) * 60


def skipping_script(day: Day) -> None:
    """Requests page after page as fast as they come, without a browser."""
    actor, r = day.person("skipping_script"), day.random
    at, where = DAY_BEGAN + r.uniform(0, 24) * HOUR - 600, _home(day)
    at = max(at, DAY_BEGAN)
    for _ in range(r.randint(60, 300)):
        day.opens(actor, at, r.choice(THINGS), beats=None, **where)
        at += r.uniform(0.3, 1.2)


def skipping_browser(day: Day) -> None:
    """A script inside a real browser clicks on as soon as a page is there: each page beats once."""
    actor, r = day.person("skipping_browser"), day.random
    at = DAY_BEGAN + r.uniform(7, 22) * HOUR
    _reads(day, actor, at, r.randint(50, 150), lambda: r.uniform(0.8, 2.4), **_home(day))


def metronome(day: Day) -> None:
    """A script with a fixed wait between pages, slow enough to look like reading."""
    actor, r = day.person("metronome"), day.random
    at, where, wait = DAY_BEGAN + r.uniform(7, 20) * HOUR, _home(day), r.choice((10.0, 15.0, 20.0, 30.0))
    for _ in range(r.randint(30, 90)):
        day.opens(actor, at, r.choice(THINGS), beats=None, **where)
        at += wait + r.gauss(0, 0.15)


def jittered_script(day: Day) -> None:
    """The same with random waits: only the missing heartbeats and the pace give it away."""
    actor, r = day.person("jittered_script"), day.random
    at, where = DAY_BEGAN + r.uniform(7, 22) * HOUR, _home(day)
    for _ in range(r.randint(60, 150)):
        day.opens(actor, at, r.choice(THINGS), beats=None, **where)
        at += r.uniform(0.8, 3.0)


def patient_script(day: Day) -> None:
    """Long random waits and no heartbeats, by day: looks like a person whose browser runs no scripts."""
    actor, r = day.person("patient_script"), day.random
    at, where = DAY_BEGAN + r.uniform(7, 20) * HOUR, _home(day)
    for _ in range(r.randint(20, 40)):
        day.opens(actor, at, r.choice(THINGS), beats=None, **where)
        at += r.uniform(20, 90)


def night_machine(day: Day) -> None:
    """Runs all night with random waits."""
    actor, r = day.person("night_machine"), day.random
    at, where = DAY_BEGAN + r.uniform(0.1, 1.0) * HOUR, _home(day)
    while at < DAY_BEGAN + 6 * HOUR:
        day.opens(actor, at, r.choice(THINGS), beats=None, **where)
        at += r.uniform(20, 90)


def tireless_player(day: Day) -> None:
    """A real browser left playing round the clock: heartbeats and all."""
    actor, r = day.person("tireless_player"), day.random
    at, where = DAY_BEGAN + 60, _home(day)
    while at < DAY_BEGAN + 23.8 * HOUR:
        seconds = r.uniform(300, 900)
        day.opens(actor, at, r.choice(THINGS), beats=seconds, **where)
        at += seconds + r.uniform(1, 4)


def account_farm(day: Day, size: int = 12) -> None:
    """One machine drives many accounts through the same pages at once."""
    r = day.random
    where = {"address": f"farm-{r.getrandbits(40)}", "device": day.device()}
    plan, at = [], DAY_BEGAN + r.uniform(8, 20) * HOUR
    for thing in r.sample(THINGS, 25):
        plan.append((at, thing))
        at += r.uniform(8, 25)
    for _ in range(size):
        actor = day.person("account_farm")
        for moment, thing in plan:
            day.opens(actor, moment + r.uniform(0, 0.5), thing, beats=None, **where)


def farm_of_browsers(day: Day, size: int = 10) -> None:
    """The same with a browser each, heartbeats included: only the step gives it away."""
    r = day.random
    plan, at = [], DAY_BEGAN + r.uniform(8, 20) * HOUR
    for thing in r.sample(THINGS, 18):
        plan.append((at, thing))
        at += r.uniform(40, 120)
    address, device = f"farm-{r.getrandbits(40)}", day.device()
    for _ in range(size):
        actor = day.person("farm_of_browsers")
        for moment, thing in plan:
            day.opens(actor, moment + r.uniform(0, 0.6), thing, address=address, device=device, beats=r.uniform(20, 60))


def answer_key(day: Day) -> None:
    """Hands in right answers within seconds, paper after paper."""
    actor, r = day.person("answer_key"), day.random
    at, where = DAY_BEGAN + r.uniform(8, 22) * HOUR, _home(day)
    for _ in range(r.randint(5, 10)):
        day.does(actor, at, "attempted", "paper", **where)
        at += r.uniform(4, 12)
        day.attempts.append((actor, at, r.uniform(3, 12), 10, r.choice((90.0, 100.0))))
        day.does(actor, at, "submitted", "paper", **where)
        at += r.uniform(5, 40)


HONEST: Final[dict[Callable[[Day], None], int]] = {
    reader: 60,
    evening_learner: 30,
    in_a_hurry: 20,
    searcher: 15,
    without_script: 10,
    owl: 6,
    good_student: 10,
    class_in_one_room: 2,
    shared_machines: 1,
}
DISHONEST: Final[dict[Callable[[Day], None], int]] = {
    skipping_script: 12,
    skipping_browser: 6,
    metronome: 12,
    jittered_script: 12,
    patient_script: 6,
    night_machine: 8,
    tireless_player: 4,
    account_farm: 2,
    farm_of_browsers: 1,
    answer_key: 8,
}
DISHONEST_KINDS: Final = frozenset(kind.__name__ for kind in DISHONEST)


def a_day(seed: int, scale: int = 1) -> Day:
    """A mixed day; the same seed and scale give the same day."""
    day = Day(Random(seed))  # noqa: S311 a sample, not a secret
    for kind, number in _all(scale):
        for _ in range(number):
            kind(day)
    return day


def _all(scale: int) -> Iterator[tuple[Callable[[Day], None], int]]:
    for kinds in (HONEST, DISHONEST):
        for kind, number in kinds.items():
            yield kind, number * scale
