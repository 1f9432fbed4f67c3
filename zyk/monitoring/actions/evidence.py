"""证据包: a person asks, the worker makes it and checks it before anyone may have it."""

import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.monitoring.evidence.bundle import write_bundle
from zyk.monitoring.evidence.verify import verify
from zyk.monitoring.models import Computation, EvidenceBundle

STALE, FAILED, LOST = "stale", "failed", "lost"
GIVEN_UP_AFTER = timedelta(hours=2)


@transaction.atomic
def request_evidence(computation: Computation, *, actor: Actor) -> EvidenceBundle:
    """Queue the bundle of a computation; the one that is ready or under way is answered instead of a second.
    Who watches the library may have it: he can open the same rows one by one."""
    from zyk.monitoring.tasks import make_bundle

    Computation.objects.select_for_update(of=("self",)).get(pk=computation.pk)
    now = timezone.now()
    lost = EvidenceBundle.objects.filter(computation=computation, ended_at=None, asked_at__lt=now - GIVEN_UP_AFTER)
    lost.update(ended_at=now, fault=LOST)
    known = EvidenceBundle.objects.filter(computation=computation, fault="").first()
    if known:
        return known
    made = EvidenceBundle.objects.create(computation=computation, asked_by=actor.user)
    audit.record(actor=actor, verb="make_evidence", about=made)
    transaction.on_commit(lambda: make_bundle(made.pk), robust=True)
    return made


def make_evidence(bundle_id: int) -> None:
    """Write the bundle, compute it again from the file alone, and keep it only when every figure comes out the same:
    rows of the library may have changed since, and then it would prove nothing."""
    begun = EvidenceBundle.objects.filter(pk=bundle_id, began_at=None, ended_at=None)
    if not begun.update(began_at=timezone.now()):
        return
    bundle = EvidenceBundle.objects.select_related("computation__library", "computation__rulebook").get(pk=bundle_id)
    try:
        with tempfile.TemporaryDirectory(prefix="zyk-evidence-") as folder:
            path, sha256 = write_bundle(bundle.computation, Path(folder))
            _holds, differs = verify(path)
            if differs:
                _end(bundle, fault=STALE)
                return
            with path.open("rb") as file:
                bundle.storage_name = default_storage.save(f"evidence/{bundle.uuid}.zip", File(file))
            bundle.sha256, bundle.size_bytes = sha256, path.stat().st_size
    except Exception:
        _end(bundle, fault=FAILED)
        raise
    _end(bundle)


def _end(bundle: EvidenceBundle, *, fault: str = "") -> None:
    bundle.fault, bundle.ended_at = fault, timezone.now()
    bundle.save(update_fields=["fault", "ended_at", "storage_name", "sha256", "size_bytes"])
