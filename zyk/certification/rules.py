"""Who writes standards and who certifies (notice 一、（三）: the lead host, above the national base standards)."""

from zyk.accounts.actor import Actor
from zyk.certification.checks import CHECKS
from zyk.certification.models import Certification, CertificationStandard, Criterion
from zyk.library.enums import ResourceState, TeamRole
from zyk.library.models import Library, ResourceVersion, TeamMember


def can_write_standard(actor: Actor, library: Library) -> bool:
    """The leader of the library's team."""
    return _team_role(actor, library) == TeamRole.LEADER


def can_request(actor: Actor, version: ResourceVersion) -> bool:
    """Anyone of the team, for the version that is published now."""
    resource = version.resource
    return (
        resource.state == ResourceState.PUBLISHED
        and resource.current_version_id == version.pk
        and _team_role(actor, resource.library) is not None
    )


def can_review(actor: Actor, certification: Certification) -> bool:
    """A reviewer or the leader, but never who made the version or asked for its certification."""
    if actor.user is None or _team_role(actor, certification.standard.library) not in (
        TeamRole.REVIEWER,
        TeamRole.LEADER,
    ):
        return False
    return actor.user.pk not in (certification.requested_by_id, certification.version.made_by_id)


def is_above_base(criterion: Criterion) -> bool:
    """Stricter than the national base where both figures are known; a requirement the base lacks is above it."""
    if criterion.threshold is None or criterion.base_threshold is None:
        return True
    if not criterion.check_name or CHECKS[criterion.check_name].is_minimum:
        return criterion.threshold >= criterion.base_threshold
    return criterion.threshold <= criterion.base_threshold


def is_stricter(standard: CertificationStandard) -> bool:
    """No criterion below the base, and at least one truly above it."""
    criteria = list(standard.criteria.all())
    return (
        bool(criteria)
        and all(is_above_base(criterion) for criterion in criteria)
        and any(
            criterion.base_threshold is None or criterion.threshold != criterion.base_threshold
            for criterion in criteria
        )
    )


def _team_role(actor: Actor, library: Library) -> str | None:
    if actor.user is None:
        return None
    member = TeamMember.objects.filter(library=library, user=actor.user).first()
    return member.role if member else None
