from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.records.actions.forwarding import add_forward_target, resume_forwarding, stop_forwarding
from zyk.records.forms import ForwardTargetForm
from zyk.records.forwarding import lag, last_sequence
from zyk.records.models import ForwardTarget


@audience(Role.OPERATOR)
@require_safe
def forwarding(request: HttpRequest) -> HttpResponse:
    """Every target with its lag and last error."""
    page = page_of(request, ForwardTarget.objects.all())
    last = last_sequence()
    lines = [(target, lag(target, last)) for target in page]
    hosts = settings.ZYK_RECORDS_FORWARD_HOSTS
    return render(request, "records/forwarding.html", {"page": page, "lines": lines, "hosts": hosts})


@audience(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
@once
def target_add(request: HttpRequest) -> HttpResponse:
    form = ForwardTargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            target = add_forward_target(actor=actor_in(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已添加转发目标“%(title)s”，一分钟内开始转发。") % {"title": target.title})
            return redirect("records:forwarding")
    return render(request, "records/forward_target_add.html", {"form": form})


@audience(Role.OPERATOR)
@require_POST
@once
def target_stop(request: HttpRequest, uuid: str) -> HttpResponse:
    target = get_object_or_404(ForwardTarget, uuid=uuid)
    stop_forwarding(target, actor=actor_in(request))
    messages.success(request, _("已停止转发到“%(title)s”，停在哪里已记下。") % {"title": target.title})
    return redirect("records:forwarding")


@audience(Role.OPERATOR)
@require_POST
@once
def target_resume(request: HttpRequest, uuid: str) -> HttpResponse:
    target = get_object_or_404(ForwardTarget, uuid=uuid)
    resume_forwarding(target, actor=actor_in(request))
    messages.success(request, _("已恢复转发到“%(title)s”，从停下的地方继续。") % {"title": target.title})
    return redirect("records:forwarding")
