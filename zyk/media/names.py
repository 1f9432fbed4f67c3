"""File names from outside, made safe to show and to send."""

import re
import unicodedata

LENGTH = 180
# Control characters, and those that turn the reading direction ("exe.pdf" tricks).
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean_name(name: str) -> str:
    """The last part of a path, in one Unicode form, without unseen characters, 180 characters at most."""
    last = re.split(r"[\\/]", name)[-1]
    shown = _UNSEEN.sub("", unicodedata.normalize("NFC", last)).strip().strip(".") or "file"
    stem, dot, extension = shown.rpartition(".")
    if not dot:
        return shown[:LENGTH]
    extension = extension[:10]
    return f"{stem[: LENGTH - len(extension) - 1]}.{extension}"


def with_extension(name: str, extension: str) -> str:
    """`name` as a download: it always ends as its content is."""
    clean = clean_name(name)
    return clean if "." in clean else f"{clean}.{extension}"
