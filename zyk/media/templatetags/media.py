"""`{% load media %}`: a file's preview and its link, for the pages of every context above."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from zyk.media import links
from zyk.media.enums import FileKind, PreviewKind, PreviewState
from zyk.media.models import FilePreview, StoredFile
from zyk.media.previews.ebooks import cleaned
from zyk.media.queries import described_facts

register = template.Library()
Captions = Sequence[tuple[StoredFile, str, str]]

# Shown at once from the file itself; the others wait for what the worker makes.
_AT_ONCE = frozenset(
    {FileKind.VIDEO, FileKind.AUDIO, FileKind.VECTOR, FileKind.MODEL, FileKind.PACKAGE},
)
_TEMPLATES = {
    FileKind.DOCUMENT: "blocks",
    FileKind.SLIDES: "blocks",
    FileKind.SHEET: "blocks",
    FileKind.SUBTITLES: "text",
}


@register.simple_tag
def preview(stored_file: StoredFile, name: str = "", captions: Captions = ()) -> SafeString:
    """The preview of a file under the name its user gave it. `captions` are (subtitle file, language, label)
    of a video. The page has checked that the reader may see the file: the part carries signed addresses."""
    return rendered_preview(stored_file, name or stored_file.name, captions)


def rendered_preview(stored_file: StoredFile, name: str, captions: Captions = ()) -> SafeString:
    context: dict[str, Any] = {
        "stored_file": stored_file,
        "name": name,
        "url": links.signed_url(stored_file, name=name),
        "download_url": links.signed_url(stored_file, name=name, inline=False),
        "facts": described_facts(stored_file),
    }
    if stored_file.kind not in _AT_ONCE:
        if not PreviewState(stored_file.preview_state).is_settled:
            context["part_url"] = links.part_url(stored_file, name)
            return render_to_string("media/preview/making.html", context)
        if stored_file.preview_state != PreviewState.READY:
            return render_to_string("media/preview/failed.html", context)
    context["pieces"] = _pieces(stored_file)
    context["captions"] = [(links.preview_url(made), *words) for made, *words in _captions(captions)]
    kind = FileKind(stored_file.kind)
    return render_to_string(f"media/preview/{_TEMPLATES.get(kind, kind.value)}.html", context)


@register.simple_tag
def file_link(stored_file: StoredFile, name: str = "") -> SafeString:
    """A download link with the kind's icon, the name and the size."""
    context = {
        "stored_file": stored_file,
        "name": name or stored_file.name,
        "url": links.signed_url(stored_file, name=name, inline=False),
    }
    return render_to_string("media/file_link.html", context)


@register.simple_tag
def thumbnail_url(stored_file: StoredFile) -> str:
    """The small picture's address, "" when there is none. One query; lists prefetch `previews`."""
    small = [made for made in stored_file.previews.all() if made.kind == PreviewKind.THUMBNAIL]
    return links.preview_url(small[0]) if small else ""


@register.filter
def piece_url(made: FilePreview) -> str:
    return links.preview_url(made)


@register.filter
def chapter(made: FilePreview) -> SafeString:
    """A chapter's markup, cleaned once more on the way out."""
    return mark_safe(cleaned(made.text))  # noqa: S308


def _pieces(stored_file: StoredFile) -> dict[str, list[FilePreview]]:
    found: dict[str, list[FilePreview]] = {kind.value: [] for kind in PreviewKind}
    for made in sorted(stored_file.previews.all(), key=lambda made: made.position):
        found[made.kind].append(made)
    return found


def _captions(captions: Captions) -> list[tuple[FilePreview, str, str]]:
    files = {stored_file.pk: (language, label) for stored_file, language, label in captions}
    made = FilePreview.objects.filter(stored_file__in=files, kind=PreviewKind.CAPTIONS) if files else ()
    return [(track, *files[track.stored_file_id]) for track in made]
