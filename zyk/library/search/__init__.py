"""Finding things in all libraries: Chinese of any length, pinyin, initials and English, the same on both engines."""

from zyk.library.search.find import FACETS, SORTS, Filters, Found, entries, facets, search, titles_of_points
from zyk.library.search.index import forget, index, index_read_texts, is_indexed, reindex
from zyk.library.search.kept import forget_counts, kept
from zyk.library.search.words import learn_words, suggestions

__all__ = [
    "FACETS",
    "SORTS",
    "Filters",
    "Found",
    "entries",
    "facets",
    "forget",
    "forget_counts",
    "index",
    "index_read_texts",
    "is_indexed",
    "kept",
    "learn_words",
    "reindex",
    "search",
    "suggestions",
    "titles_of_points",
]
