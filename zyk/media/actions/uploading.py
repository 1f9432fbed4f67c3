"""An upload in pieces: announced, carried on from wherever it broke off, judged when whole, or given up.

Only the announcement and the end touch the database; pieces go straight to the disk, so that a slow upload of many
gigabytes holds nobody up."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.media import store
from zyk.media.actions.storing import accept
from zyk.media.content.refusals import refused
from zyk.media.models import StoredFile, Upload
from zyk.media.names import clean_name
from zyk.media.quotas import refuse_over_quota

LIFE = timedelta(days=3)
OPEN_AT_ONCE = 500
MAY_PASS = frozenset({"scanner", "quota"})


class Busy(Exception):
    """Another connection is still writing to this upload."""


class OtherOffset(Exception):
    """The piece does not begin where the upload stands."""


def begin_upload(*, name: str, size_bytes: int, actor: Actor) -> Upload:
    """Announce a content of `size_bytes`. Raises ValidationError when it could never be taken."""
    if actor.user is None:
        raise refused(_("请先登录。"), "signed-out")
    if size_bytes <= 0:
        raise store.is_empty()
    if size_bytes > settings.ZYK_UPLOAD_LIMIT_BYTES:
        raise store.too_large(settings.ZYK_UPLOAD_LIMIT_BYTES)
    if actor.organisation:
        refuse_over_quota(actor.organisation, size_bytes, arriving=True)
    if Upload.objects.visible_to(actor).unfinished(timezone.now()).count() >= OPEN_AT_ONCE:
        raise refused(_("没有传完的文件太多了。请先传完或放弃一些。"), "too-many")
    upload = Upload.objects.create(
        person=actor.user,
        organisation=actor.organisation,
        name=clean_name(name),
        size_bytes=size_bytes,
        expires_at=timezone.now() + LIFE,
    )
    part_path(upload).touch(mode=0o640)
    return upload


def part_path(upload: Upload) -> Path:
    return store.incoming_folder() / upload.part_name


def arrived_bytes(upload: Upload) -> int | None:
    """How far it has come; None when its bytes are no longer there."""
    if upload.stored_file_id:
        return upload.size_bytes
    try:
        return part_path(upload).stat().st_size
    except FileNotFoundError:
        return None


def append_piece(upload: Upload, offset: int, piece: store.Readable) -> int:
    """Write what `piece` gives, from `offset` on; return how far the upload now is. A connection that breaks off
    leaves what had come. Raises Busy, OtherOffset, FileNotFoundError, OSError (disk full)."""
    with _held(upload) as descriptor:
        at = os.fstat(descriptor).st_size
        if at != offset:
            raise OtherOffset(at)
        while at < upload.size_bytes:
            try:
                chunk = piece.read(min(store.CHUNK_BYTES, upload.size_bytes - at))
            except OSError:  # the sender is gone; what came stays
                break
            if not chunk:
                break
            view = memoryview(chunk)
            while view:
                view = view[os.write(descriptor, view) :]
            at += len(chunk)
        return at


@contextmanager
def _held(upload: Upload) -> Iterator[int]:
    """The part file, to ourselves, across threads and processes."""
    descriptor = os.open(part_path(upload), os.O_WRONLY | os.O_APPEND)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield descriptor
    finally:
        os.close(descriptor)


def finish_upload(upload: Upload, *, actor: Actor) -> StoredFile:
    """Judge a whole upload and keep it, once; asked again it gives the same answer. Raises ValidationError."""
    upload.refresh_from_db()
    if upload.stored_file:
        return upload.stored_file
    if upload.refusal:
        raise ValidationError(upload.refusal, code="refused")
    try:
        with _held(upload) as descriptor:
            if os.fstat(descriptor).st_size != upload.size_bytes:
                raise refused(_("文件还没有传完，请接着传。"), "unfinished")
            return _judge(upload, actor)
    except FileNotFoundError as error:
        raise refused(_("没有传完的部分已过期，请重新上传。"), "gone") from error
    except Busy as error:
        raise refused(_("文件还在传送或检查，请稍候。"), "unfinished") from error


def _judge(upload: Upload, actor: Actor) -> StoredFile:
    """A refusal that may pass (no scanner, no room) is not final: the bytes stay, and one asks again."""
    path = part_path(upload)
    try:
        stored_file = accept(store.arrived_at(path), name=upload.name, actor=actor)
    except ValidationError as error:
        if getattr(error, "code", "") not in MAY_PASS:
            Upload.objects.filter(pk=upload.pk).update(refusal=" ".join(error.messages), updated_at=timezone.now())
            path.unlink(missing_ok=True)
        raise
    upload.stored_file = stored_file
    Upload.objects.filter(pk=upload.pk).update(stored_file=stored_file, updated_at=timezone.now())
    path.unlink(missing_ok=True)
    return stored_file


def give_up_upload(upload: Upload) -> None:
    """Forget it; what it became in the store, if whole, stays."""
    part_path(upload).unlink(missing_ok=True)
    upload.delete()


def sweep_uploads(now: datetime) -> int:
    """Give up what has expired; returns how many."""
    expired = list(Upload.objects.filter(expires_at__lte=now))
    for upload in expired:
        give_up_upload(upload)
    return len(expired)
