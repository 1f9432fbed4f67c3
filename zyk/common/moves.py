"""Moves of state: the one way by which a `state` field changes.

A context's `enums` gives the states (with `.tone` for the badge) and its table of allowed moves;
the action asks its own rule first, then calls `move`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from zyk.common import audit

Moves = Mapping[Any, frozenset[Any]]  # state → states; keys are invariant, so no closer type fits every enum


class Tone(StrEnum):
    """How a state looks; the meanings are in the design brief, section 7."""

    IDLE = "idle"  # not begun, withdrawn, locked, not judged
    NOW = "now"  # in somebody's hands
    WAIT = "wait"  # waiting for a date or another party
    OK = "ok"  # reached a good end
    WARN = "warn"  # come back or act soon
    BAD = "bad"  # refused, failed, overdue
    MARK = "mark"  # certified


class NotInThisState(ValidationError):
    """The thing has moved on, or may not go there from here."""


@transaction.atomic
def move(
    thing: models.Model,
    to: str,
    *,
    moves: Moves,
    actor: audit.ActsInTrail,
    why: str = "",
    file_sha256: str = "",
    facts: dict | None = None,
    field: str = "state",
) -> audit.AuditEntry:
    """Take `thing` to state `to` and log it; raises NotInThisState when the table or another person forbids it.

    Compares and sets in one statement, so of two people only one moves it."""
    origin = getattr(thing, field)
    changed = to in moves.get(origin, frozenset()) and type(thing)._default_manager.filter(
        pk=thing.pk, **{field: origin}
    ).update(**{field: to})
    if not changed:
        raise NotInThisState(_("当前状态下不能这样做，可能已被他人处理。请刷新页面查看最新状态。"))
    setattr(thing, field, to)
    return audit.record(
        actor=actor,
        verb="move",
        about=thing,
        from_state=str(origin),
        to_state=str(to),
        why=why,
        file_sha256=file_sha256,
        facts=facts,
    )
