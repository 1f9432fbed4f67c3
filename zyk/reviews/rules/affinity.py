"""How near an expert's fields are to a dossier: 0 to 100.

Codes of the catalogue (专业目录) share two digits for the same 大类, four for the same 专业类, six for the same 专业.
A field named later counts a little less; keywords found in the material add to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zyk.reviews.models import Dossier

SHARED_DIGITS = {6: 100, 4: 80, 2: 40}
LATER_FIELD = 5
MOST_LATER = 20
KEYWORD = 10
MOST_KEYWORDS = 20
TEXT_LENGTH = 4000


@dataclass(frozen=True)
class Affinity:
    """`field` is the code that came nearest, "" when none does; `keywords` those found in the material."""

    points: int
    field: str
    keywords: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        return {"affinity": self.points, "field": self.field, "keywords": list(self.keywords)}


def affinity_of(fields: Sequence[str], keywords: Sequence[str], *, code: str, found: frozenset[str]) -> Affinity:
    """`found` are the keywords, of all experts, that stand in the material (see `keywords_in`)."""
    best, nearest = 0, ""
    for place, field in enumerate(fields):
        points = SHARED_DIGITS.get(_shared(field, code), 0)
        points -= min(place * LATER_FIELD, MOST_LATER) if points else 0
        if points > best:
            best, nearest = points, field
    own = tuple(word for word in keywords if word in found)
    return Affinity(min(100, best + min(len(own) * KEYWORD, MOST_KEYWORDS)), nearest, own)


def keywords_in(dossier: Dossier, words: Iterable[str]) -> frozenset[str]:
    text = f"{dossier.title} {dossier.specialty_name} {_text(dossier.blind_content)[:TEXT_LENGTH]}"
    return frozenset(word for word in words if word in text)


def _shared(field: str, code: str) -> int:
    return next((length for length in (6, 4, 2) if len(field) >= length and field[:length] == code[:length]), 0)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(_text(each) for key, each in value.items() if key in ("fields", "value", "rows"))
    return " ".join(map(_text, value)) if isinstance(value, list) else ""
