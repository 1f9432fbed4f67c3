"""From names to keys, and the few keys everyone uses kept in memory.

New names are written in the transaction of the statements that bring them; they are remembered here
only once that transaction is kept."""

from collections.abc import Collection, Hashable
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

from zyk.records import iris
from zyk.records.authority import Name
from zyk.records.fields import CompactUuidField
from zyk.records.models import KnownActivity, KnownAgent, KnownVerb
from zyk.records.models.dictionary import digest_of
from zyk.records.rows import identifier

N = TypeVar("N", bound=Hashable)
MAX_REMEMBERED = 200_000
CHUNK = 500
_DIGEST = CompactUuidField()


class Dictionary(Generic[N]):
    """One dictionary table. Rows are never changed, so what is remembered stays true."""

    def __init__(self, model: type[KnownAgent] | type[KnownVerb] | type[KnownActivity], field: str) -> None:
        self._table = model._meta.db_table
        self._field = field
        self._keys: dict[N, int] = {}

    def known(self, names: Collection[N]) -> dict[N, int]:
        """The keys of those names that are known already."""
        return self._look_up({name: text_of(name) for name in names})

    def known_one(self, name: N) -> int | None:
        return self._keys.get(name) or self.known([name]).get(name)

    def keys(self, names: Collection[N]) -> dict[N, int]:
        """The keys of all names, new ones being added; call it while the store is locked."""
        remembered = self._keys
        found: dict[N, int] = {}
        missing: dict[N, str] = {}
        for name in names:
            key = remembered.get(name)
            if key is None:
                missing[name] = text_of(name)
            else:
                found[name] = key
        if missing:
            added = self._look_up(missing)
            new = {name: text for name, text in missing.items() if name not in added}
            if new:
                self._add(new)
                added |= self._look_up(new)
            transaction.on_commit(partial(self._remember, added))
            found |= added
        return found

    def forget(self) -> None:
        """The table was emptied or replaced."""
        self._keys.clear()

    def _look_up(self, texts: dict[N, str]) -> dict[N, int]:
        """In plain SQL: a source's first statements bring a name each, and building queries would cost the most."""
        names = {digest_of(text): name for name, text in texts.items()}
        digests = list(names)
        found: dict[N, int] = {}
        with connection.cursor() as cursor:
            for start in range(0, len(digests), CHUNK):
                part = [_DIGEST.get_db_prep_value(digest, connection) for digest in digests[start : start + CHUNK]]
                places = ", ".join(["%s"] * len(part))
                cursor.execute(f'SELECT digest, id FROM "{self._table}" WHERE digest IN ({places})', part)  # noqa: S608
                found.update((names[_DIGEST.to_python(digest)], key) for digest, key in cursor.fetchall())
        return found

    def _add(self, texts: dict[N, str]) -> None:
        rows = [(_DIGEST.get_db_prep_value(digest_of(text), connection), text) for text in texts.values()]
        with connection.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{self._table}" (digest, {self._field}) VALUES (%s, %s)', rows)  # noqa: S608

    def _remember(self, keys: dict[N, int]) -> None:
        if len(self._keys) > MAX_REMEMBERED:
            self._keys.clear()
        self._keys.update(keys)


def text_of(name: Any) -> str:
    """What the table keeps: an agent's identifier in JSON, or the IRI itself."""
    return name if isinstance(name, str) else identifier(name)


AGENTS: Dictionary[Name] = Dictionary(KnownAgent, "identifier")
VERBS: Dictionary[str] = Dictionary(KnownVerb, "iri")
ACTIVITIES: Dictionary[str] = Dictionary(KnownActivity, "iri")


def forget_all() -> None:
    """The database was emptied or replaced: names, the parts that hold them, and the base they begin with."""
    from zyk.records import parts  # what it remembers was made of these names

    parts.forget()
    iris.forget_base()
    for dictionary in (AGENTS, VERBS, ACTIVITIES):
        dictionary.forget()
