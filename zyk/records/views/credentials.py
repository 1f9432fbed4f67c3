from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.records.actions import create_credential, revoke_credential, rotate_credential
from zyk.records.forms import CredentialForm, RotationForm
from zyk.records.models import Credential
from zyk.records.rules import can_forward, grantable_scopes

KEEPERS = (Role.OPERATOR, Role.UNIT_ADMINISTRATOR)
SHOWN_ONCE = "records_secret"  # in the session from the making to the first look


@audience(*KEEPERS)
@require_safe
@never_cache
def credentials(request: HttpRequest) -> HttpResponse:
    rows = Credential.objects.visible_to(actor_in(request)).select_related("organisation")
    return render(
        request,
        "records/credentials.html",
        {
            "page": page_of(request, rows),
            "secret": request.session.pop(SHOWN_ONCE, None),
            "endpoint": f"{settings.ZYK_BASE_URL}/xapi/",
            "may_forward": can_forward(actor_in(request)),
        },
    )


@audience(*KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def credential_add(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    form = CredentialForm(request.POST or None, grantable=grantable_scopes(actor))
    if request.method == "POST" and form.is_valid():
        try:
            credential, secret = create_credential(actor=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            request.session[SHOWN_ONCE] = {"title": credential.title, **secret._asdict()}
            messages.success(request, _("已发放凭证“%(title)s”。") % {"title": credential.title})
            return redirect("records:credentials")
    return render(request, "records/credential_add.html", {"form": form})


@audience(*KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def credential_rotate(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    credential = get_object_or_404(Credential.objects.visible_to(actor).filter(revoked_at=None), uuid=uuid)
    form = RotationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = timezone.now() + timedelta(days=form.cleaned_data["days"])
        try:
            secret = rotate_credential(credential, actor=actor, old_until=until)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            request.session[SHOWN_ONCE] = {"title": credential.title, **secret._asdict()}
            messages.success(request, _("已更换“%(title)s”的密钥。") % {"title": credential.title})
            return redirect("records:credentials")
    return render(request, "records/credential_rotate.html", {"form": form, "credential": credential})


@audience(*KEEPERS)
@require_POST
@once
def credential_revoke(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    credential = get_object_or_404(Credential.objects.visible_to(actor), uuid=uuid)
    revoke_credential(credential, actor=actor)
    messages.success(request, _("已停用“%(title)s”，它从现在起不能再读写。") % {"title": credential.title})
    return redirect("records:credentials")
