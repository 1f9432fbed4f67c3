"""The life of a resource: submitted, published, returned, withdrawn."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.common.moves import move
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.actions.contribution import credit
from zyk.library.enums import RESOURCE_MOVES, ContributionKind, ResourceState
from zyk.library.models import Resource
from zyk.library.queries.team import publishers_of
from zyk.library.search import index


@transaction.atomic
def submit_resource(resource: Resource, *, actor: Actor) -> Resource:
    """Hand a draft to the reviewers."""
    locked = _locked(resource)
    must(rules.can_build, locked.library, actor)
    _must_have_content(locked)
    move(locked, ResourceState.IN_REVIEW, moves=RESOURCE_MOVES, actor=actor)
    notify(
        [person for person in publishers_of(locked.library) if person != actor.user],
        text=f"资源“{locked.title}”等待审核。",
        english_text=f"The resource {locked.title} waits for review.",
        url=_edit_path(locked),
        mail=True,
    )
    return locked


@transaction.atomic
def publish_resource(resource: Resource, *, actor: Actor, why: str = "") -> Resource:
    """Let everyone see it: leader or reviewer, from a draft, after review, or back from withdrawal."""
    locked = _locked(resource)
    must(rules.can_publish, locked.library, actor)
    _must_have_content(locked)
    _must_be_authorised(locked)
    move(locked, ResourceState.PUBLISHED, moves=RESOURCE_MOVES, actor=actor, why=why)
    if locked.created_by != actor.user:
        credit(locked, ContributionKind.REVIEWED, actor=actor)
    now = timezone.now()
    locked.published_at = locked.published_at or now
    locked.save(update_fields=["published_at", "updated_at"])
    if locked.current_version:
        locked.versions.filter(pk=locked.current_version.pk, published_at=None).update(published_at=now)
    index(locked)
    _tell_maker(locked, actor, f"资源“{locked.title}”已发布。", f"The resource {locked.title} is published.")
    return locked


@transaction.atomic
def return_resource(resource: Resource, *, actor: Actor, why: str) -> Resource:
    """Send it back to its maker with what is to be changed."""
    locked = _locked(resource)
    must(rules.can_publish, locked.library, actor)
    if not why.strip():
        raise ValidationError({"why": _("请写明退回的原因。")})
    move(locked, ResourceState.DRAFT, moves=RESOURCE_MOVES, actor=actor, why=why)
    credit(locked, ContributionKind.RETURNED, actor=actor)
    _tell_maker(locked, actor, f"资源“{locked.title}”被退回：{why}", f"The resource {locked.title} was returned: {why}")
    return locked


@transaction.atomic
def withdraw_resource(resource: Resource, *, reason: str, actor: Actor) -> Resource:
    """Take it out of sight; its address stays and tells why."""
    locked = _locked(resource)
    must(rules.can_publish, locked.library, actor)
    if not reason.strip():
        raise ValidationError({"reason": _("请写明撤下的原因，它会显示在原来的页面上。")})
    move(locked, ResourceState.WITHDRAWN, moves=RESOURCE_MOVES, actor=actor, why=reason.strip())
    index(locked)
    return locked


def _locked(resource: Resource) -> Resource:
    rows = Resource.objects.select_for_update(of=("self",)).select_related("library", "current_version", "created_by")
    return rows.get(uuid=resource.uuid)


def _must_have_content(resource: Resource) -> None:
    if resource.current_version_id is None and not resource.parts.exists():
        raise ValidationError(_("还没有内容：请先上传文件、填写正文，或为积件加入素材。"), code="no-content")


def _must_be_authorised(resource: Resource) -> None:
    if resource.is_rights_expired:
        raise ValidationError(
            _("授权已于 %(until)s 到期，不能发布。请取得新的授权并改写授权截止日期。"),
            params={"until": resource.rights_until},
            code="rights-expired",
        )


def _tell_maker(resource: Resource, actor: Actor, text: str, english_text: str) -> None:
    if resource.created_by and resource.created_by != actor.user:
        notify([resource.created_by], text=text, english_text=english_text, url=_edit_path(resource))


def _edit_path(resource: Resource) -> str:
    return f"/libraries/resources/{resource.uuid}/edit/"
