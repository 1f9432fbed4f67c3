"""The table of tokens, in the form of each engine: FTS5 on SQLite, tsvector on PostgreSQL.
The only place of this context with an engine's own SQL (its table is made by migration 0002)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models.expressions import RawSQL

from zyk.library.search.prepare import Phrase, Question

TABLE = "library_searchterms"
FIELDS = ("title", "sound", "keywords", "text")
_WEIGHTS = dict(zip(FIELDS, "ABCD", strict=True))


@dataclass(frozen=True)
class Terms:
    """The tokens of one entry, field by field."""

    entry_id: int
    title: str
    sound: str
    keywords: str
    text: str

    @property
    def row(self) -> tuple[int, str, str, str, str]:
        return self.entry_id, self.title, self.sound, self.keywords, self.text


def write(rows: Iterable[Terms]) -> None:
    """Put the tokens of these entries in place of what stood there."""
    rows = list(rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(_POSTGRESQL_WRITE, [row.row for row in rows])
        else:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(row.entry_id,) for row in rows])  # noqa: S608
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, title, sound, keywords, text) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
                [row.row for row in rows],
            )


def remove(entry_ids: Iterable[int]) -> None:
    key = "entry_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE {key} = %s", [(number,) for number in entry_ids])  # noqa: S608


def matching(question: Question, fields: Iterable[str] = FIELDS) -> RawSQL:
    """The ids of the entries in which every word of the question stands in one of `fields`."""
    if connection.vendor == "postgresql":
        weights = "".join(_WEIGHTS[field] for field in fields)
        asked = " & ".join(f"({' | '.join(_tsquery(p, weights) for p in word)})" for word in question)
        return RawSQL(f"SELECT entry_id FROM {TABLE} WHERE vector @@ to_tsquery('simple', %s)", [asked])  # noqa: S608, S611
    asked = " AND ".join(f"({' OR '.join(_fts5(p) for p in word)})" for word in question)
    asked = f"{{{' '.join(fields)}}} : ({asked})"
    return RawSQL(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [asked])  # noqa: S608, S611


def _fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.is_prefix else ""}'


def _tsquery(phrase: Phrase, weights: str) -> str:
    ends = [weights] * (len(phrase.tokens) - 1) + [("*" if phrase.is_prefix else "") + weights]
    return "(" + " <-> ".join(f"'{token}':{end}" for token, end in zip(phrase.tokens, ends, strict=True)) + ")"


_POSTGRESQL_WRITE = f"""
INSERT INTO {TABLE} (entry_id, vector) VALUES (%s,
    setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')
    || setweight(to_tsvector('simple', %s), 'C') || setweight(to_tsvector('simple', %s), 'D'))
ON CONFLICT (entry_id) DO UPDATE SET vector = EXCLUDED.vector
"""  # noqa: S608
