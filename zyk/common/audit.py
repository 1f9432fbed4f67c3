"""The audit trail: who did what, in which capacity, when and why, chained by SHA-256.

`record` is called inside the transaction of the act itself: both are kept or neither is."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any, Protocol
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.common.models import AuditEntry, AuditHead

CHAINED = (
    "sequence",
    "at",
    "actor_uuid",
    "actor_name",
    "capacity",
    "verb",
    "object_type",
    "object_uuid",
    "object_label",
    "from_state",
    "to_state",
    "why",
    "file_sha256",
    "facts",
    "previous_hash",
)


class ActsInTrail(Protocol):
    """Whoever acts: a person in a capacity, or the system itself."""

    @property
    def trail_uuid(self) -> UUID | None: ...
    @property
    def trail_name(self) -> str: ...
    @property
    def trail_capacity(self) -> str: ...


class _System:
    trail_uuid = None
    trail_name = "system"
    trail_capacity = ""


SYSTEM = _System()


@transaction.atomic
def record(
    *,
    actor: ActsInTrail,
    verb: str,
    about: models.Model,
    from_state: str = "",
    to_state: str = "",
    why: str = "",
    file_sha256: str = "",
    facts: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add one entry about `about` (a saved model with a `uuid`). `facts` must be plain JSON."""
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor_uuid=actor.trail_uuid,
        actor_name=actor.trail_name,
        capacity=actor.trail_capacity,
        verb=verb,
        object_type=about._meta.label_lower,
        object_uuid=about.uuid,  # type: ignore[attr-defined]
        object_label=str(about)[:300],
        from_state=from_state,
        to_state=to_state,
        why=why,
        file_sha256=file_sha256,
        facts=facts or {},
        previous_hash=head.hash,
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(sequence=entry.sequence, hash=entry.hash)
    return entry


def history_of(about: models.Model) -> QuerySet[AuditEntry]:
    """Entries about one object, newest first."""
    return AuditEntry.objects.filter(
        object_type=about._meta.label_lower,
        object_uuid=about.uuid,  # type: ignore[attr-defined]
    )


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the entry's fields and the hash before it, in one canonical JSON text."""
    fields = {name: getattr(entry, name) for name in CHAINED}
    fields["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links() -> Iterator[str]:
    """Yield what is wrong with the chain, in order; nothing when it holds.

    The first line names the first broken link."""
    expected, previous = 1, "0" * 64
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected:
            yield _("缺少第 %(expected)s 条，下一条是第 %(next)s 条") % {"expected": expected, "next": entry.sequence}
            expected = entry.sequence
        elif entry.previous_hash != previous:
            yield _("第 %(number)s 条接不上前一条") % {"number": entry.sequence}
        if entry_hash(entry) != entry.hash:
            yield _("第 %(number)s 条被改动过") % {"number": entry.sequence}
        expected, previous = entry.sequence + 1, entry.hash
    head = AuditHead.objects.filter(pk=1).first()
    if head and (head.sequence, head.hash) != (expected - 1, previous):
        yield _("链条止于第 %(end)s 条，链头记的是第 %(head)s 条") % {"end": expected - 1, "head": head.sequence}
