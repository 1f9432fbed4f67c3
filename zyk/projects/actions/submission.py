"""Handing an application in: submitted by the writer, sealed or returned by the unit, then sent on its way."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import User
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.common.moves import NotInThisState, move
from zyk.library.actions import set_standing
from zyk.library.enums import Standing
from zyk.projects.actions.application import officers_of
from zyk.projects.actions.evidence import freeze_evidence
from zyk.projects.actions.printing import ask_for_copy
from zyk.projects.actions.section import lock_for_edit
from zyk.projects.enums import APPLICATION_MOVES, ApplicationState, BudgetScope, FundSource
from zyk.projects.enums.printing import PrintForm
from zyk.projects.models import Application, BudgetLine, ProvincialRecommendation, Revision
from zyk.projects.queries.application import Missing, exemption_of, facts_of, form_of, last_revision, missing_of
from zyk.projects.queries.frozen import blind_aliases, readable_of
from zyk.projects.rules.application import (
    EDITORS,
    can_seal,
    check_unit_return,
    check_window_for_seal,
    check_window_for_submission,
    route_after_seal,
)
from zyk.projects.rules.blind import blinded
from zyk.reviews.actions import freeze_dossier
from zyk.reviews.actions.dossier import dossier_sha256


class NotComplete(ValidationError):
    """Something is still to be mended; `missing` says what and where."""

    def __init__(self, missing: list[Missing]) -> None:
        self.missing = missing
        super().__init__([f"{each.title}：{each.fault.text}" for each in missing])


@transaction.atomic
def submit_application(*, application: Application, actor: Actor, at: datetime | None = None) -> Revision:
    """Freeze what is typed, attached and computed as the next revision and hand it to the unit's seal keeper.

    NotComplete lists everything missing; ValidationError after the window, unless it had been returned."""
    application = lock_for_edit(application, actor)
    at = at or timezone.now()
    check_window_for_submission(application, at=at, has_come_in=_has_come_in(application))
    facts = facts_of(application)
    if missing := missing_of(application, facts):
        raise NotComplete(missing)
    revision = _freeze(application, actor, at)
    freeze_evidence(revision, application)
    _copy_totals(application)
    move(
        application,
        ApplicationState.UNIT_REVIEW,
        moves=APPLICATION_MOVES,
        actor=actor,
        file_sha256=revision.sha256,
        facts={"revision": revision.number},
    )
    _tell(
        application,
        list(people_in_role(application.lead_host, Role.SEAL_KEEPER)),
        text=f"“{application.library.name}”申请书第 {revision.number} 次修订已提交，请核对并盖章",
        english=f"Application {application.number}, revision {revision.number}, waits for your seal",
    )
    ask_for_copy(revision, PrintForm.PDF, actor=actor, at=revision.submitted_at)
    return revision


@transaction.atomic
def seal_application(*, application: Application, actor: Actor, at: datetime | None = None) -> Application:
    """Seal the current revision: its dossier is frozen, and it goes to the province, to the formal check or,
    for last year's candidate, straight towards the material notice. The submitter never seals his own."""
    application, revision = _lock_for_seal(application, actor)
    if revision.submitted_by_id == (actor.user.pk if actor.user else None):
        raise ValidationError(_("提交人不能给自己提交的申请书盖章，请由另一位盖章人办理。"))
    at = at or timezone.now()
    check_window_for_seal(application, at=at, has_come_in=_has_come_in(application))
    revision.sealed_at, revision.sealed_by = at, actor.user
    _freeze_dossier(application, revision)
    revision.save(update_fields=["sealed_at", "sealed_by", "dossier"])
    to = _route(application)
    facts = {"revision": revision.number, "exempt": application.is_exempt}
    move(application, to, moves=APPLICATION_MOVES, actor=actor, file_sha256=revision.sha256, facts=facts)
    if application.library.standing == Standing.NONE:
        set_standing(application.library, Standing.APPLYING, actor=actor, why=application.number)
    _tell(
        application,
        officers_of(application, to),
        text=f"收到 {application.lead_host.name} 的申请：{application.number} {application.library.name}",
        english=f"Application {application.number} from {application.lead_host} has come in",
    )
    _tell(
        application,
        list(people_in_role(application.lead_host, *EDITORS)),
        text=f"申请书 {application.number} 已盖章，现为“{ApplicationState(to).label}”",
        english=f"Application {application.number} has been sealed and goes on its way",
        mail=False,
    )
    return application


