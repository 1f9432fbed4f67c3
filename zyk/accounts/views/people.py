"""People of the unit for which a unit administrator acts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actions import add_person, end_membership, give_one_time_password
from zyk.accounts.actor import actor_in, organisation_in
from zyk.accounts.enums import Role
from zyk.accounts.forms.people import PersonForm
from zyk.accounts.models import Membership
from zyk.accounts.queries import may_be_given_password, search_members
from zyk.accounts.rules import roles_grantable
from zyk.common import audit
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response

SORTS = {
    "name": ("user__name", "id"),
    "username": ("user__username", "id"),
    "role": ("role", "user__name", "id"),
    "until": ("valid_until", "id"),
}


@audience(Role.UNIT_ADMINISTRATOR)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """One row a capacity; contact data stand on the person's own page, where reading them leaves a trace."""
    actor = actor_in(request)
    text, role = request.GET.get("q", "").strip()[:60], request.GET.get("role", "")
    with_ended = request.GET.get("ended") == "1"
    sort = sort_of(request, SORTS, "name")
    rows = search_members(actor, text, role=role, with_ended=with_ended).order_by(*sort.order_by)
    context = {
        "text": text,
        "role": role,
        "with_ended": with_ended,
        "roles": [(r.value, r.label) for r in roles_grantable(organisation_in(request).kind)],
        "sort": sort,
        "page": page_of(request, rows),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/people.html", context)


@audience(Role.UNIT_ADMINISTRATOR)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list with contact data; the reading is put on record."""
    actor = actor_in(request)
    text, role = request.GET.get("q", "").strip()[:60], request.GET.get("role", "")
    rows = list(search_members(actor, text, role=role, with_ended=request.GET.get("ended") == "1").order_by("id"))
    audit.record(
        actor=actor,
        verb="export_contact_data",
        about=organisation_in(request),
        facts={"rows": len(rows), "search": text, "role": role},
    )
    header = [_("用户名"), _("姓名"), _("类型"), _("角色"), _("班级或部门"), _("邮箱"), _("手机"), _("自"), _("至")]
    return xlsx_response(_("本单位人员") + ".xlsx", header, (_exported(row) for row in rows))


@audience(Role.UNIT_ADMINISTRATOR)
@require_GET
def person(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    membership = _membership(request, uuid)
    if membership.user != actor.user:
        audit.record(actor=actor, verb="read_contact_data", about=membership.user)
    today = timezone.localdate()
    context = {
        "membership": membership,
        "person": membership.user,
        "is_valid": membership.is_valid_on(today),
        "others": Membership.objects.visible_to(actor).filter(user=membership.user).exclude(pk=membership.pk),
        "may_give_password": membership.is_valid_on(today) and may_be_given_password(membership.user, actor),
    }
    return render(request, "accounts/person.html", context)


@audience(Role.UNIT_ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@once
def add(request: HttpRequest) -> HttpResponse:
    actor, organisation = actor_in(request), organisation_in(request)
    form = PersonForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            membership = add_person(form.entry, organisation=organisation, actor=actor)
            messages.success(request, _("已增加 %(name)s。") % {"name": membership.user.name})
            return redirect("accounts:person", membership.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(request, "accounts/person_add.html", {"form": form})


@audience(Role.UNIT_ADMINISTRATOR)
@require_POST
def end(request: HttpRequest, uuid: str) -> HttpResponse:
    membership = _membership(request, uuid)
    try:
        end_membership(membership, actor=actor_in(request))
        messages.success(request, _("身份已结束，此人今天起不能再以它办事。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("accounts:person", membership.uuid)


@audience(Role.UNIT_ADMINISTRATOR)
@require_POST
@never_cache
def one_time_password(request: HttpRequest, uuid: str) -> HttpResponse:
    """Shown once, on the answer to this very request."""
    membership = _membership(request, uuid)
    try:
        password = give_one_time_password(membership.user, actor=actor_in(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("accounts:person", membership.uuid)
    return render(request, "accounts/one_time_password.html", {"membership": membership, "password": password})


def _membership(request: HttpRequest, uuid: str) -> Membership:
    rows = Membership.objects.visible_to(actor_in(request)).select_related("user", "organisation")
    return get_object_or_404(rows, uuid=uuid)


def _exported(row: Membership) -> list[object]:
    user = row.user
    return [
        user.username,
        user.name,
        user.get_kind_display(),
        row.get_role_display(),
        row.scope,
        user.email,
        user.phone,
        row.valid_from,
        row.valid_until,
    ]
