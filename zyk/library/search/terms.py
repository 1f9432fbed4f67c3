"""The table of tokens, in the form of each engine: FTS5 on SQLite, tsvector on PostgreSQL.
The only place of this context with an engine's own SQL (its table is made by migration 0002)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from zyk.library.search.prepare import MARK, Phrase, Question

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


def is_written(entry_id: int) -> bool:
    key = "entry_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {TABLE} WHERE {key} = %s", [entry_id])  # noqa: S608
        return cursor.fetchone() is not None


def matching(question: Question, fields: Iterable[str] = FIELDS) -> RawSQL:
    """The ids of the entries in which every word of the question stands in one of `fields`."""
    key = "entry_id" if connection.vendor == "postgresql" else "rowid"
    condition, asked = _condition(question, tuple(fields), ())
    return RawSQL(f"SELECT {key} FROM {TABLE} WHERE {condition}", [asked])  # noqa: S608, S611


def newest(
    question: Question,
    fields: Iterable[str],
    marks: Sequence[str],
    allowed: QuerySet[Any],
    columns: Sequence[str],
    most: int,
) -> list[tuple[Any, ...]]:
    """`columns` of at most `most` allowed entries that match, those made last first.

    The engine walks the matches from the newest on and stops when it has enough, so a word that stands everywhere
    costs no more than one that stands often."""
    key = "entry_id" if connection.vendor == "postgresql" else "rowid"
    join = (
        "JOIN" if connection.vendor == "postgresql" else "CROSS JOIN"
    )  # SQLite: the matches are walked, not the entries
    condition, asked = _condition(question, tuple(fields), marks)
    entry = allowed.model._meta.db_table
    where, parameters = _where(allowed)
    wanted = ", ".join(f'"{entry}"."{column}"' for column in columns)
    sql = (
        f'SELECT {wanted} FROM {TABLE} {join} "{entry}" ON "{entry}"."id" = {TABLE}.{key} '  # noqa: S608
        f"WHERE {condition}{where} ORDER BY {TABLE}.{key} DESC LIMIT {int(most)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, *parameters])
        return cursor.fetchall()


def standing_in(question: Question, entry_ids: Sequence[int]) -> dict[int, list[str]]:
    """For each of these entries the fields in which a word of the question stands; one query."""
    if not entry_ids:
        return {}
    if connection.vendor != "postgresql":
        return _standing_in_text(question, entry_ids)
    anything: Question = (tuple(phrase for word in question for phrase in word),)
    parts, parameters = [], []
    for field in FIELDS:
        condition, asked = _condition(anything, (field,), ())
        numbers = ", ".join(str(int(number)) for number in entry_ids)
        parts.append(f"SELECT '{field}', entry_id FROM {TABLE} WHERE {condition} AND entry_id IN ({numbers})")  # noqa: S608
        parameters.append(asked)
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for field, number in cursor.fetchall():
            found.setdefault(number, []).append(field)
    return {number: sorted(fields, key=FIELDS.index) for number, fields in found.items()}


def _standing_in_text(question: Question, entry_ids: Sequence[int]) -> dict[int, list[str]]:
    """FTS5 would walk all matches for each field; the tokens of a page of entries are quicker read and looked at."""
    numbers = ", ".join(str(int(number)) for number in entry_ids)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, {', '.join(FIELDS)} FROM {TABLE} WHERE rowid IN ({numbers})")  # noqa: S608
        rows = cursor.fetchall()
    phrases = [phrase for word in question for phrase in word]
    return {
        number: [field for field, text in zip(FIELDS, texts, strict=True) if any(_stands(p, text) for p in phrases)]
        for number, *texts in rows
    }


def _stands(phrase: Phrase, text: str) -> bool:
    text = f" {text} "
    if phrase.is_apart:
        return all(f" {token} " in text for token in phrase.tokens)
    return f" {' '.join(phrase.tokens)}{'' if phrase.is_prefix else ' '}" in text


def _where(allowed: QuerySet[Any]) -> tuple[str, Sequence[Any]]:
    """The condition of a queryset over one table, to be set beside our own."""
    compiler = allowed.query.get_compiler(using=allowed.db)
    compiler.setup_query()
    sql, parameters = compiler.compile(allowed.query.where) if allowed.query.where else ("", [])
    return (f" AND {sql}" if sql else ""), parameters


def _condition(question: Question, fields: tuple[str, ...], marks: Sequence[str]) -> tuple[str, str]:
    if connection.vendor == "postgresql":
        weights = "" if set(fields) == set(FIELDS) else "".join(_WEIGHTS[field] for field in fields)
        parts = [f"'{MARK}{mark}'" for mark in marks]
        parts += [f"({' | '.join(_tsquery(p, weights) for p in word)})" for word in question]
        return f"{TABLE}.vector @@ to_tsquery('simple', %s)", " & ".join(parts)
    asked = " AND ".join(f"({' OR '.join(_fts5(p) for p in word)})" for word in question)
    asked = f"{{{' '.join(fields)}}} : ({asked})"
    return f"{TABLE} MATCH %s", " AND ".join([*(f'keywords : "{MARK}{mark}"' for mark in marks), asked])


def _fts5(phrase: Phrase) -> str:
    if phrase.is_apart:
        return "(" + " AND ".join(f'"{token}"' for token in phrase.tokens) + ")"
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.is_prefix else ""}'


def _tsquery(phrase: Phrase, weights: str) -> str:
    ends = [weights] * (len(phrase.tokens) - 1) + [("*" if phrase.is_prefix else "") + weights]
    between = " & " if phrase.is_apart else " <-> "
    told = (f"'{token}':{end}" if end else f"'{token}'" for token, end in zip(phrase.tokens, ends, strict=True))
    return "(" + between.join(told) + ")"


_POSTGRESQL_WRITE = f"""
INSERT INTO {TABLE} (entry_id, vector) VALUES (%s,
    setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')
    || setweight(to_tsvector('simple', %s), 'C') || setweight(to_tsvector('simple', %s), 'D'))
ON CONFLICT (entry_id) DO UPDATE SET vector = EXCLUDED.vector
"""  # noqa: S608