@transaction.atomic
def return_to_writer(*, application: Application, reason: str, actor: Actor, at: datetime | None = None) -> Application:
    """The unit gives the application back to its writer, with a reason."""
    application, _revision = _lock_for_seal(application, actor)
    if not reason.strip():
        raise ValidationError({"reason": _("请写明退回的理由")})
    if not _has_come_in(application):
        check_unit_return(application, at=at or timezone.now())
    to = ApplicationState.DRAFT
    move(application, to, moves=APPLICATION_MOVES, actor=actor, why=reason.strip())
    _tell(
        application,
        list(people_in_role(application.lead_host, *EDITORS)),
        text=f"单位退回了申请书 {application.number}：{reason.strip()}",
        english=f"Your unit returned application {application.number}: {reason.strip()}",
    )
    return application


def _has_come_in(application: Application) -> bool:
    """A revision was sealed and sent on before."""
    return application.revisions.filter(sealed_at__isnull=False).exists()


def _lock_for_seal(application: Application, actor: Actor) -> tuple[Application, Revision]:
    if not (actor.is_any(Role.SEAL_KEEPER) and application.lead_host_id == actor.organisation_id):
        raise PermissionDenied
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("cycle__rulebook", "library__specialty", "lead_host")
        .get(pk=application.pk)
    )
    revision = last_revision(application)
    if not can_seal(actor, application) or revision is None:
        raise NotInThisState(_("这份申请书现在不等待盖章，可能已被他人处理。"))
    return application, revision


def _freeze(application: Application, actor: Actor, at: datetime) -> Revision:
    sections = readable_of(application)
    attachments = list(application.attachments.select_related("file"))
    files = [
        {"slot": held.slot, "name": held.file_name, "uuid": str(held.file.uuid), "sha256": held.file.sha256}
        for held in attachments
    ]
    drafts = {draft.code: draft.content for draft in application.sections.all()}
    last = last_revision(application)
    return Revision.objects.create(
        application=application,
        number=last.number + 1 if last else 1,
        content={"sections": sections, "drafts": drafts},
        files=files,
        sha256=dossier_sha256(sections, [file["sha256"] for file in files]),
        submitted_at=at,
        submitted_by=actor.user,
    )


def _copy_totals(application: Application) -> None:
    """Whole budget and the ministry's part, for lists."""
    lines = BudgetLine.objects.filter(
        budget__application=application, budget__scope=BudgetScope.TOTAL, level=1, economic_class=""
    )
    application.budget_total_fen = lines.aggregate(sum=Sum("amount_fen"))["sum"]
    ministry = lines.filter(source=FundSource.MINISTRY)
    application.budget_ministry_fen = ministry.aggregate(sum=Sum("amount_fen"))["sum"] or 0
    application.save(update_fields=["budget_total_fen", "budget_ministry_fen", "updated_at"])


def _freeze_dossier(application: Application, revision: Revision) -> None:
    """What reviewers and the public notice will see, once as it is and once blind."""
    sections = revision.content["sections"]
    held = {str(each.file.uuid): each.file for each in application.attachments.select_related("file")}
    slots = {slot.code: slot for slot in form_of(application).attachments}
    aliases = blind_aliases(application, revision)
    revision.dossier = freeze_dossier(
        kind=application.kind,
        subject_uuid=application.uuid,
        revision=revision.number,
        number=application.number,
        title=application.library.name,
        specialty_code=application.library.specialty.code,
        specialty_name=application.library.specialty.name,
        organisations=[member.organisation for member in application.members.select_related("organisation")],
        lead_organisation=application.lead_host,
        content=sections,
        blind_content=blinded(sections, aliases),
        hidden_names=aliases,
        files=[
            (
                file["slot"],
                slots[file["slot"]].title.zh[:160] if file["slot"] in slots else file["slot"],
                held[file["uuid"]],
                file["name"],
                file["slot"] in slots and slots[file["slot"]].public,
            )
            for file in revision.files
            if file["uuid"] in held
        ],
        at=revision.sealed_at or timezone.now(),
    )


def _route(application: Application) -> ApplicationState:
    """The exemption is looked at again: a project approved meanwhile ends it."""
    if application.is_exempt and exemption_of(application.library, application.cycle) is None:
        application.exempt_basis = None
        application.save(update_fields=["exempt_basis", "updated_at"])
    recommended = ProvincialRecommendation.objects.filter(application=application, is_withdrawn=False).exists()
    return route_after_seal(
        application.cycle,
        application.kind,
        is_exempt=application.is_exempt,
        is_recommended=recommended,
    )


def _tell(application: Application, people: list[User], *, text: str, english: str, mail: bool = True) -> None:
    notify(people, text=text, english_text=english, url=f"/projects/applications/{application.uuid}/", mail=mail)
