"""Where contents lie: one copy each, at `ab/abcdef…` by SHA-256, in whatever store the settings name.

A content is first written under a temporary name in `incoming/` and put in place in one step,
so that a cut connection or a killed process never leaves half a file under a final name."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

CHUNK_BYTES = 1024 * 1024
INCOMING = "incoming"


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class Arrived:
    """A content that lies under a temporary name, measured but not yet accepted."""

    path: Path
    sha256: str
    size_bytes: int

    @property
    def storage_name(self) -> str:
        return f"{self.sha256[:2]}/{self.sha256}"


def is_local() -> bool:
    """Whether the store is a folder of this machine."""
    try:
        default_storage.path("")
    except NotImplementedError:
        return False
    return True


def incoming_folder() -> Path:
    """Beside the final places, so that putting in place is a rename."""
    folder = Path(default_storage.path(INCOMING)) if is_local() else settings.DATA_DIR / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def arriving(file: Readable, *, limit_bytes: int) -> Iterator[Arrived]:
    """Read `file` once, hashing as it goes. On leaving, what was not put in place is gone."""
    if hasattr(file, "seek"):
        file.seek(0)
    descriptor, name = tempfile.mkstemp(prefix="zyk-in-", dir=incoming_folder())
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as target:
            sha256, size_bytes = _copy(file, target, limit_bytes)
        yield Arrived(path, sha256, size_bytes)
    finally:
        path.unlink(missing_ok=True)


def arrived_at(path: Path) -> Arrived:
    """A content that lies whole under a temporary name already, measured."""
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256")
        os.fsync(content.fileno())
    return Arrived(path, digest.hexdigest(), path.stat().st_size)


def _copy(file: Readable, target: BinaryIO, limit_bytes: int) -> tuple[str, int]:
    digest, size_bytes = hashlib.sha256(), 0
    while chunk := file.read(CHUNK_BYTES):
        size_bytes += len(chunk)
        if size_bytes > limit_bytes:
            raise too_large(limit_bytes)
        digest.update(chunk)
        target.write(chunk)
    if not size_bytes:
        raise is_empty()
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size_bytes


def too_large(limit_bytes: int) -> ValidationError:
    return ValidationError(
        _("文件超过 %(limit)s 的上限。请压缩或拆分后再上传。"),
        code="too-large",
        params={"limit": filesizeformat(limit_bytes)},
    )


def is_empty() -> ValidationError:
    return ValidationError(_("文件是空的（0 字节）。请检查原文件，重新导出后再上传。"), code="empty")


def put_in_place(arrived: Arrived) -> None:
    """Give the content its final name. Doing it twice, or two at once, ends the same."""
    if is_local():
        target = Path(default_storage.path(arrived.storage_name))
        target.parent.mkdir(parents=True, exist_ok=True)
        os.chmod(arrived.path, settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        os.replace(arrived.path, target)
        _sync_folder(target.parent)
    elif not is_whole(arrived.storage_name, arrived.size_bytes):
        with arrived.path.open("rb") as content:
            default_storage.save(arrived.storage_name, File(content))


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_whole(storage_name: str, size_bytes: int) -> bool:
    """Present, and as long as it should be."""
    return default_storage.exists(storage_name) and default_storage.size(storage_name) == size_bytes


@contextmanager
def local_copy(storage_name: str) -> Iterator[Path]:
    """A path from which libraries can read the content; fetched first when the store is elsewhere."""
    if is_local():
        yield Path(default_storage.path(storage_name))
        return
    descriptor, name = tempfile.mkstemp(prefix="zyk-out-")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as target, default_storage.open(storage_name) as content:
            for chunk in content.chunks(CHUNK_BYTES):
                target.write(chunk)
        yield path
    finally:
        path.unlink(missing_ok=True)


def sha256_of(storage_name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(storage_name) as content:
        for chunk in content.chunks(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def write_made(storage_name: str, content: bytes) -> None:
    """Keep a made piece (picture, captions) under a name that only this making uses."""
    default_storage.save(storage_name, ContentFile(content))


def remove_made(storage_names: list[str]) -> None:
    for storage_name in storage_names:
        default_storage.delete(storage_name)
