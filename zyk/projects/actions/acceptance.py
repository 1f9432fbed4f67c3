"""验收 up to the notice: opened, self-reviewed, checked by the province, postponed (notice 二、（三）)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.models import AuditEntry
from zyk.common.moves import NotInThisState, move
from zyk.media.models import StoredFile
from zyk.monitoring.actions import Measurement, keep, measure
from zyk.projects.actions.acceptance_dossier import freeze_acceptance
from zyk.projects.enums import ACCEPTANCE_MOVES, PROJECT_MOVES, AcceptanceState, ProjectState
from zyk.projects.models import Acceptance, AcceptanceMaterial, Cycle, Project
from zyk.projects.queries.cycle import window_of
from zyk.projects.queries.self_review import GENERATED, SECTIONS, figures_to_freeze
from zyk.projects.rules.acceptance import is_being_mended
from zyk.projects.rules.project import can_confirm, can_guide, can_write

Texts = Mapping[str, str]  # section of the self-review → the host's words


@transaction.atomic
def open_acceptance(project: Project, *, cycle: Cycle, actor: Actor) -> Acceptance:
    """The ministry calls a project to acceptance in this year's cycle."""
    if not can_confirm(actor):
        raise PermissionDenied
    project = Project.objects.select_for_update(of=("self",)).select_related("lead_host", "library").get(pk=project.pk)
    if project.state != ProjectState.BUILDING:
        raise NotInThisState(_("只有建设中的项目可以进入验收。"))
    last = project.acceptances.select_related("rectification").order_by("-attempt").first()
    if last and is_being_mended(last, timezone.localdate()):
        raise NotInThisState(_("上次验收暂缓通过，整改尚未完成，也未到整改期限。"))
    window = window_of(cycle, "acceptance", "ready")
    acceptance = Acceptance.objects.create(
        project=project,
        cycle=cycle,
        attempt=project.acceptances.count() + 1,
        due_on=window.closes_on if window else None,
    )
    audit.record(actor=actor, verb="create", about=acceptance)
    move(project, ProjectState.ACCEPTANCE, moves=PROJECT_MOVES, actor=actor)
    tell_host(acceptance, "请完成自评，准备接受验收", "is called to acceptance; please write the self-review")
    return acceptance


@transaction.atomic
def save_self_review(acceptance: Acceptance, *, texts: Texts, seen: int, actor: Actor) -> Acceptance:
    """Keep the host's words as far as they go. `seen` is the version they were written from: when another has saved
    since, nothing is changed."""
    acceptance = _locked(acceptance)
    if not can_write(actor, acceptance.project):
        raise PermissionDenied
    if acceptance.state != AcceptanceState.DUE:
        raise NotInThisState(_("自评已提交，不能再改。"))
    if seen != acceptance.texts_version:
        raise NotInThisState(_("自评在你打开之后已被他人改过，本次没有保存。请在新页面打开最新内容，核对后再保存。"))
    acceptance.texts = _known(texts)
    acceptance.texts_version += 1
    acceptance.save(update_fields=["texts", "texts_version", "updated_at"])
    return acceptance


def submit_self_review(acceptance: Acceptance, *, texts: Texts, actor: Actor, at: datetime) -> None:
    """The host hands in its self-review; the figures between its words are frozen: tasks, money, targets, and the
    indicators of this day.

    Computing takes seconds and comes first: nobody else waits for the database meanwhile."""
    if not can_write(actor, acceptance.project):
        raise PermissionDenied
    _check_texts(acceptance, texts)
    measured = measure(acceptance.project.library, as_of=timezone.localdate(at), rulebook=acceptance.cycle.rulebook)
    _keep_self_review(acceptance, texts=texts, measured=measured, actor=actor, at=at)


@transaction.atomic
def _keep_self_review(
    acceptance: Acceptance, *, texts: Texts, measured: Measurement, actor: Actor, at: datetime
) -> None:
    acceptance = _locked(acceptance)
    if not can_write(actor, acceptance.project):
        raise PermissionDenied
    computation = keep(measured)
    move(acceptance, AcceptanceState.SUBMITTED, moves=ACCEPTANCE_MOVES, actor=actor)
    acceptance.texts, acceptance.computation = _known(texts), computation
    acceptance.texts_version += 1
    acceptance.figures = figures_to_freeze(acceptance.project, computation)
    acceptance.dossier = freeze_acceptance(acceptance, at=at)
    acceptance.save()
    _tell_province(acceptance, "已提交验收自评，待核对", "has handed in its self-review")


