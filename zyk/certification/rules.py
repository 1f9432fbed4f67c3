"""Who writes standards and who certifies (notice 一、（三）: the lead host, above the national base standards)."""

from zyk.accounts.actor import Actor
from zyk.certification.checks import CHECKS
from zyk.certification.enums import CertificationState
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


def can_revoke(actor: Actor, certification: Certification) -> bool:
    """The same second pair of eyes takes a mark away."""
    return certification.state == CertificationState.CERTIFIED and can_review(actor, certification)


def can_take_up(actor: Actor, certification: Certification) -> bool:
    """A request nobody has, or one whose reviewer is no longer of the team."""
    if not can_review(actor, certification):
        return False
    if certification.state == CertificationState.REQUESTED:
        return True
    return (
        certification.state == CertificationState.IN_REVIEW
        and not TeamMember.objects.filter(
            library=certification.standard.library_id,
            user=certification.reviewer_id,
            role__in=(TeamRole.REVIEWER, TeamRole.LEADER),
        ).exists()
    )


def is_current(certification: Certification) -> bool:
    """Whether the version certified is still the one people see."""
    resource = certification.version.resource
    return resource.state == ResourceState.PUBLISHED and resource.current_version_id == certification.version_id


def is_above_base(criterion: Criterion) -> bool:
    """Not below the national base: as strict as its figure, or a requirement the base lacks."""
    if criterion.base_threshold is None:
        return True
    if criterion.threshold is None:
        return False
    if _is_minimum(criterion):
        return criterion.threshold >= criterion.base_threshold
    return criterion.threshold <= criterion.base_threshold


def is_truly_above(criterion: Criterion) -> bool:
    """Stricter than the national base, or a requirement the base lacks."""
    return is_above_base(criterion) and (
        criterion.base_threshold is None or criterion.threshold != criterion.base_threshold
    )


def is_stricter(standard: CertificationStandard) -> bool:
    """No criterion below the base, and at least one truly above it."""
    criteria = list(standard.criteria.all())
    return all(map(is_above_base, criteria)) and any(map(is_truly_above, criteria))


def _is_minimum(criterion: Criterion) -> bool:
    check = CHECKS.get(criterion.check_name)
    return check is None or check.is_minimum


def _team_role(actor: Actor, library: Library) -> str | None:
    if actor.user is None:
        return None
    member = TeamMember.objects.filter(library=library, user=actor.user).first()
    return member.role if member else None
