"""Playing the years: one phase after the other, each kept whole before the next begins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from time import perf_counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.projects.actions.cycle import close_cycle, open_cycle
from zyk.projects.enums import ApplicationKind
from zyk.projects.models import Cycle, Project
from zyk.site.play.accepting import accept, rectify, tend, watch_duties
from zyk.site.play.applying import Round, enter_pool_of_last_year, hand_in, hand_in_late, recommend, write_applications
from zyk.site.play.building import begin_projects, finish_tasks, report_quarter
from zyk.site.play.cast import gather
from zyk.site.play.checking import check, lay_open, object_and_close
from zyk.site.play.clock import Clock, clock_at
from zyk.site.play.edition import load_played_edition
from zyk.site.play.fates import OF_UPGRADES, fates_for
from zyk.site.play.judging import decide, judge
from zyk.site.play.libraries import Held, libraries_of

Tell = Callable[[str], None]
CANDIDATE, UPGRADE = ApplicationKind.CANDIDATE, ApplicationKind.UPGRADE


@dataclass(frozen=True)
class Sizes:
    """How large the year is. `approved` of candidates and of upgrades; the 2019 notice's year approved 76 and 8."""

    applications: int = 300
    upgrades: int = 12
    exempt: int = 24
    approved: int = 76
    approved_upgrades: int = 8
    experts: int = 420
    panels: int = 60
    panel_size: int = 5
    years_of_duties: int = 2


def play_years(*, year: int, seed: int, sizes: Sizes, tell: Tell) -> None:
    """Play `year` from its opening to its decisions, the building after it, acceptance and the duties.

    ValidationError when that year has a round already: what was played is never played over."""
    taken = Cycle.objects.filter(year__gte=year - 1, year__lte=year + 1 + sizes.years_of_duties)
    if taken.exists():
        raise ValidationError(_("这些年度已有年度工作，请换一个年份。"))
    with clock_at(date(year, 3, 1)) as clock:
        _Play(year, Random(seed), sizes, clock, tell).run()  # noqa: S311 - must be repeatable


class _Play:
    def __init__(self, year: int, random: Random, sizes: Sizes, clock: Clock, tell: Tell) -> None:
        self.year, self.random, self.sizes, self.clock, self.tell = year, random, sizes, clock, tell

    def run(self) -> None:
        self._phase("people and units / 人员与单位", self._gather_people)
        self._phase("libraries / 资源库", self._gather_libraries)
        self._select()
        self._build()
        self._accept()

    def _phase(self, words: str, act: Callable[..., object], *args: object, **named: object) -> None:
        """Kept whole or not at all."""
        began = perf_counter()
        with transaction.atomic():
            act(*args, **named)
        self.tell(f"{words} ({perf_counter() - began:.0f} s)")

    def _gather_people(self) -> None:
        sizes = self.sizes
        self.cast = gather(hosts=sizes.applications + sizes.upgrades, experts=sizes.experts, random=self.random)

    def _gather_libraries(self) -> None:
        held = libraries_of(self.cast.hosts, random=self.random, accepted=self.sizes.upgrades)
        self.upgraded: list[Held] = held[: self.sizes.upgrades]
        self.candidates: list[Held] = held[self.sizes.upgrades :]
        last = self._open(self.year - 1)
        enter_pool_of_last_year(last, self.candidates[: self.sizes.exempt])
        close_cycle(cycle=last, actor=self.cast.officer, why="上一年度工作结束（模拟）")

    def _open(self, year: int) -> Cycle:
        rulebook = load_played_edition(year, panel_size=self.sizes.panel_size)
        return open_cycle(rulebook=rulebook, actor=self.cast.officer)

    def _round(self, year: int) -> Round:
        return Round(self._open(year), self.cast, self.clock, self.random)

    def _select(self) -> None:
        year, sizes = self.year, self.sizes
        self.clock.go_to(date(year, 5, 20))
        played = self.played = self._round(year)
        fates = fates_for(len(self.candidates), self.random)
        of_upgrades = fates_for(len(self.upgraded), self.random, known=OF_UPGRADES)
        self._phase("applications / 填报", write_applications, played, self.candidates, fates, CANDIDATE)
        self._phase("upgrades / 升级改进填报", write_applications, played, self.upgraded, of_upgrades, UPGRADE)
        self._phase("submitted and sealed / 提交与盖章", hand_in, played)
        self._phase("extensions / 延期", hand_in_late, played, date(year, 6, 25))
        self._phase("recommended / 省级推荐", recommend, played, date(year, 6, 26))
        self._phase("formal check / 形式审查", check, played, date(year, 7, 3))
        self._phase("material notice / 材料公示", lay_open, played, date(year, 7, 15))
        self._phase("objections / 异议", object_and_close, played, (date(year, 7, 17), date(year, 7, 26)))
        days = {"drawn_on": date(year, 8, 5), "done_on": date(year, 8, 30)}
        self._phase("review / 专家评议", judge, played, panels=sizes.panels, size=sizes.panel_size, **days)
        approved = {CANDIDATE: sizes.approved, UPGRADE: sizes.approved_upgrades}
        self._phase("decisions / 立项与备选", decide, played, date(year, 9, 20), approved=approved)

    def _build(self) -> None:
        year, played = self.year, self.played
        self._phase("task books and payments / 任务书与拨款", begin_projects, played, date(year, 10, 20))
        for number, (of_year, quarter) in enumerate([(year, 4), (year + 1, 1), (year + 1, 2)], start=1):
            words = f"reports {of_year} Q{quarter} / 季报"
            self._phase(words, report_quarter, played, of_year, quarter, progress=number / 4)
        projects = list(Project.objects.filter(application__cycle=played.cycle).order_by("code"))
        self.outcomes = _outcomes(len(projects))
        unfinished = {p.pk for p, outcome in zip(projects, self.outcomes, strict=True) if outcome == "withheld"}
        self._phase("tasks / 建设任务", finish_tasks, played, date(year + 1, 8, 15), unfinished=unfinished)

    def _accept(self) -> None:
        size, year = self.sizes.panel_size, self.year + 1
        self.clock.go_to(date(year, 8, 20))
        first = self._round(year)
        self._phase("acceptance / 验收", accept, first, outcomes=self.outcomes, size=size, year=year)
        for of_year in range(year + 1, year + 1 + self.sizes.years_of_duties):
            self.clock.go_to(date(of_year, 2, 1))
            again = self._round(of_year)
            if of_year == year + 1:
                self._phase("rectification / 整改", rectify, again, date(of_year, 5, 20))
                self._phase("second acceptance / 再次验收", accept, again, outcomes=[], size=size, year=of_year)
            self._phase(f"kept up {of_year} / 更新", tend, again, date(of_year, 11, 10))
            days = [date(of_year, 12, 20), date(of_year + 1, 1, 5)]
            self._phase(f"duties {of_year} / 年度义务", watch_duties, again, days)


def _outcomes(number: int) -> list[str]:
    """Mostly passed; of a dozen projects one each is withheld, failed and postponed."""
    kinds = {3: "withheld", 7: "failed", 11: "postponed"}
    return [kinds.get(place % 12, "passed") for place in range(number)]
