import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from zyk.reviews.rules.lot import faults_in


class Command(BaseCommand):
    help = "draw experts again from an exported protocol (a file) or a draw's code, and say whether it holds"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("draw", help="a protocol file (.json), or the code of a draw in this database")

    def handle(self, *args: Any, **options: Any) -> None:
        protocol = _protocol(options["draw"])
        try:
            faults = faults_in(protocol)
        except (KeyError, TypeError, ValueError) as error:
            raise ValidationError(f"not a protocol of a draw / 不是抽取验证文件: {error!r}") from error
        if faults:
            raise ValidationError([f"✗ {fault}" for fault in faults])
        self.stdout.write(f"✓ {protocol['title']}: {len(protocol['pool'])} → {len(protocol['result'])}")
        names = protocol.get("names", {})
        for place, code in enumerate(protocol["result"], start=1):
            self.stdout.write(f"  {place}. {names.get(code, '')} {code}")


def _protocol(given: str) -> dict[str, Any]:
    """A file is read as it is; only a code asks the database."""
    path = Path(given)
    if path.is_file():
        try:
            found = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise ValidationError(f"not JSON / 不是 JSON 文件: {path.name}") from error
        if not isinstance(found, dict):
            raise ValidationError(f"not a protocol of a draw / 不是抽取验证文件: {path.name}")
        return found
    from zyk.reviews.actions.draw import protocol_of
    from zyk.reviews.models import ExpertDraw

    try:
        draw = ExpertDraw.objects.filter(uuid=UUID(given), state="drawn").first()
    except ValueError:
        draw = None
    if draw is None:
        raise ValidationError(f"no such file, and no such draw that is finished / 没有这个文件或已完成的抽取: {given}")
    return protocol_of(draw)
