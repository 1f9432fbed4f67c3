"""Precision and recall of the signals of credible use over labelled days."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zyk.monitoring.sessions.labelled import DISHONEST_KINDS, a_day
from zyk.monitoring.sessions.trial import Tally, judged
from zyk.rulebook.edition import CredibleUse
from zyk.rulebook.queries import newest


class Command(BaseCommand):
    help = "Judge generated days whose truth is known, by the newest rulebook, and count."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--first-seed", type=int, default=101)
        parser.add_argument("--days", type=int, default=10)
        parser.add_argument("--scale", type=int, default=1, help="how many times the usual number of people a day")

    def handle(self, *args: Any, **options: Any) -> None:
        tally, rules = Tally(), _rules()
        first = options["first_seed"]
        for seed in range(first, first + options["days"]):
            judged(a_day(seed, options["scale"]), rules, tally)
        self.stdout.write(f"{'kind':<20} {'truth':<10} {'people':>7} {'doubted':>8}")
        for kind, people in tally.people.items():
            truth = "dishonest" if kind in DISHONEST_KINDS else "honest"
            self.stdout.write(f"{kind:<20} {truth:<10} {people:>7} {tally.doubted[kind]:>8}")
        self.stdout.write(
            f"precision {tally.precision:.4f} ({tally.found} of {tally.found + tally.wronged} doubted were dishonest), "
            f"recall {tally.recall:.4f} ({tally.found} of {tally.dishonest} dishonest were doubted)"
        )


def _rules() -> CredibleUse:
    book = newest()
    if book is None or book.edition.credible_use is None:
        raise CommandError("the newest rulebook says nothing of credible use")
    return book.edition.credible_use