@transaction.atomic
def check_self_review(acceptance: Acceptance, *, opinion: str, actor: Actor) -> None:
    """The province has checked the material; the ministry lays it open next."""
    acceptance = _locked(acceptance)
    if not can_guide(actor, acceptance.project):
        raise PermissionDenied
    move(acceptance, AcceptanceState.PROVINCE_CHECKED, moves=ACCEPTANCE_MOVES, actor=actor, why=opinion)
    tell_ministry(acceptance, "验收材料已经省级核对，待公示", "was checked by the province")


@transaction.atomic
def return_self_review_to_host(acceptance: Acceptance, *, why: str, actor: Actor) -> None:
    """Back to the host, by the province while it checks or by the ministry before the notice."""
    acceptance = _locked(acceptance)
    is_province = acceptance.state == AcceptanceState.SUBMITTED and can_guide(actor, acceptance.project)
    is_ministry = acceptance.state == AcceptanceState.PROVINCE_CHECKED and can_confirm(actor)
    if not (can_guide(actor, acceptance.project) or can_confirm(actor)):
        raise PermissionDenied
    if not (is_province or is_ministry):
        raise NotInThisState(_("验收材料不在你的审核环节，可能已被他人处理。请刷新页面查看最新状态。"))
    if not why.strip():
        raise ValidationError({"why": _("请说明退回理由")})
    Acceptance.objects.filter(pk=acceptance.pk).update(dossier=None)
    move(acceptance, AcceptanceState.DUE, moves=ACCEPTANCE_MOVES, actor=actor, why=why)
    tell_host(acceptance, "验收材料被退回修改", "material was returned")


@transaction.atomic
def add_material(acceptance: Acceptance, *, slot: str, file: StoredFile, name: str, actor: Actor) -> AcceptanceMaterial:
    """A file for one slot of the rulebook's list, while the self-review is with the host."""
    acceptance = _writable(acceptance, actor)
    named = next((each for each in acceptance.cycle.rulebook.edition.acceptance.materials if each.code == slot), None)
    if named is None or slot == GENERATED:
        raise ValidationError(_("材料清单里没有这一项。"))
    if file.kind not in named.kinds:
        raise ValidationError({"file": _("这一项不收这种文件")})
    if named.max_bytes is not None and file.size_bytes > named.max_bytes:
        raise ValidationError({"file": _("文件超过这一项的大小上限")})
    material, is_new = AcceptanceMaterial.objects.get_or_create(
        acceptance=acceptance, slot=slot, file=file, defaults={"name": name[:200]}
    )
    if is_new:
        facts = {"slot": slot, "name": name}
        audit.record(actor=actor, verb="add-material", about=acceptance, file_sha256=file.sha256, facts=facts)
    return material


@transaction.atomic
def remove_material(material: AcceptanceMaterial, *, actor: Actor) -> None:
    acceptance = _writable(material.acceptance, actor)
    facts = {"slot": material.slot, "name": material.name}
    audit.record(actor=actor, verb="remove-material", about=acceptance, facts=facts)
    material.delete()


def _writable(acceptance: Acceptance, actor: Actor) -> Acceptance:
    acceptance = _locked(acceptance)
    if not can_write(actor, acceptance.project):
        raise PermissionDenied
    if acceptance.state != AcceptanceState.DUE:
        raise NotInThisState(_("自评已提交，材料不能再改。"))
    return acceptance


def _known(texts: Texts) -> dict[str, str]:
    return {code: texts[code].strip() for code in SECTIONS if texts.get(code, "").strip()}


