"""The database's own driver for the hot path: no cursor wrappers, many rows at once. SQL is written with %s.

Only inside a transaction that Django opened; errors are the driver's, so call it within
`connection.wrap_database_errors`."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models

CHUNK = 500


class Port:
    """SQLite."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return self.driver.execute(_with_question_marks(sql), values)

    def among(self, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """Rows of a query that ends in `IN`, for values of any number."""
        for start in range(0, len(values), CHUNK):
            part = values[start : start + CHUNK]
            yield from self.run(f"{sql}({', '.join(['%s'] * len(part))})", part)

    def insert(self, model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        table = model._meta.db_table
        self.driver.executemany(_insert(table, tuple(columns)), rows)

    def uuid(self, value: UUID) -> Any:
        return value.bytes

    def uuid_back(self, value: Any) -> UUID:
        return UUID(bytes=value)

    def instant(self, value: datetime) -> Any:
        """The same text as the model field writes; the instant is in UTC."""
        return str(value)[:-6]


class PostgresPort(Port):
    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return self.driver.execute(sql, values)

    def insert(self, model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        named = ", ".join(f'"{column}"' for column in columns)
        with self.driver.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({named}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    def uuid(self, value: UUID) -> Any:
        return value

    def uuid_back(self, value: Any) -> UUID:
        return value

    def instant(self, value: datetime) -> Any:
        return value


def port_to(connection: Any) -> Port:
    connection.ensure_connection()
    kind = Port if connection.vendor == "sqlite" else PostgresPort
    return kind(connection.connection)


@cache
def _with_question_marks(sql: str) -> str:
    return sql.replace("%s", "?")


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{table}" ({named}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608
