"""Lines of the ledger of contributions, written inside the acts that they tell of."""

from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation
from zyk.library.enums import ContributionKind
from zyk.library.models import Contribution, Course, Resource, ResourceVersion


def credit(
    what: Resource | Course,
    kind: ContributionKind,
    *,
    actor: Actor,
    unit: Organisation | None = None,
    version: int | None = None,
) -> None:
    """The actor did this; for the unit in whose capacity he acts, unless another is named."""
    Contribution.objects.create(
        library_id=what.library_id,
        kind=kind,
        person=actor.user,
        person_name=actor.user.name if actor.user else "",
        unit=unit or actor.organisation,
        resource=what if isinstance(what, Resource) else None,
        course=what if isinstance(what, Course) else None,
        title=what.title,
        version=version,
        at=timezone.now(),
    )


def credit_certified(resource: Resource, version: ResourceVersion) -> None:
    """The certificate is the merit of those who made the version and of the contributing unit."""
    maker = version.made_by or resource.created_by
    Contribution.objects.create(
        library_id=resource.library_id,
        kind=ContributionKind.CERTIFIED,
        person=maker,
        person_name=maker.name if maker else "",
        unit_id=resource.contributor_id,
        resource=resource,
        title=resource.title,
        version=version.number,
        at=timezone.now(),
    )
