"""The mark of quality on a resource, set and taken away by the context that certifies."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zyk.common import audit
from zyk.common.audit import ActsInTrail
from zyk.library.actions.contribution import credit_certified
from zyk.library.models import Resource, ResourceVersion
from zyk.library.search import index


@transaction.atomic
def mark_certified(version: ResourceVersion, standard_title: str, *, at: datetime, actor: ActsInTrail) -> Resource:
    """Show that this version, being the current one, was certified by the standard named."""
    locked = Resource.objects.select_for_update(of=("self",)).get(pk=version.resource_id)
    if locked.current_version_id != version.pk:
        raise ValidationError(_("认证的不是当前版本。"), code="not-current")
    locked.certified_by, locked.certified_at = standard_title[:200], at
    locked.save(update_fields=["certified_by", "certified_at"])
    audit.record(actor=actor, verb="certify", about=locked, why=standard_title, facts={"version": version.number})
    credit_certified(locked, version)
    index(locked)
    return locked


@transaction.atomic
def clear_certification(resource: Resource, *, actor: ActsInTrail, why: str) -> Resource:
    """Take the mark away."""
    locked = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    locked.certified_by, locked.certified_at = "", None
    locked.save(update_fields=["certified_by", "certified_at"])
    audit.record(actor=actor, verb="clear-certification", about=locked, why=why)
    index(locked)
    return locked
