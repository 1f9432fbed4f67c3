"""Other words for the same: from the list that comes with us, the operator's own list, and the specialty catalogue."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zyk.catalogue.models import Specialty
from zyk.library.search.prepare import Phrase, Question, phrase_of, question, words_of

OURS = Path(__file__).resolve().parent.parent / "reference" / "synonyms.txt"
MOST_ALSO = 6


@dataclass(frozen=True)
class Asked:
    """A question with its synonyms taken in; `also` are those, to be told."""

    question: Question
    also: tuple[str, ...]


def asked_with_synonyms(text: str) -> Asked:
    """Each word may also stand as one of its synonyms; a synonym inside a longer run is exchanged there."""
    words = question(text)
    if not words:
        return Asked((), ())
    told = words_of(text)
    groups, of_catalogue = _groups(), _of_catalogue(told)
    readings, also = [], []
    for word, known in zip(told, words, strict=True):
        others = [*_exchanged(word, groups), *of_catalogue.get(word, ())][:MOST_ALSO]
        phrases = [phrase for phrase in map(phrase_of, others) if phrase]
        also += others
        readings.append((*known, *_new(phrases, known)))
    return Asked(tuple(readings), tuple(dict.fromkeys(also)))


def _new(phrases: list[Phrase], known: tuple[Phrase, ...]) -> list[Phrase]:
    return [phrase for phrase in dict.fromkeys(phrases) if phrase not in known]


def _exchanged(word: str, groups: dict[str, tuple[str, ...]]) -> list[str]:
    if word in groups:
        return [other for other in groups[word] if other != word]
    found = []
    for known in groups:
        if len(known) > 1 and known in word and not known.isascii():
            found += [word.replace(known, other) for other in groups[known] if other not in word]
    return found


def _of_catalogue(words: list[str]) -> dict[str, list[str]]:
    """A specialty's code for its name, its name for its code, and the name said without its last 技术."""
    names = {name: word for word in words if len(word) > 2 for name in (word, f"{word}技术")}
    found: dict[str, list[str]] = {}
    rows = Specialty.objects.filter(code__in=words) | Specialty.objects.filter(name__in=names)
    for code, name in rows.values_list("code", "name"):
        if code in words:
            found.setdefault(code, []).append(name)
        else:
            found.setdefault(names[name], []).append(code)
            if names[name] != name:
                found[names[name]].append(name)
    return found


def _groups() -> dict[str, tuple[str, ...]]:
    own = settings.DATA_DIR / "synonyms.txt"
    return _read(OURS, own, own.stat().st_mtime_ns if own.exists() else 0)


@lru_cache(maxsize=2)
def _read(ours: Path, own: Path, changed: int) -> dict[str, tuple[str, ...]]:
    """Each word with all words of its line; `changed` makes a changed list be read again."""
    groups: dict[str, tuple[str, ...]] = {}
    for path in (ours, own) if changed else (ours,):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = tuple(word.strip().lower() for word in line.partition("#")[0].split("="))
            for word in words if len(words) > 1 else ():
                groups[word] = tuple(dict.fromkeys((*groups.get(word, ()), *words)))
    return groups
