"""验收 from the notice on: material laid open, panel, its conclusion, and the publication that gives it effect."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common.audit import ActsInTrail
from zyk.common.moves import NotInThisState, move
from zyk.library.actions import set_standing
from zyk.library.enums import Standing
from zyk.monitoring.actions import Measurement, freeze_baseline, measure
from zyk.projects.actions.acceptance import tell_host
from zyk.projects.enums import ACCEPTANCE_MOVES, PROJECT_MOVES, AcceptanceState, Conclusion, ProjectState, TaskState
from zyk.projects.models import Acceptance, Cycle, Project, Rectification, YearlyDuty
from zyk.projects.queries.acceptance import figures_of_day
from zyk.projects.queries.project import tasks_in_force
from zyk.projects.rules.acceptance import vetoes_of
from zyk.projects.rules.project import can_confirm
from zyk.projects.workdays import last_working_day
from zyk.reviews.actions import assign_reviews, close_reviews, draw_panel, open_notice
from zyk.reviews.enums import DossierKind
from zyk.reviews.models import Panel, PanelOpinion, PublicNotice
from zyk.reviews.queries import review_result
from zyk.reviews.sheets import sheet_of

CONCLUSIONS = {Conclusion.PASSED: "通过", Conclusion.WITHHELD: "暂缓通过", Conclusion.FAILED: "不通过"}


@dataclass(frozen=True)
class Finding:
    """What the panel found. `despite_vetoes`: why it passes although the rulebook names reasons against it."""

    conclusion: str
    opinion: str
    requirements: str = ""
    rectify_by: date | None = None
    despite_vetoes: str = ""


@transaction.atomic
def lay_open(
    cycle: Cycle, *, acceptances: Iterable[Acceptance], title: str, opens_on: date, actor: Actor
) -> PublicNotice:
    """材料公示 of acceptances for the cycle's number of working days."""
    if not can_confirm(actor):
        raise PermissionDenied
    if cycle.notice_working_days is None:
        raise ValidationError(_("本年度公示工作日数未设定，请先在年度工作页面设定。"))
    errors = {}
    if opens_on < timezone.localdate():
        errors["opens_on"] = _("公示不能从过去的日子开始")
    if not title.strip():
        errors["title"] = _("请填写公示标题")
    if errors:
        raise ValidationError(errors)
    found = locked_all(acceptances)
    _all_in(found, AcceptanceState.PROVINCE_CHECKED, cycle, _("请选择省级已核对、待公示的验收。"))
    notice = open_notice(
        kind=DossierKind.ACCEPTANCE,
        title=title,
        dossiers=[each.dossier for each in found if each.dossier],
        opens_on=opens_on,
        closes_on=last_working_day(opens_on, cycle.notice_working_days),
        actor=actor,
    )
    for each in found:
        Acceptance.objects.filter(pk=each.pk).update(notice=notice)
        move(each, AcceptanceState.IN_NOTICE, moves=ACCEPTANCE_MOVES, actor=actor)
    return notice


@transaction.atomic
def end_acceptance_notice(notice: PublicNotice, *, actor: ActsInTrail) -> None:
    """The notice is over and every objection is settled; what was upheld speaks against passing."""
    for each in Acceptance.objects.select_for_update(of=("self",)).filter(
        notice=notice, state=AcceptanceState.IN_NOTICE
    ):
        move(each, AcceptanceState.NOTICE_DONE, moves=ACCEPTANCE_MOVES, actor=actor)


@transaction.atomic
def begin_panel(
    cycle: Cycle, *, acceptances: Iterable[Acceptance], title: str, size: int, seed: str, witness: str, actor: Actor,
    at: datetime,
) -> Panel:  # fmt: skip
    """Draw a panel by lot and give it the acceptances, by the year's score sheet. It tries each library as a guest."""
    if not can_confirm(actor):
        raise PermissionDenied
    found = locked_all(acceptances)
    _all_in(found, AcceptanceState.NOTICE_DONE, cycle, _("请选择公示结束、尚未评议的验收。"))
    if not title.strip():
        raise ValidationError({"title": _("请填写专家组名称")})
    dossiers = [each.dossier for each in found if each.dossier]
    panel = draw_panel(
        title=title, size=size, dossiers=dossiers, seed=seed, witness=witness, actor=actor, at=at, is_blind=False
    )
    criteria = sheet_of(cycle.rulebook.edition.score_sheets.acceptance)
    assign_reviews(panel, dossiers=dossiers, criteria=criteria, actor=actor)
    for each in found:
        Acceptance.objects.filter(pk=each.pk).update(panel=panel)
        move(each, AcceptanceState.UNDER_REVIEW, moves=ACCEPTANCE_MOVES, actor=actor)
    return panel


