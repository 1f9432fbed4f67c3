from typing import Any

from django.core.management.base import BaseCommand

from zyk.library.search import reindex


class Command(BaseCommand):
    help = "Write the search index of all libraries anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reindex()} entries")
