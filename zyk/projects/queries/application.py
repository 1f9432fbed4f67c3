"""Reading one application: its form, what was typed, what is still missing, its revisions."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import User
from zyk.accounts.queries import people_in_role
from zyk.library.enums import Standing
from zyk.library.models import Library
from zyk.projects.enums import ApplicationKind, ApplicationState, DualState, ReconsiderationState
from zyk.projects.models import (
    Application,
    Cycle,
    DualRequest,
    FormalCheck,
    PoolEntry,
    Project,
    Reconsideration,
    Revision,
)
from zyk.projects.rules.application import EDITORS, exempts
from zyk.projects.rules.section import Fault, FormFacts, Progress, progress_of_section
from zyk.rulebook.edition import Form
from zyk.rulebook.enums import FieldType

ATTACHMENTS, MEMBERS = "attachments", "members"


@dataclass(frozen=True)
class Missing:
    """One thing to mend before submission: in which section, and what."""

    section: str
    title: Any
    fault: Fault


def form_of(application: Application) -> Form:
    return application.cycle.rulebook.edition.form_of(application.kind)


def facts_of(application: Application) -> FormFacts:
    """The form and everything typed into it. One query."""
    drafts = {draft.code: draft.content for draft in application.sections.all()}
    return FormFacts(application.cycle.rulebook.edition, form_of(application), drafts)


def progress_of(application: Application, facts: FormFacts) -> list[Progress]:
    """Every section, then the member units and the attachments. Two queries beyond `facts`."""
    members = list(application.members.select_related("organisation"))
    sections = []
    for section in facts.form.sections:
        progress = progress_of_section(section, facts)
        if any(each.type == FieldType.UNITS for each in section.fields):
            progress = _with_members(progress, members)
        sections.append(progress)
    return [*sections, _attachments(application, facts.form)]


def missing_of(application: Application, facts: FormFacts) -> list[Missing]:
    """Everything that keeps the application from being handed in; empty when nothing does."""
    found = [
        Missing(progress.code, progress.title, fault)
        for progress in progress_of(application, facts)
        for fault in progress.faults
    ]
    if not people_in_role(application.lead_host, Role.SEAL_KEEPER).exists():
        text = _("本单位还没有盖章人，请单位管理员先设置")
        found.append(Missing("", _("单位盖章"), Fault("", text, is_gap=True)))
    return found


def _with_members(progress: Progress, members: list[Any]) -> Progress:
    faults = []
    for member in members:
        words = {"unit": member.organisation.name, "reason": member.decline_reason}
        if member.has_declined:
            faults.append(Fault(MEMBERS, _("%(unit)s 谢绝参加：%(reason)s。请移除或重新商议") % words))
        elif not member.has_confirmed:
            faults.append(Fault(MEMBERS, _("%(unit)s 还没有确认") % words, is_gap=True))
    confirmed = sum(member.has_confirmed for member in members)
    return Progress(
        progress.code,
        progress.title,
        progress.filled + confirmed,
        progress.total + len(members),
        progress.faults + faults,
    )


def _attachments(application: Application, form: Form) -> Progress:
    held = set(application.attachments.values_list("slot", flat=True))
    needed = [slot for slot in form.attachments if slot.required]
    faults = [
        Fault(slot.code, _("“%(slot)s”还没有上传") % {"slot": slot.title}, is_gap=True)
        for slot in needed
        if slot.code not in held
    ]
    return Progress(ATTACHMENTS, _("附件"), len(needed) - len(faults), len(needed), faults)


def pool_entry_before(library: Library, cycle: Cycle) -> PoolEntry | None:
    """The library's place in the candidate pool on which the cycle's exemption rests."""
    year = cycle.year - cycle.rulebook.edition.exemption.pool_years_back
    return PoolEntry.objects.filter(library=library, cycle__year=year).first()


def exemption_of(library: Library, cycle: Cycle) -> PoolEntry | None:
    """The pool entry that exempts the library's candidate application; None when it is not exempt."""
    entry = pool_entry_before(library, cycle)
    has_project = Project.objects.filter(library=library).exists()
    return entry if exempts(cycle.rulebook.edition, entry, has_project=has_project) else None


def earlier_application(library: Library, kind: str, cycle: Cycle) -> Application | None:
    """The newest application of the same kind for the library in an earlier cycle that was handed in once."""
    return (
        Application.objects.filter(library=library, kind=kind, cycle__year__lt=cycle.year, revisions__isnull=False)
        .order_by("-cycle__year", "-id")
        .first()
    )


def last_revision(application: Application) -> Revision | None:
    return application.revisions.order_by("-number").first()


def rows_typed(revision: Revision, field_code: str) -> list[dict[str, str]]:
    """The rows of a table field as they were submitted, e.g. the tasks that a task book begins with."""
    for content in revision.content.get("drafts", {}).values():
        if isinstance(content.get(field_code), list):
            return list(content[field_code])
    return []


def libraries_to_apply_with(actor: Actor, kind: str, cycle: Cycle) -> list[Library]:
    """The lead host's libraries for which an application of that kind may be started in the cycle."""
    if not actor.is_any(*EDITORS):
        return []
    standings = [Standing.ACCEPTED] if kind == ApplicationKind.UPGRADE else [Standing.NONE, Standing.APPLYING]
    taken = Application.objects.filter(cycle=cycle, kind=kind).exclude(state=ApplicationState.WITHDRAWN)
    return list(
        Library.objects.filter(lead_host_id=actor.organisation_id, standing__in=standings)
        .exclude(pk__in=taken.values("library"))
        .select_related("specialty")
        .order_by("name", "id")
    )


def waiting_for_second(user: User | None) -> Q:
    """Applications of which another officer asks for a second signature: an early look, a reinstatement, a waiver of
    a check item, or the grant of a reconsideration."""
    duals = DualRequest.objects.filter(state=DualState.ASKED).exclude(asked_by=user)
    newest = Revision.objects.filter(application=OuterRef("application")).order_by("-number").values("number")[:1]
    waived = FormalCheck.objects.filter(waiver_signed_by__isnull=True, revision_number=Subquery(newest))
    waived = waived.exclude(waiver_reason="").exclude(checked_by=user)
    granted = Reconsideration.objects.filter(state=ReconsiderationState.PROPOSED).exclude(proposed_by=user)
    return (
        Q(pk__in=duals.values("application"))
        | Q(pk__in=waived.values("application"), state=ApplicationState.FORMAL_CHECK)
        | Q(pk__in=granted.values("application"))
    )


def matching(*, text: str = "", state: str = "", province: str = "", kind: str = "", category: str = "") -> Q:
    """The filter of lists of applications; `category` is the code of a 专业大类."""
    found = Q()
    for word in text.split():
        found &= (
            Q(number__icontains=word) | Q(library__name__icontains=word) | Q(lead_host__search_text__icontains=word)
        )
    if state:
        found &= Q(state=state)
    if province:
        found &= Q(lead_host__province_id=province)
    if kind:
        found &= Q(kind=kind)
    if category:
        found &= Q(library__specialty__specialty_class__category__code=category)
    return found
