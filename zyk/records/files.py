"""The bytes that came with statements: kept, found again, and dropped with the last statement that carries them."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from zyk.records.models import AttachedFile, AttachmentUse


def keep(files: Mapping[str, bytes], carried: Mapping[UUID, Collection[str]]) -> None:
    """In the transaction of the statements: `files` by hash, `carried` which statement carries which."""
    now = timezone.now()
    AttachedFile.objects.bulk_create(
        [AttachedFile(sha2=sha2, content=content, stored=now) for sha2, content in files.items()],
        ignore_conflicts=True,
    )
    keys = dict(AttachedFile.objects.filter(sha2__in=files).values_list("sha2", "pk"))
    AttachmentUse.objects.bulk_create(
        [
            AttachmentUse(statement_uuid=uuid, file_id=keys[sha2])
            for uuid, hashes in carried.items()
            for sha2 in hashes
            if sha2 in keys
        ],
        ignore_conflicts=True,
    )


def files_of(uuids: Iterable[UUID]) -> dict[str, bytes]:
    """Hash → content of what came with these statements; what another source merely names by its hash is not theirs."""
    rows = AttachmentUse.objects.filter(statement_uuid__in=list(uuids)).values_list("file__sha2", "file__content")
    return {sha2: bytes(content) for sha2, content in rows}


def drop(uuids: Iterable[UUID]) -> int:
    """The statements are gone: forget what only they carried, and return the number of files."""
    AttachmentUse.objects.filter(statement_uuid__in=list(uuids)).delete()
    unused = AttachedFile.objects.filter(uses__isnull=True)
    count = unused.count()
    unused.delete()
    return count
