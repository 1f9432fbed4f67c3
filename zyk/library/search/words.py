"""The words that stand in published titles and keywords: proposed while typing, and the nearest of them for a word
that finds nothing. Distances are between sounds, so a wrong character of the same sound counts nothing."""

import re
from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from zyk.accounts.actor import VISITOR
from zyk.library.enums import EntryKind, ResourceState
from zyk.library.models import Library, Resource, SearchEntry, SearchWord
from zyk.library.search.prepare import prepared, sound_of, words_of

LONGEST = 30
MOST_CANDIDATES = 600
_BETWEEN = re.compile(r"[、,，;；\s]+")


@transaction.atomic
def learn_words() -> int:
    """Write the list of words anew from what everyone may see; returns how many there are."""
    counted = Counter(word for word in _standing() if 1 < len(word) <= LONGEST and prepared(word))
    SearchWord.objects.all().delete()
    rows = []
    for word, weight in counted.items():
        sound, initials = sound_of(word)
        if sound:
            rows.append(
                SearchWord(
                    text=word,
                    sound=sound[:160],
                    initials=initials[:60],
                    head=sound[:2],
                    tail=sound[-2:],
                    weight=weight,
                )
            )
    SearchWord.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def suggestions(text: str, *, most: int = 8) -> list[str]:
    """Words that begin as `text` does: in characters, in pinyin or in initials; the commonest first."""
    begun = " ".join(words_of(text))
    if not begun or len(begun) > LONGEST:
        return []
    begins = Q(text__startswith=begun)
    if begun.isascii():
        begins |= Q(sound__startswith=begun) | Q(initials__startswith=begun)
    rows = SearchWord.objects.filter(begins).order_by("-weight", "text")[: most * 2]
    found = sorted(rows, key=lambda row: (not row.text.startswith(begun), -row.weight, row.text))
    return [row.text for row in found[:most]]


def corrected(text: str) -> str:
    """`text` with each unknown word exchanged for the nearest known one; "" when there is nothing nearer."""
    words = words_of(text)
    nearer = [_nearest(word) or word for word in words]
    return " ".join(nearer) if nearer != words else ""


def _nearest(word: str) -> str:
    if len(word) < (4 if word.isascii() else 2) or word.isdecimal():
        return ""
    sound, _initials = sound_of(word)
    allowed = 1 if len(sound) < 8 else 2
    candidates = SearchWord.objects.filter(Q(head=sound[:2]) | Q(tail=sound[-2:])).order_by("-weight", "text")
    best: tuple[int, int, str] | None = None
    for known, its_sound, weight in candidates.values_list("text", "sound", "weight")[:MOST_CANDIDATES]:
        if known == word or abs(len(its_sound) - len(sound)) > allowed or (_is_other_length(word, known)):
            continue
        slips = distance(sound, its_sound, allowed)
        if slips <= allowed and (best is None or (slips, -weight, known) < best):
            best = (slips, -weight, known)
    return best[2] if best else ""


def _is_other_length(word: str, known: str) -> bool:
    """Chinese is mistyped character by character: it keeps its length."""
    return not word.isascii() and len(word) != len(known)


def distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, exchanged or swapped with their neighbour; `most` + 1 stands for any more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, its_letter in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its_letter:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _standing() -> Iterator[str]:
    open_libraries = Library.objects.visible_to(VISITOR).values("pk")
    titles = SearchEntry.objects.filter(is_published=True, library__in=open_libraries).exclude(kind=EntryKind.RESOURCE)
    for title in titles.values_list("title", flat=True).iterator():
        yield title.strip().lower()
    keywords = Resource.objects.filter(state=ResourceState.PUBLISHED, library__in=open_libraries).exclude(keywords="")
    for text in keywords.values_list("keywords", flat=True).iterator():
        for word in _BETWEEN.split(text):
            yield word.strip().lower()
