from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from zyk.accounts.actor import Actor
from zyk.accounts.models import User
from zyk.accounts.notices import notify
from zyk.certification.checks import CHECKS, judged
from zyk.certification.enums import CERTIFICATION_MOVES, CertificationState, StandardState
from zyk.certification.models import Certification, CertificationStandard, CriterionResult
from zyk.certification.rules import can_request, can_review, can_take_up, is_current
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.library.actions import clear_certification, mark_certified
from zyk.library.enums import TeamRole
from zyk.library.models import Resource, ResourceVersion


@transaction.atomic
def request_certification(
    version: ResourceVersion, *, standard: CertificationStandard, actor: Actor, at: datetime
) -> Certification:
    """Ask for the mark. The automatic criteria are judged at once; one that fails refuses at once, saying why."""
    version = _as_published_now(version)
    if not can_request(actor, version) or actor.user is None:
        raise PermissionDenied
    if standard.state != StandardState.IN_FORCE or standard.library_id != version.resource.library_id:
        raise ValidationError({"standard": _("请选择本资源库现行的资源认证标准")})
    try:
        with transaction.atomic():
            certification = Certification.objects.create(standard=standard, version=version, requested_by=actor.user)
    except IntegrityError as error:
        raise ValidationError(_("这个版本已经申请过认证。"), code="once") from error
    audit.record(actor=actor, verb="request-certification", about=certification)
    failed = [result for result in _judge(certification) if result.is_met is False]
    if failed:
        _conclude(certification, CertificationState.REFUSED, _why_refused(failed), actor, at)
    else:
        _tell_reviewers(certification, actor)
    return certification


@transaction.atomic
def take_up_certification(certification: Certification, *, actor: Actor) -> None:
    """A reviewer takes it; nobody else judges it then, unless he leaves the team."""
    locked = _locked(certification)
    if not can_review(actor, locked) or actor.user is None:
        raise PermissionDenied
    if not can_take_up(actor, locked):
        raise NotInThisState(_("已有人在审核，或已有结论。"))
    if locked.state == CertificationState.REQUESTED:
        move(locked, CertificationState.IN_REVIEW, moves=CERTIFICATION_MOVES, actor=actor)
    else:
        audit.record(actor=actor, verb="take-over", about=locked)
    Certification.objects.filter(pk=locked.pk).update(reviewer=actor.user)
    certification.state, certification.reviewer = locked.state, actor.user


@transaction.atomic
def conclude_certification(
    certification: Certification,
    *,
    judgements: Mapping[int, bool],
    opinion: str,
    actor: Actor,
    at: datetime,
) -> Certification:
    """The reviewer judges every open criterion (by criterion id); all met certifies, one not met refuses.

    A version that is no longer the one people see is refused whatever the judgements: a new one is certified anew."""
    certification = _locked(certification)
    if actor.user is None or certification.reviewer_id != actor.user.pk or not can_review(actor, certification):
        raise PermissionDenied
    if not opinion.strip():
        raise ValidationError({"opinion": _("请写明审核意见")})
    _keep_judgements(certification, judgements)
    is_certified = is_current(certification) and not certification.results.exclude(is_met=True).exists()
    state = CertificationState.CERTIFIED if is_certified else CertificationState.REFUSED
    _conclude(certification, state, opinion.strip(), actor, at)
    if is_certified:
        mark_certified(certification.version, standard_title=str(certification.standard), at=at, actor=actor)
    return certification


@transaction.atomic
def revoke_certification(certification: Certification, *, why: str, actor: Actor, at: datetime) -> None:
    """Take the mark away, with the reason; the opinion it was given with stays. Another standard's mark on the same
    version stands up in its place."""
    locked = _locked(certification)
    if not can_review(actor, locked):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": _("请说明撤销理由")})
    move(locked, CertificationState.REVOKED, moves=CERTIFICATION_MOVES, actor=actor, why=why.strip())
    Certification.objects.filter(pk=locked.pk).update(revocation_reason=why.strip(), revoked_at=at)
    certification.state = CertificationState.REVOKED
    if locked.version.resource.current_version_id == locked.version_id:
        _show_other_mark_or_none(locked, actor, why.strip())
    _tell_requester(locked)


