"""Statements for pages, wherever they are kept: in the database or in segments."""

from collections.abc import Sequence
from uuid import UUID

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.records.archive import released_through, sealed_by_uuid, sealed_statements
from zyk.records.iris import identifier_of_person
from zyk.records.models import Statement, VoidedSealed
from zyk.records.models.dictionary import digest_of
from zyk.records.queries import Found, Window, agent_key_of, statements_of
from zyk.records.segments.reading import Wanted, count_sealed, find_sealed

NAMES = ("actor", "verb", "library", "authority")


def in_order(sequences: Sequence[int]) -> list[Statement]:
    """These statements with their names at hand, in the order given."""
    found = Statement.objects.select_related(*NAMES).in_bulk(list(sequences))
    found |= sealed_statements([sequence for sequence in sequences if sequence not in found])
    return [found[sequence] for sequence in sequences if sequence in found]


def find_own(user_uuid: UUID, window: Window) -> Found:
    """What is recorded of one person's own acts, voided ones left out; page N costs what page 1 costs."""
    key = agent_key_of(user_uuid)
    if key is None:
        return Found()
    wanted, after = window.limit + 1, window.after
    rows = statements_of(user_uuid).order_by("sequence" if window.ascending else "-sequence")
    if after is not None:
        rows = rows.filter(**{"sequence__gt" if window.ascending else "sequence__lt": after})
    sequences = set(rows.values_list("sequence", flat=True)[:wanted])
    through = released_through()
    if through and (window.ascending or len(sequences) < wanted):
        low = after or 0 if window.ascending else 0
        high = through + 1 if window.ascending or after is None else min(after, through + 1)
        sequences |= set(find_sealed(Wanted(f"actor = {int(key)}", (), low, high, wanted, window.ascending)))
    page = sorted(sequences, reverse=not window.ascending)[:wanted]
    return Found(page[: window.limit], page[window.limit - 1] if len(page) == wanted else None)


def count_own(user_uuid: UUID) -> int:
    key, through = agent_key_of(user_uuid), released_through()
    count = statements_of(user_uuid).count()
    if key is None or not through:
        return count
    voided = list(VoidedSealed.objects.values_list("sequence", flat=True))
    sql = f"actor = {int(key)} AND NOT list_contains(CAST(? AS BIGINT[]), sequence)"
    return count + count_sealed(sql, (voided,), through=through)


def visible_statement(uuid: UUID, actor: Actor) -> Statement | None:
    """One statement, when this person may see it (`StatementQuerySet.visible_to`)."""
    hot = Statement.objects.visible_to(actor).select_related(*NAMES).filter(uuid=uuid).first()
    if hot or actor.user is None:
        return hot
    sealed = sealed_by_uuid(uuid)
    if sealed is None or actor.is_any(Role.OPERATOR, Role.MINISTRY_OFFICER):
        return sealed
    return sealed if sealed.actor.digest == digest_of(identifier_of_person(actor.user.uuid)) else None
