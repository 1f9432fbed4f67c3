"""Bonds between units that only the contexts above know of (alliances, projects carried together).

A context above registers a finder in its `AppConfig.ready`; the review system asks all of them, once for many units."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from zyk.reviews.enums import ConflictKind


@dataclass(frozen=True)
class Bond:
    """Two units that stand too near to judge each other; `since` is the last year in which it was seen."""

    unit: int
    other: int
    kind: ConflictKind
    evidence: str
    since: int | None = None


Finder = Callable[[Collection[int]], list[Bond]]
_FINDERS: list[Finder] = []


def find_bonds_with(finder: Finder) -> Finder:
    """Register `finder`: given units, the bonds each of them has; a few queries however many they are."""
    if finder not in _FINDERS:
        _FINDERS.append(finder)
    return finder


def bonds_of(units: Collection[int]) -> list[Bond]:
    return [bond for finder in _FINDERS for bond in finder(units)] if units else []