def _as_published_now(version: ResourceVersion) -> ResourceVersion:
    """Read anew under the resource's lock, so that no other version is published meanwhile."""
    Resource.objects.select_for_update().get(pk=version.resource_id)
    return ResourceVersion.objects.select_related("resource__library", "file").get(pk=version.pk)


def _judge(certification: Certification) -> list[CriterionResult]:
    results = []
    for criterion in certification.standard.criteria.all():
        judgement = judged(criterion.check_name, criterion.threshold, certification.version)
        results.append(
            CriterionResult(
                certification=certification,
                criterion=criterion,
                is_met=judgement.is_met,
                found=judgement.found,
                is_automatic=judgement.is_automatic,
            )
        )
    return CriterionResult.objects.bulk_create(results)


def _why_refused(failed: list[CriterionResult]) -> str:
    """Kept with the certification, so in Chinese like all content."""
    with override("zh-hans"):
        return "；".join(
            f"{result.criterion.title}：实测 {result.found} {CHECKS[result.criterion.check_name].unit}"
            for result in failed
        )


def _keep_judgements(certification: Certification, judgements: Mapping[int, bool]) -> None:
    open_results = list(certification.results.filter(is_automatic=False))
    missing = {
        f"criterion-{result.criterion_id}": _("请判断这项要求是否达到")
        for result in open_results
        if result.criterion_id not in judgements
    }
    if missing:
        raise ValidationError(missing)
    for result in open_results:
        result.is_met = judgements[result.criterion_id]
    CriterionResult.objects.bulk_update(open_results, ["is_met"])


def _conclude(
    certification: Certification, state: CertificationState, opinion: str, actor: Actor, at: datetime
) -> None:
    move(certification, state, moves=CERTIFICATION_MOVES, actor=actor, why=opinion)
    Certification.objects.filter(pk=certification.pk).update(opinion=opinion, concluded_at=at)
    certification.opinion, certification.concluded_at = opinion, at
    _tell_requester(certification)


def _show_other_mark_or_none(certification: Certification, actor: Actor, why: str) -> None:
    version = certification.version
    other = version.certifications.filter(state=CertificationState.CERTIFIED).order_by("-concluded_at").first()
    if other and other.concluded_at:
        mark_certified(version, standard_title=str(other.standard), at=other.concluded_at, actor=actor)
    else:
        clear_certification(version.resource, actor=actor, why=why)


def _tell_reviewers(certification: Certification, actor: Actor) -> None:
    team = certification.standard.library.team.filter(role__in=[TeamRole.REVIEWER, TeamRole.LEADER])
    involved = [certification.requested_by_id, certification.version.made_by_id]
    title = certification.version.resource.title
    notify(
        User.objects.filter(pk__in=team.values("user"), is_active=True).exclude(
            pk__in=[pk for pk in involved if pk is not None]
        ),
        text=f"有资源待认证：{title}",
        english_text=f"A resource waits for certification: {title}",
        url=f"/certification/{certification.uuid}/",
        mail=True,
    )


def _tell_requester(certification: Certification) -> None:
    title = certification.version.resource.title
    words = {
        CertificationState.CERTIFIED: (f"“{title}”已通过资源认证。", f"“{title}” is certified."),
        CertificationState.REFUSED: (f"“{title}”未通过资源认证。", f"“{title}” was not certified."),
        CertificationState.REVOKED: (f"“{title}”的资源认证已撤销。", f"The certification of “{title}” is revoked."),
    }
    text, english_text = words[CertificationState(certification.state)]
    notify(
        [certification.requested_by],
        text=text,
        english_text=english_text,
        url=f"/certification/{certification.uuid}/",
    )


def _locked(certification: Certification) -> Certification:
    return (
        Certification.objects.select_for_update(of=("self",))
        .select_related("standard__library", "version__resource", "requested_by")
        .get(pk=certification.pk)
    )
