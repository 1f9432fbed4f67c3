from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from zyk.library.search import is_indexed, learn_words, reindex


class Command(BaseCommand):
    help = "Write the search index of all libraries anew, and the words it proposes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="only when an update emptied the index")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_needed"] and is_indexed():
            return
        self.stdout.write(f"{reindex()} entries, {learn_words()} words")
