"""Searching Chinese names by character, by pinyin and by the initials of pinyin."""

from collections.abc import Iterable

from django.db.models import Q


def search_text(name: str, *more: str, length: int = 400) -> str:
    """Name, full pinyin and initials in lower case, e.g. `护理 huli hl`; `more` (codes, other names) is added as it is.

    The word lists are big, so they are read at first use."""
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(name, style=Style.NORMAL)
    parts = [name, "".join(syllables), "".join(s if s.isdigit() else s[:1] for s in syllables), *more]
    return " ".join(part for part in parts if part).lower()[:length]


def contains_words(text: str, *, fields: Iterable[str] = ("search_text",)) -> Q:
    """Rows in which every word of `text` occurs in one of `fields`."""
    wanted = Q()
    for word in text.lower().split():
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": word})
        wanted &= found
    return wanted
