"""Contents that lie in the store and belong to no row: a request was rolled back after it had stored a file."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from zyk.media.models import StoredFile

SETTLED_AFTER = timedelta(days=1)
_SHA256 = re.compile(r"^[0-9a-f]{64}$")


def sweep_contents(now: datetime) -> int:
    """Remove contents without a row that are older than a day; returns how many."""
    removed = 0
    for storage_name in list(lone_contents(now)):
        if not StoredFile.objects.filter(sha256=storage_name[3:]).exists():
            default_storage.delete(storage_name)
            removed += 1
    return removed


def lone_contents(now: datetime) -> Iterator[str]:
    """Store names of contents that no row names, and that had a day to get one."""
    try:
        folders, _files = default_storage.listdir("")
    except FileNotFoundError:
        return
    for folder in sorted(name for name in folders if re.fullmatch("[0-9a-f]{2}", name)):
        names = {name for name in default_storage.listdir(folder)[1] if _SHA256.match(name)}
        known = StoredFile.objects.filter(sha256__gte=folder, sha256__lt=f"{folder}g")
        for name in sorted(names - set(known.values_list("sha256", flat=True))):
            path = f"{folder}/{name}"
            if default_storage.get_modified_time(path) < now - SETTLED_AFTER:
                yield path
