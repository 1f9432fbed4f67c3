"""A video's poster: one frame, a tenth of the way in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zyk.media.facts.recordings import av
from zyk.media.models import StoredFile
from zyk.media.previews import Piece
from zyk.media.previews.pictures import large_and_small


def pieces(stored_file: StoredFile, path: Path) -> Iterator[Piece]:
    if av is None:
        return
    with av.open(str(path)) as container:
        frame = _frame(container)
        if frame is not None:
            image = frame.to_image()
            turn = getattr(frame, "rotation", 0)
            yield from large_and_small(image.rotate(turn, expand=True) if turn else image)


def _frame(container: Any) -> Any:
    if not container.streams.video:
        return None
    if container.duration:
        container.seek(container.duration // 10)
    found = next(container.decode(video=0), None)
    if found is None:
        container.seek(0)
        found = next(container.decode(video=0), None)
    return found
