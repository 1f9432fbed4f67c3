"""From text to search tokens, and from a question to what is looked for. Pure, and the same for every engine.

Chinese is cut into overlapping pairs of characters, because a dictionary cuts 教学资源库 and 教学资源 differently
and then does not find one in the other. A run ends with its last character alone, so that a single character
is found as the beginning of a pair. Latin words and numbers stay whole, in lower case. Titles also carry their
pinyin and, again in pairs, the initials of it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from zyk.library.search.syllables import LONGEST, SYLLABLES

_CJK = "\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_PIECE = re.compile(f"([{_CJK}]+)|([^\\W_{_CJK}]+)")
_WORD = re.compile("[a-z0-9]+")
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
BREAK = "q0q0q"  # stands between two fields, so that no phrase reaches across
MARK = "q0m"  # begins a token of ours that says of which kind and library an entry is
SYLLABLE, INITIALS = "py", "jj"  # prefixes that keep sounds apart from words
MAX_CHARACTERS = 8000
MAX_WORDS = 12
MAX_PAIRS = 8  # of one run that is looked for by parts of it


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand side by side; with `is_prefix` the last one may go on; with `is_apart` they stand anywhere."""

    tokens: tuple[str, ...]
    is_prefix: bool = False
    is_apart: bool = False


Question = tuple[tuple[Phrase, ...], ...]  # every word must be found, in one of its readings


def prepared(text: str) -> str:
    """The tokens of `text`, in order, with a blank between."""
    tokens: list[str] = []
    for chinese, word in _PIECE.findall(_plain(text)[:MAX_CHARACTERS]):
        tokens += [*_pairs(chinese), chinese[-1]] if chinese else [word]
    return " ".join([*tokens, BREAK])


def sounds(title: str) -> str:
    """Pinyin syllables and pairs of initials of the Chinese in a title."""
    from pypinyin import Style, lazy_pinyin

    tokens: list[str] = []
    for run in _HAN.findall(_plain(title)):
        syllables = [s.replace("ü", "v") for s in lazy_pinyin(run, style=Style.NORMAL)]
        tokens += [SYLLABLE + s for s in syllables if s.isascii()] + [BREAK]
        tokens += [INITIALS + pair for pair in _pairs("".join(s[0] for s in syllables))] + [BREAK]
    return " ".join(tokens)


def question(text: str) -> Question:
    """What `text` asks for; empty when there is nothing to look for."""
    words: list[tuple[Phrase, ...]] = []
    for chinese, word in _PIECE.findall(_plain(text)[:200]):
        if chinese:
            words.append((Phrase(tuple(_pairs(chinese))) if len(chinese) > 1 else Phrase((chinese,), is_prefix=True),))
        else:
            words.append((Phrase((word,), is_prefix=True), *_heard(word)))
    return tuple(words[:MAX_WORDS])


def words_of(text: str) -> list[str]:
    """The runs of Chinese and the words of letters in `text`, as they are looked for."""
    return [chinese or word for chinese, word in _PIECE.findall(_plain(text)[:200])][:MAX_WORDS]


def phrase_of(text: str) -> Phrase | None:
    """All of `text` side by side: a synonym may be Chinese and letters mixed."""
    tokens: list[str] = []
    for chinese, word in _PIECE.findall(_plain(text)):
        if chinese:
            tokens += _pairs(chinese) or [chinese]
        else:
            tokens.append(word)
    return Phrase(tuple(tokens), is_prefix=len(tokens) == 1 and len(tokens[0]) == 1) if tokens else None


def loosened(text: str) -> Question:
    """Chinese runs of three and more of which a pair may be wrong: two thirds of the pairs are enough."""
    words: list[tuple[Phrase, ...]] = []
    for word, readings in zip(words_of(text), question(text), strict=True):
        pairs = _pairs(word)[:MAX_PAIRS]
        if len(pairs) > 1 and _HAN.fullmatch(word):
            enough = max(1, len(pairs) * 2 // 3)
            readings = tuple(Phrase(kept, is_apart=True) for kept in combinations(pairs, enough))
        words.append(readings)
    return tuple(words)


def sound_of(text: str) -> tuple[str, str]:
    """Pinyin without blanks, and initials; letters stay as they are."""
    from pypinyin import Style, lazy_pinyin

    syllables = [s.replace("ü", "v") for s in lazy_pinyin(_plain(text), style=Style.NORMAL)]
    initials = [s[:1] if s in SYLLABLES else s for s in syllables]
    return "".join(_WORD.findall("".join(syllables))), "".join(_WORD.findall("".join(initials)))


def _heard(word: str) -> list[Phrase]:
    """A word of letters may also be pinyin, or the initials of it."""
    if not re.fullmatch("[a-z]{2,40}", word):
        return []
    readings = [Phrase(tuple(SYLLABLE + s for s in reading)) for reading in _syllables(word)[:4]]
    return [*readings, Phrase(tuple(INITIALS + pair for pair in _pairs(word)))]


@lru_cache(maxsize=1024)
def _syllables(word: str) -> tuple[tuple[str, ...], ...]:
    """All ways to read `word` as syllables, longest first syllable first."""
    if not word:
        return ((),)
    found: list[tuple[str, ...]] = []
    for length in range(min(LONGEST, len(word)), 0, -1):
        if word[:length] in SYLLABLES:
            found += [(word[:length], *rest) for rest in _syllables(word[length:])[:4]]
    return tuple(found[:8])


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _plain(text: str) -> str:
    """Full-width to half-width, accents off, lower case."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).lower()
