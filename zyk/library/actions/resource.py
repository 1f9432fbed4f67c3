"""A resource is made, described, and described anew without losing anybody's words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation
from zyk.common import audit
from zyk.library import proposals, rules
from zyk.library.actions.asking import must
from zyk.library.actions.contribution import credit
from zyk.library.actions.version import make_version
from zyk.library.enums import ContributionKind
from zyk.library.models import KnowledgePoint, Library, Resource
from zyk.library.search import index
from zyk.media.models import StoredFile

DESCRIBED = (
    "level",
    "title",
    "description",
    "scope",
    "media_type",
    "application_type",
    "keywords",
    "source",
    "audience",
    "language",
    "author",
    "rights",
    "rights_terms",
    "rights_until",
)


class StaleDescription(ValidationError):
    """Somebody saved the description since it was opened; nothing was changed."""


@transaction.atomic
def create_resource(
    *,
    library: Library,
    actor: Actor,
    title: str = "",
    file: StoredFile | None = None,
    file_name: str = "",
    body: str = "",
    points: Iterable[KnowledgePoint] = (),
    contributor: Organisation | None = None,
    **described: Any,
) -> Resource:
    """Make a draft with its first version: a stored file, a page of text, or neither (a component made of parts).

    What is not said is proposed from the file: title, media and application type, language, keywords.
    `described` are any of the fields in DESCRIBED. The contributor is the actor's unit, else the lead host."""
    must(rules.can_build, library, actor)
    resource = Resource(library=library, created_by=actor.user, **_proposed(title, file, file_name, body, described))
    resource.contributor = contributor or actor.organisation or library.lead_host
    resource.full_clean(exclude=["current_version"])
    resource.save()
    _set_points(resource, points)
    audit.record(actor=actor, verb="create", about=resource)
    credit(resource, ContributionKind.CREATED, actor=actor, unit=resource.contributor)
    if file or body:
        make_version(resource, actor=actor, file=file, file_name=file_name, body=body, changes="")
    index(resource)
    return resource


@transaction.atomic
def edit_resource(
    resource: Resource,
    *,
    seen_at: datetime,
    changes: dict[str, Any],
    actor: Actor,
    points: Iterable[KnowledgePoint] | None = None,
) -> Resource:
    """Change the description; `seen_at` is the `updated_at` of the description the actor began from.

    Raises StaleDescription when it was saved since: the page then shows both texts."""
    locked = Resource.objects.select_for_update(of=("self",)).select_related("library").get(pk=resource.pk)
    must(rules.can_build, locked.library, actor)
    if locked.updated_at != seen_at:
        raise StaleDescription(_("这条资源的标引在你编辑时被他人保存过，你的改动还没有写入。"), code="stale")
    before = {name: str(getattr(locked, name)) for name in changes if name in DESCRIBED}
    for name in before:
        setattr(locked, name, changes[name])
    locked.full_clean(exclude=["current_version"])
    locked.save()
    facts = {
        name: [old, str(getattr(locked, name))] for name, old in before.items() if old != str(getattr(locked, name))
    }
    titles = _titles(locked) if points is not None else ""
    if points is not None and _set_points(locked, points):
        facts["points"] = [titles, _titles(locked)]
    if facts:
        audit.record(actor=actor, verb="edit", about=locked, facts={"changes": facts})
        index(locked)
    return locked


def _titles(resource: Resource) -> str:
    return "、".join(resource.points.order_by("position", "id").values_list("title", flat=True))


def _proposed(
    title: str, file: StoredFile | None, file_name: str, body: str, described: dict[str, Any]
) -> dict[str, Any]:
    unknown = set(described) - set(DESCRIBED)
    if unknown:
        raise TypeError(f"not fields of a description: {sorted(unknown)}")
    title = title or proposals.title_of(file_name or (file.name if file else ""))
    text = file.text if file else body
    media_type = described.get("media_type") or proposals.media_type_of(file)
    proposed = {
        "title": title,
        "media_type": media_type,
        "application_type": proposals.application_type_of(media_type),
        "language": proposals.language_of(f"{title} {text}"),
    }
    if "keywords" not in described:
        proposed["keywords"] = "、".join(proposals.keywords_of(title, text))
    return proposed | {name: value for name, value in described.items() if value not in ("", None)}


def _set_points(resource: Resource, points: Iterable[KnowledgePoint]) -> bool:
    """Whether anything changed; points of another library are refused."""
    wanted = {point.pk: point for point in points}
    if any(point.library_id != resource.library_id for point in wanted.values()):
        raise ValidationError({"points": _("只能选择本资源库的知识点与技能点。")})
    if set(resource.points.values_list("pk", flat=True)) == set(wanted):
        return False
    resource.points.set(wanted.values())
    return True
