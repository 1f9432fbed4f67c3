from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.common.audience import SIGNED_IN, audience
from zyk.common.moves import NotInThisState
from zyk.common.once import once
from zyk.projects.actions.section import NoLongerYours, SectionConflict, save_section, scope_of
from zyk.projects.actions.workbook import take_over_budget, take_over_targets, type_budget_instead
from zyk.projects.forms.application import FileForm
from zyk.projects.forms.sections import faults_shown, section_form, typed_content
from zyk.projects.forms.widgets import BudgetWidget
from zyk.projects.models import Application, SectionDraft
from zyk.projects.queries.application import ATTACHMENTS, facts_of, progress_of
from zyk.projects.queries.cycle import window_of
from zyk.projects.queries.figures import figures_of
from zyk.projects.queries.writing import clashes, readable_section
from zyk.projects.rules.section import FormFacts
from zyk.projects.rules.writing import VIEW, is_being_written, merged
from zyk.projects.views.reach import (
    WRITERS,
    ActorRequest,
    own_application,
    right_at,
    rights_of,
    shared_application,
)
from zyk.projects.workbooks.cells import WorkbookRefused
from zyk.rulebook.edition import Section
from zyk.rulebook.enums import FieldType


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def section(request: ActorRequest, uuid: UUID, code: str) -> HttpResponse:
    """One section of the form: read, typed into, saved by button or by itself while typing."""
    application = shared_application(request, uuid)
    chosen = _section_of(application, code)
    if request.method == "POST":
        return _save(request, application, chosen)
    right = right_at(request, application, code)
    if not right:
        raise Http404
    if not is_being_written(application):
        return redirect("projects:application", uuid)
    draft = SectionDraft.objects.filter(application=application, code=code).select_related("edited_by").first()
    if right == VIEW:
        return render(request, "projects/writing/read.html", _read_context(request, application, chosen, draft))
    return render(request, "projects/application/section.html", _page(request, application, chosen, draft))


def _read_context(
    request: ActorRequest, application: Application, chosen: Section, draft: SectionDraft | None
) -> dict[str, Any]:
    return {
        "application": application,
        "section": chosen,
        "draft": draft,
        "readable": readable_section(application, chosen.code),
        "rights": rights_of(request, application),
    }


def _save(request: ActorRequest, application: Application, chosen: Section) -> HttpResponse:
    content = typed_content(chosen, application.cycle.rulebook.edition, request.POST)
    _keep_workbook_parts(application, chosen, content)
    version = _number(request.POST.get("version"))
    settles = "settles" in request.POST
    if settles:
        content = _settled(application, chosen, content, request.POST)
    try:
        draft = save_section(
            application=application,
            code=chosen.code,
            content=content,
            version=version,
            actor=request.actor,
            settles=settles,
        )
    except SectionConflict as conflict:
        return _conflict(request, application, chosen, content, conflict)
    except (NotInThisState, NoLongerYours) as refused:
        return _kept(request, application, chosen, content, refused.messages[0])
    if request.htmx:
        return render(request, "projects/application/saved.html", _page(request, application, chosen, draft))
    messages.success(request, _("“%(section)s”已保存。") % {"section": chosen.title})
    return redirect(_after(request, application, chosen))


def _settled(application: Application, chosen: Section, mine: dict[str, Any], post: QueryDict) -> dict[str, Any]:
    """The choice made for each field that two people wrote: one's own text, the other's, or both."""
    draft = SectionDraft.objects.filter(application=application, code=chosen.code).first()
    theirs = draft.content if draft else {}
    return {code: merged(value, theirs.get(code), post.get(f"keep-{code}", "mine")) for code, value in mine.items()}


def _kept(
    request: ActorRequest, application: Application, chosen: Section, content: dict[str, Any], refusal: str
) -> HttpResponse:
    """What could not be saved any more, to be copied: nothing typed is lost."""
    if request.htmx:
        return render(request, "projects/application/saved.html", {"refusal": refusal})
    fields = section_form(chosen, application.cycle.rulebook.edition).base_fields
    texts = [(field.label, _plain(content.get(code))) for code, field in fields.items() if content.get(code)]
    context = {"application": application, "section": chosen, "refusal": refusal, "texts": texts}
    return render(request, "projects/writing/kept.html", context, status=409)