@transaction.atomic
def enter_conclusion(acceptance: Acceptance, finding: Finding, *, actor: Actor, at: datetime) -> None:
    """Enter what the panel concluded, by the ministry's officer or review secretary. Nothing takes effect before it is
    published; passing against a veto needs the panel's reason."""
    if not actor.is_ministry:
        raise PermissionDenied
    (acceptance,) = locked_all([acceptance])
    unfinished = sum(
        task.state not in (TaskState.DONE, TaskState.VERIFIED) for task in tasks_in_force(acceptance.project)
    )
    vetoes = vetoes_of(acceptance, figures_of_day(acceptance), tasks_open=unfinished)
    _check_reviews(acceptance)
    finding = replace(finding, opinion=finding.opinion.strip() or signed_opinion(acceptance))
    _check(finding, has_vetoes=bool(vetoes))
    is_withheld = finding.conclusion == Conclusion.WITHHELD
    Acceptance.objects.filter(pk=acceptance.pk).update(
        panel_conclusion=finding.conclusion,
        opinion=finding.opinion,
        requirements=finding.requirements if is_withheld else "",
        rectify_by=finding.rectify_by if is_withheld else None,
        vetoes=[asdict(veto) for veto in vetoes],
        despite_vetoes=finding.despite_vetoes,
        concluded_by=actor.user,
    )
    # The trail is read by the host too: until publication it holds only the finding's print.
    said = json.dumps([finding.conclusion, finding.opinion, finding.requirements, finding.despite_vetoes])
    facts = {"finding_sha256": hashlib.sha256(said.encode()).hexdigest()}
    move(acceptance, AcceptanceState.REVIEWED, moves=ACCEPTANCE_MOVES, actor=actor, facts=facts)
    if acceptance.dossier:
        close_reviews(acceptance.dossier, at=at)


@transaction.atomic
def send_back_to_panel(acceptance: Acceptance, *, why: str, actor: Actor) -> None:
    """Before publication: something in the conclusion must be looked at again."""
    (acceptance,) = locked_all([acceptance])
    if not can_confirm(actor):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})
    move(acceptance, AcceptanceState.UNDER_REVIEW, moves=ACCEPTANCE_MOVES, actor=actor, why=why)


def publish_conclusions(acceptances: Sequence[Acceptance], *, document_number: str, actor: Actor, at: datetime) -> None:
    """The ministry publishes them by one document: 通过 freezes the baseline and begins the yearly duties; 暂缓通过
    opens a rectification; 不通过 ends the project.

    What the baselines freeze is computed first: nobody else waits for the database meanwhile."""
    if not can_confirm(actor):
        raise PermissionDenied
    if not document_number.strip():
        raise ValidationError({"document_number": _("请填写公布文件的文号")})
    if not acceptances or any(each.state != AcceptanceState.REVIEWED for each in acceptances):
        raise NotInThisState(_("请选择专家组已有结论、尚未公布的验收。"))
    measured = {
        each.pk: measure(each.project.library, as_of=timezone.localdate(at))
        for each in acceptances
        if each.panel_conclusion == Conclusion.PASSED
    }
    _publish(acceptances, measured, document_number.strip(), actor, at)


