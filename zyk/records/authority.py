"""On whose word a statement stands: our own pages, or a credential."""

from dataclasses import dataclass, field
from typing import NamedTuple

from zyk.records import iris
from zyk.records.enums import Scope

Name = tuple[str, ...]  # an agent's identifier as the dictionaries know it, e.g. ("account", home page, name)


@dataclass(frozen=True)
class Authority:
    """`library_iri` binds a source to one library: it may speak of no other. `realm` is whose documents it keeps."""

    name: str
    library_iri: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)
    realm: str = ""

    @property
    def agent(self) -> Name:
        return ("account", iris.base(), self.name)

    def may(self, *scopes: str) -> bool:
        """Whether it holds one of these scopes, or a wider one."""
        return Scope.ALL in self.scopes or not self.scopes.isdisjoint(scopes)

    def may_read(self, *scopes: str) -> bool:
        return self.may(Scope.ALL_READ, *scopes)


PLATFORM = Authority("zyk", scopes=frozenset(Scope.values))


class Secret(NamedTuple):
    """What is shown once, when a credential is made."""

    key: str
    secret: str