def _conflict(
    request: ActorRequest,
    application: Application,
    chosen: Section,
    content: dict[str, Any],
    conflict: SectionConflict,
) -> HttpResponse:
    """Both texts field by field, and nothing saved until the person has chosen."""
    if request.htmx:
        context = {"conflict": conflict.messages[0], "draft": conflict.draft}
        return render(request, "projects/application/saved.html", context)
    context = _page(request, application, chosen, conflict.draft, content)
    context |= {
        "conflict": conflict.messages[0],
        "theirs": clashes(application, chosen, conflict.draft.content, content, get_language() or "zh"),
    }
    return render(request, "projects/application/section.html", context, status=409)


def _plain(value: Any) -> str:
    """What was typed, to be read and copied: texts as they are, tables line by line."""
    if isinstance(value, list):
        return "\n".join(" | ".join(str(cell) for cell in row.values()) for row in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_plain(each)}" for key, each in value.items() if each)
    return str(value or "")


def _page(
    request: ActorRequest,
    application: Application,
    chosen: Section,
    draft: SectionDraft | None,
    typed: dict[str, Any] | None = None,
) -> dict[str, Any]:
    facts = facts_of(application)
    if draft:
        facts.drafts[chosen.code] = draft.content
    content = typed if typed is not None else facts.drafts.get(chosen.code, {})
    faults = faults_shown(chosen, content, facts, with_gaps="check" in request.GET)
    sections = list(facts.form.sections)
    form = section_form(chosen, facts.edition)(content=content, faults=faults)
    budgets = _budgets(application, facts) if _has(chosen, FieldType.BUDGET) else None
    for field in form.fields.values():
        if isinstance(field.widget, BudgetWidget):
            field.widget.locked = {
                each["part"].code for each in budgets or () if each["budget"] and each["budget"].form
            }
    rights = rights_of(request, application)
    sections = [each for each in sections if rights is None or each.code in rights]
    progress = [each for each in progress_of(application, facts) if rights is None or each.code in rights]
    place = next(number for number, each in enumerate(sections) if each.code == chosen.code)
    return {
        "application": application,
        "section": chosen,
        "number": place + 1,
        "form": form,
        "draft": draft,
        "version": draft.version if draft else 0,
        "progress": progress,
        "completeness": completeness(progress),
        "previous": sections[place - 1] if place else None,
        "next_url": _next_url(application, [each.code for each in sections], chosen.code, rights),
        "is_writer": rights is None,
        "figures": _figures(application, chosen),
        "units": application.members.select_related("organisation") if _has(chosen, FieldType.UNITS) else None,
        "budgets": budgets,
        "has_trace": any(column.references for each in chosen.fields for column in each.columns),
        "has_targets": _has(chosen, FieldType.PERFORMANCE),
        "file_form": FileForm(),
        "window": window_of(application.cycle, application.kind, "online"),
        "last": application.revisions.first(),
        "now": timezone.localtime(),
    }


def completeness(progress: list[Any]) -> int:
    """How much of what is required is there, in per cent, never rounded up to whole."""
    total = sum(each.total for each in progress)
    return int(sum(each.filled for each in progress) * 100 / total) if total else 100


def _figures(application: Application, chosen: Section) -> list[tuple[Any, Any]]:
    computed = [each for each in chosen.fields if each.type == FieldType.COMPUTED]
    if not computed:
        return []
    known = figures_of(application.library, application.cycle.rulebook.edition)
    return [(each, known.get(each.measure or "")) for each in computed]


def _budgets(application: Application, facts: FormFacts) -> list[dict[str, Any]]:
    by_scope = {budget.scope: budget for budget in application.budgets.select_related("workbook")}
    return [{"part": part, "budget": by_scope.get(scope_of(part.code))} for part in facts.edition.budget_parts]


def _keep_workbook_parts(application: Application, chosen: Section, content: dict[str, Any]) -> None:
    """A part read from a workbook is not typed over: what stands there stays."""
    for each in chosen.fields:
        if each.type != FieldType.BUDGET:
            continue
        stored = SectionDraft.objects.filter(application=application, code=chosen.code).first()
        value = (stored.content.get(each.code) or {}) if stored else {}
        for budget in application.budgets.exclude(form=""):
            code = budget.scope.replace("-", "_")
            content[each.code] = dict(content.get(each.code) or {}) | {code: value.get(code, {})}


