"""The blind copy for reviewers: units and people become aliases, what gives them away is left out."""

import re
from collections.abc import Mapping
from typing import Any

HIDDEN = "［已隐去］"
_GIVES_AWAY = (
    re.compile(r"https?://[^\s，。；、）)]+|www\.[^\s，。；、）)]+"),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    re.compile(r"(?<!\d)1\d{10}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"),
)


def unit_aliases(names: list[list[str]]) -> dict[str, str]:
    """Each unit's names (official, English, code) → 单位 A, 单位 B … in the order given; the lead host comes first."""
    aliases: dict[str, str] = {}
    for place, own in enumerate(names):
        alias = f"单位 {_letters(place)}"
        aliases |= {name: alias for name in own if name}
    return aliases


def person_aliases(names: list[str]) -> dict[str, str]:
    unique = sorted({name.strip() for name in names if len(name.strip()) > 1})
    return {name: f"人员 {_letters(place)}" for place, name in enumerate(unique)}


def blinded(value: Any, aliases: Mapping[str, str]) -> Any:
    """`value` (text, list, dict) with every name replaced, the longest first, and addresses and numbers hidden."""
    if isinstance(value, str):
        for name in sorted(aliases, key=len, reverse=True):
            value = value.replace(name, aliases[name])
        for pattern in _GIVES_AWAY:
            value = pattern.sub(HIDDEN, value)
        return value
    if isinstance(value, list):
        return [blinded(each, aliases) for each in value]
    if isinstance(value, dict):
        return {key: blinded(each, aliases) for key, each in value.items()}
    return value


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
