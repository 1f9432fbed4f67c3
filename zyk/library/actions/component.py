"""积件: materials put together, in order, by reference."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.enums import Level
from zyk.library.models import ComponentPart, Resource


@transaction.atomic
def assemble_component(component: Resource, parts: Sequence[Resource], *, actor: Actor) -> Resource:
    """Let the component consist of exactly these materials of its library, in this order."""
    locked = Resource.objects.select_for_update(of=("self",)).select_related("library").get(pk=component.pk)
    must(rules.can_build, locked.library, actor)
    if locked.level != Level.COMPONENT:
        raise ValidationError(_("只有积件能由素材组成。"), code="not-component")
    if any(part.level != Level.MATERIAL or part.library_id != locked.library_id for part in parts):
        raise ValidationError(_("积件只能由本资源库的素材组成。"), code="not-material")
    if len({part.pk for part in parts}) != len(parts):
        raise ValidationError(_("同一素材只能放一次。"), code="twice")
    ComponentPart.objects.filter(component=locked).delete()
    ComponentPart.objects.bulk_create(
        ComponentPart(component=locked, part=part, position=position) for position, part in enumerate(parts, start=1)
    )
    Resource.objects.filter(pk=locked.pk).update(updated_at=timezone.now())
    audit.record(actor=actor, verb="assemble", about=locked, facts={"parts": [str(part.uuid) for part in parts]})
    return locked
