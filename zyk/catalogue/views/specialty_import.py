from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.catalogue.actions import confirm_specialty_import, stage_specialties
from zyk.catalogue.enums import LEVEL_BY_NAME
from zyk.catalogue.forms import SpecialtyListForm
from zyk.catalogue.models import SpecialtyImport
from zyk.catalogue.queries import differences_of, search_specialties
from zyk.catalogue.rules import COLUMNS, faults_of_list
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.spreadsheets import xlsx_response

NAME_OF_LEVEL = {level: name for name, level in LEVEL_BY_NAME.items()}


@audience(Role.MINISTRY_OFFICER)
@require_http_methods(["GET", "POST"])
@once
def upload(request: HttpRequest) -> HttpResponse:
    form = SpecialtyListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = stage_specialties(file, file_name=file.name, actor=actor_in(request))
            return redirect("catalogue:import_preview", staged.uuid)
        except ValidationError as refusal:
            form.add_error("file", refusal)
    return render(request, "catalogue/import.html", {"form": form, "columns": COLUMNS.values()})


@audience(Role.MINISTRY_OFFICER)
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The whole current list, in the form in which next year's is uploaded."""
    rows = (
        (
            specialty.code,
            specialty.name,
            NAME_OF_LEVEL[specialty.level],  # type: ignore[index]
            specialty.specialty_class.category.code,
            specialty.specialty_class.category.name,
            specialty.specialty_class.code,
            specialty.specialty_class.name,
        )
        for specialty in search_specialties()
    )
    return xlsx_response("职业教育专业目录.xlsx", list(COLUMNS.values()), rows)


@audience(Role.MINISTRY_OFFICER)
@require_GET
def preview(request: HttpRequest, uuid: str) -> HttpResponse:
    staged = get_object_or_404(SpecialtyImport.objects.visible_to(actor_in(request)), uuid=uuid)
    if staged.confirmed_at:
        return redirect("catalogue:specialties")
    faults = faults_of_list(staged.rows, staged.letters)
    context = {"staged": staged, "faults": faults, "differences": None if faults else differences_of(staged.rows)}
    return render(request, "catalogue/import_preview.html", context)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def confirm(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    staged = get_object_or_404(SpecialtyImport.objects.visible_to(actor), uuid=uuid)
    try:
        made = confirm_specialty_import(staged, withdraw_missing="withdraw_missing" in request.POST, actor=actor)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("catalogue:import_preview", staged.uuid)
    counts = {"new": len(made.new), "changed": len(made.changed)}
    messages.success(request, _("目录已导入：新增 %(new)d 个专业，变更 %(changed)d 个。") % counts)
    return redirect("catalogue:specialties")
