"""The checks of this context."""

import time
from collections.abc import Iterator

from django.core.files.storage import default_storage

from zyk.common.checks import must_hold
from zyk.media import store
from zyk.media.models import FilePreview, StoredFile
from zyk.media.tasks import LEFTOVER_SECONDS


@must_hold("stored files")
def broken_files() -> Iterator[str]:
    """Every stored file is there, whole, and has the content that its name says."""
    for stored_file in StoredFile.objects.order_by("id").iterator(chunk_size=500):
        name = stored_file.storage_name
        if not default_storage.exists(name):
            yield f"stored file {stored_file.uuid} ({stored_file.name}) is missing: {name}"
        elif default_storage.size(name) != stored_file.size_bytes:
            yield f"stored file {stored_file.uuid} ({stored_file.name}) has another size than {stored_file.size_bytes}"
        elif store.sha256_of(name) != stored_file.sha256:
            yield f"stored file {stored_file.uuid} ({stored_file.name}) was altered: {name}"


@must_hold("file previews")
def missing_pieces() -> Iterator[str]:
    for uuid, path in FilePreview.objects.exclude(path="").order_by("id").values_list("uuid", "path").iterator():
        if not default_storage.exists(path):
            yield f"preview piece {uuid} is missing: {path}"


@must_hold("incoming files")
def leftovers() -> Iterator[str]:
    """Temporary names live for the time of an upload, not for a day."""
    for path in sorted(store.incoming_folder().glob("zyk-in-*")):
        if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
            yield f"temporary file older than a day: {path.name}"
