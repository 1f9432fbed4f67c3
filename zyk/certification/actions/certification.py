from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import User
from zyk.accounts.notices import notify
from zyk.certification.checks import CHECKS
from zyk.certification.enums import CERTIFICATION_MOVES, CertificationState, StandardState
from zyk.certification.models import Certification, CertificationStandard, Criterion, CriterionResult
from zyk.certification.rules import can_request, can_review
from zyk.common import audit
from zyk.common.moves import move
from zyk.library.actions import clear_certification, mark_certified
from zyk.library.enums import TeamRole
from zyk.library.models import ResourceVersion


@transaction.atomic
def request_certification(
    version: ResourceVersion, *, standard: CertificationStandard, actor: Actor, at: datetime
) -> Certification:
    """Ask for the mark. The automatic criteria are judged at once; one that fails refuses at once, saying why."""
    if not can_request(actor, version) or actor.user is None:
        raise PermissionDenied
    if standard.state != StandardState.IN_FORCE or standard.library_id != version.resource.library_id:
        raise ValidationError({"standard": _("请选择本资源库现行的资源认证标准")})
    try:
        with transaction.atomic():
            certification = Certification.objects.create(standard=standard, version=version, requested_by=actor.user)
    except IntegrityError as error:
        raise ValidationError(_("这个版本已经申请过认证。")) from error
    audit.record(actor=actor, verb="request-certification", about=certification)
    results = [_judged(certification, criterion) for criterion in standard.criteria.all()]
    CriterionResult.objects.bulk_create(results)
    failed = [result for result in results if result.is_met is False]
    if failed:
        reason = "；".join(f"{result.criterion.title}：{result.found}" for result in failed)
        _conclude(certification, CertificationState.REFUSED, reason, actor, at)
    else:
        team = standard.library.team.filter(role__in=[TeamRole.REVIEWER, TeamRole.LEADER]).exclude(user=actor.user)
        notify(
            User.objects.filter(pk__in=team.values("user")),
            text=_("有资源待认证：%(title)s") % {"title": version.resource.title},
            english_text=f"A resource waits for certification: {version.resource.title}",
            url=f"/certification/{certification.uuid}/",
            mail=True,
        )
    return certification


@transaction.atomic
def take_up_certification(certification: Certification, *, actor: Actor) -> None:
    """A reviewer takes it; nobody else judges it then."""
    if not can_review(actor, certification):
        raise PermissionDenied
    move(certification, CertificationState.IN_REVIEW, moves=CERTIFICATION_MOVES, actor=actor)
    Certification.objects.filter(pk=certification.pk).update(reviewer=actor.user)
    certification.reviewer = actor.user


@transaction.atomic
def conclude_certification(
    certification: Certification,
    *,
    judgements: Mapping[int, bool],
    opinion: str,
    actor: Actor,
    at: datetime,
) -> Certification:
    """The reviewer judges every open criterion (by criterion id); all met certifies, one not met refuses."""
    certification = (
        Certification.objects.select_for_update(of=("self",))
        .select_related("standard__library", "version__resource")
        .get(pk=certification.pk)
    )
    if actor.user is None or certification.reviewer_id != actor.user.pk:
        raise PermissionDenied
    if not opinion.strip():
        raise ValidationError({"opinion": _("请写明审核意见")})
    errors = {}
    for result in certification.results.filter(is_automatic=False):
        if result.criterion_id not in judgements:
            errors[f"criterion-{result.criterion_id}"] = _("请判断这项要求是否达到")
        else:
            CriterionResult.objects.filter(pk=result.pk).update(is_met=judgements[result.criterion_id])
    if errors:
        raise ValidationError(errors)
    is_certified = not certification.results.filter(is_met=False).exists()
    state = CertificationState.CERTIFIED if is_certified else CertificationState.REFUSED
    _conclude(certification, state, opinion, actor, at)
    if is_certified:
        mark_certified(certification.version, standard_title=str(certification.standard), at=at, actor=actor)
    return certification


@transaction.atomic
def revoke_certification(certification: Certification, *, why: str, actor: Actor, at: datetime) -> None:
    """Take the mark away, with the reason."""
    if not can_review(actor, certification):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": _("请说明撤销理由")})
    _conclude(certification, CertificationState.REVOKED, why, actor, at)
    clear_certification(certification.version.resource, actor=actor, why=why)


def _judged(certification: Certification, criterion: Criterion) -> CriterionResult:
    result = CriterionResult(certification=certification, criterion=criterion)
    if criterion.check_name and criterion.threshold is not None:
        check = CHECKS[criterion.check_name]
        found = check.measure(certification.version)
        if found is not None:
            result.is_automatic = True
            result.is_met = check.is_met(found, criterion.threshold)
            result.found = f"{found} {check.unit}"
    return result


def _conclude(
    certification: Certification, state: CertificationState, opinion: str, actor: Actor, at: datetime
) -> None:
    move(certification, state, moves=CERTIFICATION_MOVES, actor=actor, why=opinion)
    Certification.objects.filter(pk=certification.pk).update(opinion=opinion, concluded_at=at)
    certification.opinion, certification.concluded_at = opinion, at
    notify(
        [certification.requested_by],
        text=_("“%(title)s”的资源认证已有结论。") % {"title": certification.version.resource.title},
        english_text=f"The certification of “{certification.version.resource.title}” was concluded.",
        url=f"/certification/{certification.uuid}/",
    )
