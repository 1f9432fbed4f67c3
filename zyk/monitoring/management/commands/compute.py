from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zyk.library.enums import LibraryState
from zyk.library.models import Library
from zyk.monitoring.actions import areas, compute_area, compute_library, measure
from zyk.monitoring.figures import Figure
from zyk.monitoring.spark import NoSpark, compute_on_spark, session
from zyk.rulebook.queries import newest


class Command(BaseCommand):
    help = (
        "Compute figures and keep them: of all running libraries, their units, provinces and the nation as of "
        "yesterday, or of the libraries named. "
        "--engine spark computes them on Apache Spark instead and compares each with this engine's; it keeps nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("libraries", nargs="*", metavar="CODE", help="codes of libraries; all running ones if none")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="YYYY-MM-DD; yesterday if not said")
        parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
        parser.add_argument("--workers", type=int, default=2, help="processes of Spark on this machine")
        parser.add_argument("--master", default="", help="address of a Spark cluster instead, e.g. spark://host:7077")

    def handle(self, *args: Any, **options: Any) -> None:
        libraries = _libraries(options["libraries"])
        as_of = options["as_of"] or timezone.localdate() - timedelta(days=1)
        if options["engine"] == "spark":
            self._on_spark(libraries, as_of, workers=options["workers"], master=options["master"])
            return
        for library in libraries:
            made = compute_library(library, as_of=as_of)
            self.stdout.write(f"{library.code}: {made.statements_read} acts, {made.seconds:.2f} s")
        for area in [] if options["libraries"] else areas():
            kept = compute_area(area, as_of=as_of)
            self.stdout.write(f"{kept}: {kept.libraries} libraries, {kept.seconds:.2f} s")

    def _on_spark(self, libraries: list[Library], as_of: date, *, workers: int, master: str) -> None:
        rulebook = newest()
        if rulebook is None:
            raise CommandError("no rulebook is loaded")
        indicators = list(rulebook.edition.indicators)
        different = 0
        try:
            with session(workers, master=master) as spark:
                for library in libraries:
                    here = measure(library, as_of=as_of, rulebook=rulebook)
                    there, seconds = compute_on_spark(spark, library, indicators, as_of=as_of)
                    other = sorted(code for code in there if _numbers(there[code]) != _numbers(here.figures[code]))
                    different += len(other)
                    acts = here.computation.statements_read
                    words = f"differ: {', '.join(other)}" if other else f"all {len(there)} figures equal"
                    self.stdout.write(f"{library.code}: {acts} acts, {seconds:.2f} s on Spark, {words}")
        except NoSpark as missing:
            raise CommandError(f"Spark is not installed: {missing}") from missing
        if different:
            raise CommandError(f"{different} figures differ")


def _numbers(figure: Figure) -> tuple[Any, ...]:
    return figure.raw, figure.credible, figure.inputs, figure.why


def _libraries(codes: list[str]) -> list[Library]:
    if not codes:
        return list(Library.objects.filter(state=LibraryState.RUNNING).order_by("id"))
    found = {library.code: library for library in Library.objects.filter(code__in=codes)}
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise CommandError(f"no library has the code {', '.join(unknown)}")
    return [found[code] for code in codes]
