"""Finding things in all libraries: Chinese of any length, pinyin, initials and English, the same on both engines."""

from zyk.library.search.find import FACETS, SORTS, Filters, Found, entries, facets, search
from zyk.library.search.index import forget, index, index_read_texts, reindex

__all__ = [
    "FACETS",
    "SORTS",
    "Filters",
    "Found",
    "entries",
    "facets",
    "forget",
    "index",
    "index_read_texts",
    "reindex",
    "search",
]
