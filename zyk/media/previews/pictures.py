"""Pictures for the page: a large and a small one, both WebP, turned as the camera says."""

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps

from zyk.media.enums import PreviewKind
from zyk.media.models import StoredFile
from zyk.media.previews import Piece

LARGE_PIXELS = 1600
SMALL_PIXELS = 480


def pieces(stored_file: StoredFile, path: Path) -> Iterator[Piece]:
    with Image.open(path) as image:
        if image.format == "JPEG":
            image.draft("RGB", (LARGE_PIXELS * 2, LARGE_PIXELS * 2))
        upright = ImageOps.exif_transpose(image)
    yield from large_and_small(upright)


def large_and_small(image: Image.Image) -> Iterator[Piece]:
    yield picture(image, PreviewKind.POSTER, LARGE_PIXELS)
    yield picture(image, PreviewKind.THUMBNAIL, SMALL_PIXELS)


def picture(image: Image.Image, kind: PreviewKind, longest: int, *, position: int = 0, text: str = "") -> Piece:
    """`image` as WebP, at most `longest` pixels on its longer side; never enlarged."""
    plain = image.convert("RGBA" if _has_alpha(image) else "RGB")
    plain.thumbnail((longest, longest))
    target = io.BytesIO()
    plain.save(target, "WEBP", quality=82)
    return Piece(
        kind,
        position=position,
        content=target.getvalue(),
        media_type="image/webp",
        suffix="webp",
        width=plain.width,
        height=plain.height,
        text=text,
    )


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