def _check_texts(acceptance: Acceptance, texts: Texts) -> None:
    errors = {}
    if not texts.get("summary", "").strip():
        errors["summary"] = _("请填写自评概述")
    given = set(acceptance.materials.values_list("slot", flat=True))
    required = [m for m in acceptance.cycle.rulebook.edition.acceptance.materials if m.required and m.code != GENERATED]
    missing = [material.title.zh for material in required if material.code not in given]
    if missing:
        errors["materials"] = _("还缺必交材料：%(names)s") % {"names": "、".join(missing)}
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def request_postponement(acceptance: Acceptance, *, reason: str, until: date, actor: Actor) -> None:
    """The host asks for 延期 before anything was reviewed."""
    acceptance = _locked(acceptance)
    if not can_write(actor, acceptance.project):
        raise PermissionDenied
    errors = {}
    if not reason.strip():
        errors["reason"] = _("请说明延期理由")
    if acceptance.due_on and until <= acceptance.due_on:
        errors["until"] = _("延期日期应晚于原期限")
    if errors:
        raise ValidationError(errors)
    allowed = acceptance.cycle.rulebook.edition.acceptance.postponements_allowed
    if allowed is not None and _postponements(acceptance.project) >= allowed:
        raise ValidationError(_("本项目的延期次数已用完（%(allowed)s 次）。") % {"allowed": allowed})
    Acceptance.objects.filter(pk=acceptance.pk).update(postponement_reason=reason, postponed_to=until)
    move(acceptance, AcceptanceState.POSTPONEMENT_REQUESTED, moves=ACCEPTANCE_MOVES, actor=actor, why=reason)
    tell_ministry(acceptance, "申请延期验收", "asks for postponement")


@transaction.atomic
def decide_postponement(acceptance: Acceptance, *, is_granted: bool, why: str, actor: Actor) -> None:
    acceptance = _locked(acceptance)
    if not can_confirm(actor):
        raise PermissionDenied
    if is_granted:
        Acceptance.objects.filter(pk=acceptance.pk).update(due_on=acceptance.postponed_to)
        move(acceptance, AcceptanceState.POSTPONED, moves=ACCEPTANCE_MOVES, actor=actor, why=why)
        tell_host(acceptance, "延期验收已批准", "may be accepted later")
        return
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})
    move(acceptance, AcceptanceState.DUE, moves=ACCEPTANCE_MOVES, actor=actor, why=why)
    tell_host(acceptance, "延期验收未获批准", "may not be postponed")


@transaction.atomic
def resume_acceptance(acceptance: Acceptance, *, actor: Actor) -> None:
    """A postponed acceptance is due again."""
    acceptance = _locked(acceptance)
    if not (can_confirm(actor) or can_write(actor, acceptance.project)):
        raise PermissionDenied
    move(acceptance, AcceptanceState.DUE, moves=ACCEPTANCE_MOVES, actor=actor)


def _postponements(project: Project) -> int:
    """Granted to the project so far, whichever attempt at acceptance they belonged to."""
    attempts = project.acceptances.values_list("uuid", flat=True)
    granted = AuditEntry.objects.filter(object_type="projects.acceptance", to_state=AcceptanceState.POSTPONED)
    return granted.filter(object_uuid__in=list(attempts)).count()


def _locked(acceptance: Acceptance) -> Acceptance:
    return (
        Acceptance.objects.select_for_update(of=("self",))
        .select_related("project__lead_host", "project__library", "cycle__rulebook")
        .get(pk=acceptance.pk)
    )


def tell_host(acceptance: Acceptance, words: str, english_words: str) -> None:
    notify(
        people_in_role(acceptance.project.lead_host, *HOST_ROLES),
        text=f"{acceptance.project}：{words}。",
        english_text=f"{acceptance.project} {english_words}.",
        url=f"/projects/acceptances/{acceptance.uuid}/",
        mail=True,
    )


def _tell_province(acceptance: Acceptance, words: str, english_words: str) -> None:
    province = acceptance.project.lead_host.province_id
    officers = people_with_role(Role.PROVINCE_OFFICER).filter(memberships__organisation__province=province)
    notify(
        officers.distinct(),
        text=f"{acceptance.project}：{words}。",
        english_text=f"{acceptance.project} {english_words}.",
        url=f"/projects/acceptances/{acceptance.uuid}/",
        mail=True,
    )


def tell_ministry(acceptance: Acceptance, words: str, english_words: str) -> None:
    notify(
        people_with_role(Role.MINISTRY_OFFICER),
        text=f"{acceptance.project}：{words}。",
        english_text=f"{acceptance.project} {english_words}.",
        url=f"/projects/acceptances/{acceptance.uuid}/",
    )
