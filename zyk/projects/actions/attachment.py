"""Files of an application, in the slots of the rulebook's form."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.projects.actions.section import lock_for_edit
from zyk.projects.models import Application, Attachment
from zyk.projects.queries.application import form_of

MAX_FILES_A_SLOT = 20


@transaction.atomic
def attach_file(
    *, application: Application, slot: str, file: UploadedFile, actor: Actor, replaces: Attachment | None = None
) -> Attachment:
    """Put a file into a slot; with `replaces` it takes that one's place. ValidationError for a slot the form does not
    have, a kind or size it does not take, and for everything `media` refuses; then nothing has changed."""
    application = lock_for_edit(application, actor)
    try:
        place = form_of(application).attachment(slot)
    except KeyError:
        raise ValidationError(_("这份表单没有这个附件栏。")) from None
    if place.max_bytes and (file.size or 0) > place.max_bytes:
        words = {"limit": filesizeformat(place.max_bytes), "size": filesizeformat(file.size or 0)}
        raise ValidationError(_("这里的文件不能超过 %(limit)s，这个文件是 %(size)s。") % words)
    if replaces is None and application.attachments.filter(slot=slot).count() >= MAX_FILES_A_SLOT:
        raise ValidationError(_("这一栏已有 %(count)s 个文件，请先移除不用的。") % {"count": MAX_FILES_A_SLOT})
    kinds = {FileKind(str(kind)) for kind in place.kinds}
    stored = store_file(file, name=file.name or "", actor=actor, kinds=kinds or None)
    if replaces is not None:
        _remove(replaces, application, actor)
    attachment, is_new = Attachment.objects.get_or_create(
        application=application,
        slot=slot,
        file=stored,
        defaults={"file_name": (file.name or stored.name)[:255], "uploaded_by": actor.user},
    )
    if is_new:
        facts = {"slot": slot, "name": attachment.file_name}
        audit.record(actor=actor, verb="attach file", about=application, file_sha256=stored.sha256, facts=facts)
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, actor: Actor) -> None:
    """Take a file out of the draft; revisions that held it keep it."""
    _remove(attachment, lock_for_edit(attachment.application, actor), actor)


def _remove(attachment: Attachment, application: Application, actor: Actor) -> None:
    facts = {"slot": attachment.slot, "name": attachment.file_name}
    sha256 = attachment.file.sha256
    attachment.delete()
    audit.record(actor=actor, verb="remove attachment", about=application, file_sha256=sha256, facts=facts)
