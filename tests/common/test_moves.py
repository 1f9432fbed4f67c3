from enum import StrEnum

import pytest

from tests.accounts.builders import an_organisation
from zyk.accounts.models import Organisation
from zyk.common import audit
from zyk.common.moves import NotInThisState, move

pytestmark = pytest.mark.django_db


class Step(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    DONE = "done"


MOVES = {Step.DRAFT: frozenset({Step.SENT}), Step.SENT: frozenset({Step.DONE})}


def a_thing() -> Organisation:
    """An organisation, whose `level` stands for a state here."""
    return an_organisation(level=Step.DRAFT)


def test_a_move_changes_the_state_and_is_written_down() -> None:
    thing = a_thing()
    entry = move(thing, Step.SENT, moves=MOVES, actor=audit.SYSTEM, why="材料齐全", field="level")
    thing.refresh_from_db()
    assert (thing.level, entry.from_state, entry.to_state, entry.why) == ("sent", "draft", "sent", "材料齐全")


def test_of_two_people_only_one_moves() -> None:
    first = a_thing()
    second = Organisation.objects.get(pk=first.pk)
    move(first, Step.SENT, moves=MOVES, actor=audit.SYSTEM, field="level")
    with pytest.raises(NotInThisState):
        move(second, Step.SENT, moves=MOVES, actor=audit.SYSTEM, field="level")
    assert audit.history_of(first).count() == 1


def test_a_move_the_table_does_not_allow_is_refused_and_leaves_no_trace() -> None:
    thing = a_thing()
    with pytest.raises(NotInThisState):
        move(thing, Step.DONE, moves=MOVES, actor=audit.SYSTEM, field="level")
    thing.refresh_from_db()
    assert thing.level == "draft"
    assert audit.history_of(thing).count() == 0
