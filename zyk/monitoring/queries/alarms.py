"""预警: libraries without use, with falling use, short of a threshold or behind with a duty, and sources gone silent.

Read from what the newest computations kept; how long is too long, and how much is falling, the reader chooses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zyk.common.moves import Tone
from zyk.library.enums import LibraryState
from zyk.library.models import Library
from zyk.monitoring.enums import AlarmKind
from zyk.monitoring.models import Baseline, Computation, IndicatorResult, Source
from zyk.monitoring.queries.libraries import with_latest
from zyk.monitoring.queries.results import written
from zyk.monitoring.queries.sources import source_lines
from zyk.rulebook.edition import Edition
from zyk.rulebook.queries import newest

SILENT_DAYS = (7, 14, 30, 60)
FALLS_PERCENT = (20, 30, 50, 80)


@dataclass(frozen=True)
class Alarm:
    kind: AlarmKind
    library: Library
    words: str
    url: str

    @property
    def tone(self) -> Tone:
        return self.kind.tone


def alarms(libraries: QuerySet[Library], *, silent_days: int, falls_percent: int) -> list[Alarm]:
    """Of the running libraries among these, the gravest kinds first; seven queries for any number."""
    running = list(with_latest(libraries.filter(state=LibraryState.RUNNING)).order_by("name", "id"))
    by_id = {library.pk: library for library in running}
    latest = _latest(running)
    found = [
        *_uncomputed(running),
        *_silent(running, latest, silent_days),
        *_falling(running, latest, falls_percent),
        *_judged(latest, by_id),
        *_silent_sources(by_id),
    ]
    order = {kind: place for place, kind in enumerate(AlarmKind)}
    return sorted(found, key=lambda alarm: order[alarm.kind])


def _latest(running: list[Library]) -> dict[int, Computation]:
    ids = [library.latest_id for library in running if library.latest_id]  # type: ignore[attr-defined]
    rows = Computation.objects.filter(pk__in=ids).only(
        "library_id", "as_of", "last_use_on", "recent_acts", "earlier_acts"
    )
    return {computation.library_id: computation for computation in rows}


def _page(library: Library, anchor: str = "") -> str:
    return reverse("monitoring:library", args=[library.uuid]) + anchor


def _uncomputed(running: list[Library]) -> Iterator[Alarm]:
    for library in running:
        if not library.latest_id:  # type: ignore[attr-defined]
            yield Alarm(AlarmKind.UNCOMPUTED, library, _("运行中，但从未计算过指标"), _page(library))


def _silent(running: list[Library], latest: dict[int, Computation], days: int) -> Iterator[Alarm]:
    for library in running:
        computation = latest.get(library.pk)
        if computation is None:
            continue
        last = computation.last_use_on
        if last is None:
            yield Alarm(AlarmKind.SILENT, library, _("从未有过可信使用"), _page(library, "#acts"))
        elif (gone := (computation.as_of - last).days) >= days:
            words = _("已 %(days)s 天没有可信使用，最后一次在 %(last)s") % {"days": gone, "last": date_format(last)}
            yield Alarm(AlarmKind.SILENT, library, words, _page(library, "#acts"))


def _falling(running: list[Library], latest: dict[int, Computation], percent: int) -> Iterator[Alarm]:
    for library in running:
        computation = latest.get(library.pk)
        if computation is None or not computation.earlier_acts:
            continue
        fall = 100 - 100 * computation.recent_acts / computation.earlier_acts
        if fall >= percent:
            words = _("近 4 周可信行为 %(now)s 次，前 4 周 %(before)s 次，下降 %(fall)s%%") % {
                "now": f"{computation.recent_acts:,}",
                "before": f"{computation.earlier_acts:,}",
                "fall": f"{fall:.0f}",
            }
            yield Alarm(AlarmKind.FALLING, library, words, _page(library, "?span=weeks#acts"))


def _judged(latest: dict[int, Computation], by_id: dict[int, Library]) -> Iterator[Alarm]:
    """Thresholds missed and duties behind, of the newest computations."""
    rulebook = newest()
    if rulebook is None or not latest:
        return
    edition = rulebook.edition
    titles = {each.code: each for each in edition.indicators}
    of = {computation.pk: computation for computation in latest.values()}
    missed: dict[int, list[str]] = {}
    rows = IndicatorResult.objects.filter(computation__in=of, is_met=False).values_list("computation", "code")
    for pk, code in rows.order_by("computation", "id"):
        missed.setdefault(pk, []).append(str(titles[code].title) if code in titles else code)
    for pk, names in missed.items():
        library = by_id[of[pk].library_id]
        words = _("%(count)s 项不足：%(names)s") % {"count": len(names), "names": _("、").join(names)}
        yield Alarm(AlarmKind.MISSED, library, words, _page(library, "#ready"))
    yield from _duties(edition, of, by_id)


def _duties(edition: Edition, of: dict[int, Computation], by_id: dict[int, Library]) -> Iterator[Alarm]:
    """Behind: less than the part of the year's share that has gone by."""
    duties = {
        each.code: duty for duty in edition.yearly_duties for each in edition.indicators if each.formula == duty.measure
    }
    bound = set(Baseline.objects.filter(library__in=by_id).values_list("library", flat=True))
    rows = IndicatorResult.objects.filter(computation__in=of, code__in=duties, credible_value__isnull=False)
    for pk, code, value in rows.order_by("computation", "id").values_list("computation", "code", "credible_value"):
        computation, duty = of[pk], duties[code]
        if computation.library_id not in bound or duty.threshold is None:
            continue
        due = Decimal(str(duty.threshold)) * gone_of_year(computation.as_of)
        if value is not None and value < due:
            library = by_id[computation.library_id]
            words = _("%(duty)s：本年已完成 %(value)s，按时间进度应有 %(due)s，全年 %(whole)s") % {
                "duty": duty.title,
                "value": written(value, True),
                "due": written(due, True),
                "whole": written(Decimal(str(duty.threshold)), True),
            }
            yield Alarm(AlarmKind.DUTY, library, words, _page(library, "#duties"))


def gone_of_year(day: date) -> Decimal:
    """The part of the calendar year up to and with the day."""
    begins, ends = date(day.year, 1, 1), date(day.year, 12, 31)
    return Decimal((day - begins).days + 1) / Decimal((ends - begins).days + 1)


def _silent_sources(by_id: dict[int, Library]) -> Iterator[Alarm]:
    sources: Any = Source.objects.filter(library__in=by_id).order_by("id")
    for line in source_lines(list(sources), timezone.localdate()):
        if line.is_stale and line.last_day:
            words = _("来源“%(title)s”的日志停在 %(last)s") % {
                "title": line.source.title,
                "last": date_format(line.last_day),
            }
            url = reverse("monitoring:source", args=[line.source.uuid])
            yield Alarm(AlarmKind.SOURCE, by_id[line.source.library_id], words, url)
