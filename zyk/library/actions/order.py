"""Putting things in order."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Thing = TypeVar("Thing", bound=Any)


def shifted(things: Sequence[Thing], thing: Thing, by: int) -> list[Thing]:
    """The things renumbered with `thing` moved `by` places; beyond an end it stays at the end."""
    rest = [each for each in things if each.pk != thing.pk]
    place = next(i for i, each in enumerate(things) if each.pk == thing.pk)
    rest.insert(max(0, min(len(rest), place + by)), thing)
    return numbered(rest)


def arranged(things: Sequence[Thing], uuids: Sequence[str]) -> list[Thing]:
    """The things renumbered in the order of `uuids`; ValidationError unless these are exactly the same things."""
    by_uuid = {str(each.uuid): each for each in things}
    if len(uuids) != len(by_uuid) or set(uuids) != set(by_uuid):
        raise ValidationError(_("内容已被他人增减，顺序没有保存。请刷新页面后再排。"), code="stale-order")
    return numbered([by_uuid[uuid] for uuid in uuids])


def numbered(things: list[Thing]) -> list[Thing]:
    for position, each in enumerate(things, start=1):
        each.position = position
    return things
