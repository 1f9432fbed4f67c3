"""Taking a file in: measured, judged by content, put in place, written down."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common import audit
from zyk.media import store
from zyk.media.content.recognise import extension_of, recognise
from zyk.media.content.refusals import refused
from zyk.media.enums import FileKind, PreviewState, Remark
from zyk.media.facts import Facts, facts_of
from zyk.media.formats import Format
from zyk.media.models import StoredFile
from zyk.media.names import clean_name
from zyk.media.previews import maker_of
from zyk.media.quotas import refuse_over_quota
from zyk.media.scanning import scanned


def store_file(
    file: store.Readable,
    *,
    name: str,
    actor: audit.ActsInTrail,
    kinds: Collection[FileKind] | None = None,
) -> StoredFile:
    """Keep the content of `file` and return its one StoredFile, an earlier one if the content is known.

    `name` is how the person calls it; `kinds` limits what this place takes. Raises ValidationError, saying what
    the file is and what to do, for everything that is empty, too large, broken, mislabelled or not on the
    allow-list; then nothing is left behind. The preview is made by the worker once the transaction is kept."""
    with store.arriving(file, limit_bytes=settings.ZYK_UPLOAD_LIMIT_BYTES) as arrived:
        return accept(arrived, name=clean_name(name), actor=actor, kinds=kinds)


def accept(
    arrived: store.Arrived, *, name: str, actor: audit.ActsInTrail, kinds: Collection[FileKind] | None = None
) -> StoredFile:
    """Judge what has arrived whole, put it in place and write it down; see `store_file`."""
    content = recognise(arrived.path, name)
    _refuse_unwanted(content, kinds)
    known = StoredFile.objects.filter(sha256=arrived.sha256).first()
    facts = Facts() if known else _judged(arrived, content, actor)
    if known is None or not store.is_whole(arrived.storage_name, arrived.size_bytes):
        store.put_in_place(arrived)
    return known or _keep(arrived, content, facts, name, actor)


def _judged(arrived: store.Arrived, content: Format, actor: audit.ActsInTrail) -> Facts:
    organisation = getattr(actor, "organisation", None)
    if organisation is not None:
        refuse_over_quota(organisation, arrived.size_bytes)
    facts = facts_of(arrived.path, content)
    if not scanned(arrived.path, content):
        facts.remarks.append(Remark.NOT_SCANNED)
    return facts


def _refuse_unwanted(content: Format, kinds: Collection[FileKind] | None) -> None:
    if kinds is not None and content.kind not in kinds:
        wanted = gettext("、").join(str(kind.label) for kind in FileKind if kind in kinds)
        raise refused(
            _("这里只收%(wanted)s，这个文件是%(what)s。请换一个文件。"), "kind", wanted=wanted, what=content.label
        )


@transaction.atomic
def _keep(arrived: store.Arrived, content: Format, facts: Facts, name: str, actor: audit.ActsInTrail) -> StoredFile:
    stored_file, is_new = StoredFile.objects.get_or_create(
        sha256=arrived.sha256, defaults=_columns(arrived, content, facts, name, actor)
    )
    if is_new:
        audit.record(
            actor=actor,
            verb="store",
            about=stored_file,
            file_sha256=arrived.sha256,
            facts={"size_bytes": arrived.size_bytes, "media_type": content.media_type},
        )
        _ask_for_preview(stored_file)
    return stored_file


def _columns(
    arrived: store.Arrived, content: Format, facts: Facts, name: str, actor: audit.ActsInTrail
) -> dict[str, Any]:
    person = getattr(actor, "user", None)
    return {
        "size_bytes": arrived.size_bytes,
        "media_type": content.media_type,
        "kind": content.kind,
        "extension": extension_of(name) or content.extension,
        "name": name,
        "width": facts.width,
        "height": facts.height,
        "duration_seconds": facts.duration_seconds,
        "pages": facts.pages,
        "facts": facts.more,
        "checks": [remark.value for remark in facts.remarks],
        "stored_by": person if isinstance(person, User) else None,
        "stored_for": getattr(actor, "organisation", None),
        "preview_state": PreviewState.PENDING if maker_of(content.kind) else PreviewState.NONE,
    }


def _ask_for_preview(stored_file: StoredFile) -> None:
    if stored_file.preview_state != PreviewState.PENDING:
        return
    from zyk.media.tasks import preview_stored_file

    key = stored_file.pk
    transaction.on_commit(lambda: preview_stored_file(key), robust=True)
