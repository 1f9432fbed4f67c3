"""The smallest parts of an edition: words in two languages, and where a rule comes from."""

from typing import Any

import msgspec
from django.utils.translation import get_language


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every part of an edition: never changed, and a key it does not know is refused."""


class Words(Part, frozen=True):
    """Words on screen; `str()` gives those of the language in use."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


class Citation(Words, frozen=True):
    """Where an entry comes from. In the YAML it is the Chinese words alone; `citations` gives the English once."""


class ByName(Part, frozen=True):
    """Parts side by side, one a kind: `forms.candidate`, or `forms["candidate"]` when the kind is in a variable."""

    def __getitem__(self, name: str) -> Any:
        if name not in self.__struct_fields__:
            raise KeyError(name)
        return getattr(self, name)