@transaction.atomic
def _publish(
    acceptances: Sequence[Acceptance], measured: dict[int, Measurement], document_number: str, actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    for each in locked_all(acceptances):
        facts = {"conclusion": each.panel_conclusion, "document_number": document_number}
        move(each, AcceptanceState.CONCLUDED, moves=ACCEPTANCE_MOVES, actor=actor, why=each.opinion, facts=facts)
        Acceptance.objects.filter(pk=each.pk).update(
            conclusion=each.panel_conclusion, document_number=document_number, concluded_at=at
        )
        _take_effect(each, measured.get(each.pk), actor, at)
        words = CONCLUSIONS[Conclusion(each.panel_conclusion)]
        tell_host(each, f"验收结论：{words}", f"acceptance concluded: {each.panel_conclusion}")


def _take_effect(acceptance: Acceptance, measured: Measurement | None, actor: Actor, at: datetime) -> None:
    project = acceptance.project
    if acceptance.panel_conclusion == Conclusion.PASSED:
        move(project, ProjectState.ACCEPTED, moves=PROJECT_MOVES, actor=actor)
        if project.library.standing != Standing.ACCEPTED:  # an upgrade project's library was accepted before
            set_standing(project.library, Standing.ACCEPTED, actor=actor, why=project.code)
        begin_duties(project, cycle=acceptance.cycle, actor=actor, on=timezone.localdate(at), measured=measured)
    elif acceptance.panel_conclusion == Conclusion.WITHHELD:
        assert acceptance.rectify_by is not None
        Rectification.objects.create(
            acceptance=acceptance, requirements=acceptance.requirements, due_on=acceptance.rectify_by
        )
        move(project, ProjectState.BUILDING, moves=PROJECT_MOVES, actor=actor)
    else:
        move(project, ProjectState.FAILED, moves=PROJECT_MOVES, actor=actor)
        if acceptance.cycle.rulebook.edition.acceptance.failed_standing == Standing.EXITED:
            set_standing(project.library, Standing.EXITED, actor=actor, why=project.code)


def begin_duties(
    project: Project, *, cycle: Cycle, actor: Actor, on: date, measured: Measurement | None = None
) -> list[YearlyDuty]:
    """Freeze the baseline (of what was measured before the transaction began) and lay out next year's duties."""
    baseline = freeze_baseline(project.library, actor=actor, on=on, measured=measured)
    return [
        YearlyDuty.objects.get_or_create(
            library=project.library,
            year=on.year + 1,
            code=duty.code,
            defaults={
                "baseline": baseline,
                "threshold": None if duty.threshold is None else Decimal(str(duty.threshold)),
            },
        )[0]
        for duty in cycle.rulebook.edition.yearly_duties
    ]


def _check_reviews(acceptance: Acceptance) -> None:
    """A conclusion rests on the reviews: the rulebook's minimum of them, all while it sets none; and an opinion that
    the panel has begun to write here must be signed first."""
    if acceptance.dossier is None:
        return
    result = review_result(acceptance.dossier)
    minimum = acceptance.cycle.rulebook.edition.review.minimum_reviews
    if not (result.submitted >= minimum if minimum is not None else result.is_complete):
        raise ValidationError(
            _("已提交 %(submitted)s 份评议，还不能登记结论（应交 %(expected)s 份）。")
            % {"submitted": result.submitted, "expected": minimum or result.expected}
        )
    if PanelOpinion.objects.filter(dossier=acceptance.dossier, panel=acceptance.panel, signed_at=None).exists():
        raise ValidationError(_("专家组意见还没有由组长签署，签署后才能登记结论。"))


def signed_opinion(acceptance: Acceptance) -> str:
    """What the panel wrote and its chair signed in the system; "" when it was written elsewhere."""
    signed = PanelOpinion.objects.filter(dossier=acceptance.dossier, panel=acceptance.panel, signed_at__isnull=False)
    return signed.values_list("text", flat=True).first() or ""


def locked_all(acceptances: Iterable[Acceptance]) -> list[Acceptance]:
    return list(
        Acceptance.objects.select_for_update(of=("self",))
        .filter(pk__in=[each.pk for each in acceptances])
        .select_related("project__lead_host", "project__library", "cycle__rulebook", "dossier")
        .order_by("project__code", "attempt")
    )


def _all_in(found: list[Acceptance], state: str, cycle: Cycle, words: str) -> None:
    if not found or any(each.state != state or each.dossier is None for each in found):
        raise ValidationError(words)
    if any(each.cycle_id != cycle.pk for each in found):
        raise ValidationError(_("只能选同一年度的验收。"))


def _check(finding: Finding, *, has_vetoes: bool) -> None:
    errors = {}
    if finding.conclusion not in Conclusion.values:
        errors["conclusion"] = _("请选择验收结论")
    if not finding.opinion.strip():
        errors["opinion"] = _("请写明专家组意见")
    if finding.conclusion == Conclusion.WITHHELD:
        if not finding.requirements.strip():
            errors["requirements"] = _("暂缓通过须写明整改要求")
        if finding.rectify_by is None:
            errors["rectify_by"] = _("暂缓通过须定出整改期限")
    if finding.conclusion == Conclusion.PASSED and has_vetoes and not finding.despite_vetoes.strip():
        errors["despite_vetoes"] = _("有否决项时建议通过，须由专家组写明理由")
    if errors:
        raise ValidationError(errors)
