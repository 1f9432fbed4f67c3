"""Images through Pillow, which must decode them whole; SVG by its own attributes."""

import re
import warnings
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from zyk.media.content.markup import parse_xml
from zyk.media.content.refusals import broken, refused
from zyk.media.facts import Facts
from zyk.media.formats import Format

PIXEL_LIMIT = 80_000_000
_ROTATED = {5, 6, 7, 8}
_LENGTH = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(px)?\s*$")


def read_image(path: Path, content: Format) -> Facts:
    """`width` and `height` are as seen, after the camera's rotation mark."""
    try:
        with warnings.catch_warnings(), Image.open(path) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            _refuse_huge(image)
            facts = _measured(image)
            if image.format == "JPEG":
                image.draft("RGB", (1024, 1024))
            image.load()
            facts.more |= _colours(image)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise broken(content) from error
    return facts


def _measured(image: Any) -> Facts:
    width, height = image.size
    if image.getexif().get(0x0112) in _ROTATED:
        width, height = height, width
    frames = getattr(image, "n_frames", 1)
    more: dict[str, Any] = {"colour_mode": image.mode}
    if frames > 1:
        more["frames"] = frames
    return Facts(width=width, height=height, more=more)


def _colours(image: Any) -> dict[str, int]:
    """How many colours or greys there are, counted up to 65,536 in a sample of a million pixels."""
    sample = image if image.width * image.height <= 1_000_000 else image.resize((1000, 1000), Image.Resampling.NEAREST)
    if image.mode in {"1", "L", "LA", "I;16"}:
        return {"grey_levels": sum(1 for count in sample.convert("L").histogram() if count)}
    counted = sample.convert("RGB").getcolors(65_536)
    return {"colours": len(counted) if counted else 65_536}


def _refuse_huge(image: Any) -> None:
    if image.size[0] * image.size[1] > PIXEL_LIMIT:
        raise _too_many_pixels()


def _too_many_pixels() -> Exception:
    return refused(
        _("图像超过 %(limit)s 万像素，展开后会占满内存。请缩小后再上传。"), "bomb", limit=PIXEL_LIMIT // 10_000
    )


def read_vector(path: Path, content: Format) -> Facts:
    root = parse_xml(path.read_bytes())
    box = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    sizes = [_LENGTH.match(root.get(name) or "") for name in ("width", "height")]
    if all(sizes):
        width, height = (round(float(size.group(1))) for size in sizes if size)
        return Facts(width=width or None, height=height or None)
    try:
        return Facts(width=round(float(box[2])) or None, height=round(float(box[3])) or None)
    except (IndexError, ValueError):
        return Facts()
