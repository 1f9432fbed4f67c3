"""The nightly look at the store: is every content there, and as long as it was?"""

from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation
from zyk.common import audit
from zyk.media.enums import FaultKind
from zyk.media.models import FileFault, Quota, StoredFile


def inspect_contents(now: datetime) -> int:
    """Write down what is missing or has another length; returns how many. (`zyk check` also reads every byte.)"""
    faults = list(_faults(now))
    with transaction.atomic():
        FileFault.objects.all().delete()
        FileFault.objects.bulk_create(faults)
    return len(faults)


def _faults(now: datetime) -> Iterator[FileFault]:
    for stored_file in StoredFile.objects.only("sha256", "size_bytes").order_by("id").iterator(chunk_size=500):
        if not default_storage.exists(stored_file.storage_name):
            yield FileFault(stored_file=stored_file, kind=FaultKind.MISSING, found_at=now)
        elif default_storage.size(stored_file.storage_name) != stored_file.size_bytes:
            yield FileFault(stored_file=stored_file, kind=FaultKind.CHANGED, found_at=now)


@transaction.atomic
def set_quota(organisation: Organisation, limit_bytes: int | None, *, actor: Actor) -> Quota:
    """How much the unit may store from now on; None takes the limit away. What it stores already stays."""
    quota, _is_new = Quota.objects.update_or_create(organisation=organisation, defaults={"limit_bytes": limit_bytes})
    audit.record(actor=actor, verb="change", about=organisation, facts={"storage_limit_bytes": limit_bytes})
    return quota
