"""From names to keys, and the few keys everyone uses kept in memory.

New names are written in the transaction of the statements that bring them; they are remembered here
only once that transaction is kept."""

from collections.abc import Collection, Hashable
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import transaction

from zyk.records.authority import Name
from zyk.records.models import KnownActivity, KnownAgent, KnownVerb
from zyk.records.models.dictionary import digest_of
from zyk.records.rows import identifier

N = TypeVar("N", bound=Hashable)
MAX_REMEMBERED = 200_000


class Dictionary(Generic[N]):
    """One dictionary table. Rows are never changed, so what is remembered stays true."""

    def __init__(self, model: type[KnownAgent] | type[KnownVerb] | type[KnownActivity], field: str) -> None:
        self.model = model
        self.field = field
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
        digests = {digest_of(text): name for name, text in texts.items()}
        rows = self.model.objects.in_bulk(list(digests), field_name="digest") if digests else {}
        return {digests[digest]: row.pk for digest, row in rows.items()}

    def _add(self, texts: dict[N, str]) -> None:
        rows: list[Any] = [self.model(digest=digest_of(text), **{self.field: text}) for text in texts.values()]
        self.model._default_manager.bulk_create(rows)

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
    for dictionary in (AGENTS, VERBS, ACTIVITIES):
        dictionary.forget()