@audience(*WRITERS)
@require_POST
@once
def budget_workbook(request: ActorRequest, uuid: UUID, part: str) -> HttpResponse:
    """Read a budget workbook; every fault is listed, and nothing changes when there is one."""
    application = own_application(request, uuid)
    code = _code_with(application, FieldType.BUDGET)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("请选择预算表文件。"))
        return redirect("projects:section", uuid, code)
    try:
        _budgets_read, warnings = take_over_budget(
            application=application, part=part, file=form.cleaned_data["file"], actor=request.actor
        )
    except ValidationError as refused:
        return _refused(request, application, code, refused)
    messages.success(request, _("预算表已读入，合计与占比已核对。"))
    for warning in warnings:
        messages.warning(request, str(warning))
    return redirect("projects:section", uuid, code)


@audience(*WRITERS)
@require_POST
@once
def budget_typed(request: ActorRequest, uuid: UUID, part: str) -> HttpResponse:
    application = own_application(request, uuid)
    try:
        type_budget_instead(application=application, part=part, actor=request.actor)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("已改为在线填写，一级支出的金额保留在表里。"))
    return redirect("projects:section", uuid, _code_with(application, FieldType.BUDGET))


@audience(*WRITERS)
@require_POST
@once
def targets_workbook(request: ActorRequest, uuid: UUID) -> HttpResponse:
    application = own_application(request, uuid)
    code = _code_with(application, FieldType.PERFORMANCE)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("请选择绩效目标表文件。"))
        return redirect("projects:section", uuid, code)
    try:
        warnings = take_over_targets(application=application, file=form.cleaned_data["file"], actor=request.actor)
    except ValidationError as refused:
        return _refused(request, application, code, refused)
    messages.success(request, _("绩效目标表已读入。"))
    for warning in warnings:
        messages.warning(request, str(warning))
    return redirect("projects:section", uuid, code)


def _refused(request: ActorRequest, application: Application, code: str, refused: ValidationError) -> HttpResponse:
    """The section as it was, and what is wrong with the workbook, cell by cell."""
    chosen = _section_of(application, code)
    draft = SectionDraft.objects.filter(application=application, code=code).first()
    context = _page(request, application, chosen, draft)
    context |= {"workbook_faults": refused.messages, "is_workbook": isinstance(refused, WorkbookRefused)}
    return render(request, "projects/application/section.html", context, status=422)


def _section_of(application: Application, code: str) -> Section:
    try:
        return application.cycle.rulebook.edition.form_of(application.kind).section(code)
    except KeyError:
        raise Http404 from None


def _code_with(application: Application, kind: FieldType) -> str:
    for each in application.cycle.rulebook.edition.form_of(application.kind).sections:
        if _has(each, kind):
            return each.code
    raise Http404


def _has(chosen: Section, kind: FieldType) -> bool:
    return any(each.type == kind for each in chosen.fields)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _section_url(application: Application, code: str) -> str:
    if code == ATTACHMENTS:
        return reverse("projects:attachments", args=[application.uuid])
    return reverse("projects:section", args=[application.uuid, code])


def _after(request: ActorRequest, application: Application, chosen: Section) -> str:
    """Where the pressed button leads: the next section, or this one again."""
    if "next" not in request.POST:
        return _section_url(application, chosen.code)
    rights = rights_of(request, application)
    codes = [each.code for each in application.cycle.rulebook.edition.form_of(application.kind).sections]
    codes = [code for code in codes if rights is None or code in rights]
    return _next_url(application, codes, chosen.code, rights)


def _next_url(application: Application, codes: list[str], code: str, rights: dict[str, str] | None) -> str:
    """A collaborator goes round his own sections; the lead host's writers come to the attachments at the end."""
    place = codes.index(code) + 1
    if place < len(codes):
        return _section_url(application, codes[place])
    if rights is None:
        return _section_url(application, ATTACHMENTS)
    return reverse("projects:shared_sections", args=[application.uuid])
