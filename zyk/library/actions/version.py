"""Versions: a new content takes its place beside the old ones, which stay reachable."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.actions.contribution import credit
from zyk.library.enums import ContributionKind, ResourceState
from zyk.library.models import Resource, ResourceVersion
from zyk.library.pages import page_of_text
from zyk.library.queries.team import team_role
from zyk.library.search import index
from zyk.media.enums import FileKind
from zyk.media.models import StoredFile


@transaction.atomic
def new_version(
    resource: Resource,
    *,
    actor: Actor,
    changes: str,
    file: StoredFile | None = None,
    file_name: str = "",
    body: str = "",
) -> ResourceVersion:
    """Add a version with other content. On a published resource it is current at once when the actor may publish,
    else it waits for `publish_version`. ValidationError when the content is the current one."""
    locked = (
        Resource.objects.select_for_update(of=("self",))
        .select_related("library", "current_version")
        .get(pk=resource.pk)
    )
    must(rules.can_build, locked.library, actor)
    if locked.state == ResourceState.WITHDRAWN:
        raise ValidationError(_("资源已撤下，不能增加新版本。"), code="withdrawn")
    if not changes.strip():
        raise ValidationError({"changes": _("请写明这一版改了什么。")})
    version = make_version(locked, actor=actor, file=file, file_name=file_name, body=body, changes=changes.strip())
    if locked.state == ResourceState.PUBLISHED and rules.can_publish(team_role(locked.library, actor)):
        return publish_version(version, actor=actor)
    return version


@transaction.atomic
def publish_version(version: ResourceVersion, *, actor: Actor) -> ResourceVersion:
    """Make a waiting version of a published resource the current one; certification does not pass over to it."""
    resource = Resource.objects.select_for_update(of=("self",)).select_related("library").get(pk=version.resource_id)
    must(rules.can_publish, resource.library, actor)
    if resource.state != ResourceState.PUBLISHED:
        raise ValidationError(_("资源本身还没有发布。"), code="not-published")
    if version.published_at is None:
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
    _make_current(resource, version)
    audit.record(actor=actor, verb="publish-version", about=resource, facts={"version": version.number})
    index(resource)
    return version


@transaction.atomic
def set_subtitles(version: ResourceVersion, subtitles: StoredFile | None, *, actor: Actor) -> ResourceVersion:
    """Put subtitles (VTT or SRT) on a version that is a video, or take them off."""
    must(rules.can_build, version.resource.library, actor)
    if version.file is None or version.file.kind != FileKind.VIDEO:
        raise ValidationError(_("只有视频能加字幕。"), code="not-video")
    if subtitles and subtitles.kind != FileKind.SUBTITLES:
        raise ValidationError(_("请上传 VTT 或 SRT 字幕文件。"), code="not-subtitles")
    version.subtitles = subtitles
    version.save(update_fields=["subtitles"])
    audit.record(actor=actor, verb="set-subtitles", about=version.resource, facts={"version": version.number})
    return version


def make_version(
    resource: Resource, *, actor: Actor, file: StoredFile | None, file_name: str, body: str, changes: str
) -> ResourceVersion:
    """Inside an action: write the next version; a draft shows it at once."""
    body = "" if file else page_of_text(body)
    if not file and not body:
        raise ValidationError(_("请上传文件，或填写正文。"), code="no-content")
    sha256 = file.sha256 if file else hashlib.sha256(body.encode()).hexdigest()
    last = resource.versions.first()
    if last and last.content_sha256 == sha256:
        raise ValidationError(_("内容与上一版完全相同，没有生成新版本。"), code="same-content")
    version = ResourceVersion.objects.create(
        resource=resource,
        number=last.number + 1 if last else 1,
        file=file,
        file_name=(file_name or file.name)[:255] if file else "",
        body=body,
        content_sha256=sha256,
        changes=changes,
        made_by=actor.user,
    )
    audit.record(
        actor=actor,
        verb="new-version",
        about=resource,
        why=changes,
        file_sha256=file.sha256 if file else "",
        facts={"version": version.number},
    )
    if version.number > 1:
        credit(resource, ContributionKind.UPDATED, actor=actor, version=version.number)
    if resource.state in (ResourceState.DRAFT, ResourceState.IN_REVIEW):
        _make_current(resource, version)
        index(resource)
    return version


def _make_current(resource: Resource, version: ResourceVersion) -> None:
    resource.current_version = version
    resource.certified_by, resource.certified_at = "", None
    Resource.objects.filter(pk=resource.pk).update(
        current_version=version, certified_by="", certified_at=None, updated_at=timezone.now()
    )
    resource.refresh_from_db(fields=["updated_at"])
