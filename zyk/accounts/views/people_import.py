"""Taking in many people from a spreadsheet: upload, look at what it would do, confirm."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actions import confirm_people_import, give_first_passwords, stage_people
from zyk.accounts.actor import actor_in, organisation_in
from zyk.accounts.enums import Outcome, Role, UserKind
from zyk.accounts.forms.people import PeopleListForm
from zyk.accounts.models import PeopleImport
from zyk.accounts.people_list import COLUMNS, OPTIONAL, lines_of
from zyk.accounts.rules import roles_grantable
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.spreadsheets import xlsx_response


@audience(Role.UNIT_ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@once
def upload(request: HttpRequest) -> HttpResponse:
    actor, organisation = actor_in(request), organisation_in(request)
    form = PeopleListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = stage_people(file, file_name=file.name, organisation=organisation, actor=actor)
            return redirect("accounts:people_import", staged.uuid)
        except ValidationError as refusal:
            form.add_error("file", refusal)
    context = {
        "form": form,
        "columns": [(name, key not in OPTIONAL) for key, name in COLUMNS.items()],
        "kinds": [kind.label for kind in UserKind if kind != UserKind.PUBLIC],
        "roles": [role.label for role in roles_grantable(organisation.kind)],
    }
    return render(request, "accounts/people_upload.html", context)


@audience(Role.UNIT_ADMINISTRATOR)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with the headings."""
    return xlsx_response("人员导入模板.xlsx", list(COLUMNS.values()), [])


@audience(Role.UNIT_ADMINISTRATOR)
@require_GET
def show(request: HttpRequest, uuid: str) -> HttpResponse:
    """Before confirming: what each line would do. Afterwards: what was done, and the one-time passwords."""
    staged = _staged(request, uuid)
    if staged.confirmed_at:
        without_mail = staged.people.filter(email="").count()
        return render(request, "accounts/people_imported.html", {"staged": staged, "without_mail": without_mail})
    lines = lines_of(staged)
    counts = [(outcome, sum(line.outcome == outcome for line in lines)) for outcome in Outcome]
    faulty = [line for line in lines if line.faults]
    context = {"staged": staged, "lines": lines, "counts": counts, "faulty": faulty}
    return render(request, "accounts/people_preview.html", context)


@audience(Role.UNIT_ADMINISTRATOR)
@require_POST
@once
def confirm(request: HttpRequest, uuid: str) -> HttpResponse:
    staged = _staged(request, uuid)
    try:
        counts = confirm_people_import(staged, actor=actor_in(request))
        messages.success(
            request,
            _("名单已导入：新增 %(people)d 人，增加 %(capacities)d 个身份。")
            % {"people": counts[Outcome.NEW_PERSON], "capacities": counts[Outcome.NEW_CAPACITY]},
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("accounts:people_import", staged.uuid)


@audience(Role.UNIT_ADMINISTRATOR)
@require_POST
@never_cache
def passwords(request: HttpRequest, uuid: str) -> HttpResponse:
    """The file of one-time passwords, made and given out once."""
    staged = _staged(request, uuid)
    try:
        rows = give_first_passwords(staged, actor=actor_in(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("accounts:people_import", staged.uuid)
    return xlsx_response(_("一次性密码") + ".xlsx", [_("姓名"), _("用户名"), _("一次性密码")], rows)


def _staged(request: HttpRequest, uuid: str) -> PeopleImport:
    rows = PeopleImport.objects.visible_to(actor_in(request)).select_related("organisation")
    return get_object_or_404(rows, uuid=uuid)
