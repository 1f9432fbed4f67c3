"""The checks of this context."""

from collections.abc import Iterator

from django.db import connection

from zyk.common.audit import broken_links
from zyk.common.checks import must_hold

must_hold("audit chain")(broken_links)


@must_hold("foreign keys")
def broken_foreign_keys() -> Iterator[str]:
    """SQLite can tell; PostgreSQL never lets one in."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for table, rowid, parent, _ in cursor.fetchall():
            yield f"row {rowid} of {table} points to a missing row of {parent}"
