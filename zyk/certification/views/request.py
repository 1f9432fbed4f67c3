"""Asking for the mark: choose the standard, see at once what the automatic criteria find."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zyk.accounts.actor import Actor, actor_in
from zyk.certification import rules
from zyk.certification.actions import request_certification
from zyk.certification.enums import CertificationState
from zyk.certification.models import CertificationStandard
from zyk.certification.queries import criterion_rows, open_certifications, standards_for
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.library.models import Resource, ResourceVersion


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def request_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`uuid` is the resource's; its published version is the one that is certified."""
    actor = actor_in(request)
    version = _version(actor, uuid)
    fault = ""
    if request.method == "POST":
        try:
            standard = _standard(version, request.POST.get("standard", ""))
            asked = request_certification(version, standard=standard, actor=actor, at=timezone.now())
        except ValidationError as error:
            fault = " ".join(error.messages)
        else:
            if asked.state == CertificationState.REFUSED:
                messages.warning(request, _("自动检查有未达到的要求，认证未通过。改进并发布新版本后可以再次申请。"))
            else:
                messages.success(request, _("认证申请已提交，等待审核人审核。"))
            return redirect("certification:certification", asked.uuid)
    held = open_certifications(version)
    choices = []
    for standard in standards_for(version.resource.library):
        rows = criterion_rows(standard, version)
        failing = sum(row.judgement is not None and row.judgement.is_met is False for row in rows)
        choices.append((standard, rows, failing, held.get(standard.pk)))
    context = {
        "version": version,
        "resource": version.resource,
        "choices": choices,
        "fault": fault,
        "can_write": rules.can_write_standard(actor, version.resource.library),
    }
    return render(request, "certification/request.html", context)


def _version(actor: Actor, uuid: UUID) -> ResourceVersion:
    resource = get_object_or_404(
        Resource.objects.visible_to(actor).select_related("library", "current_version__file"), uuid=uuid
    )
    version = resource.current_version
    if version is None:
        raise Http404
    version.resource = resource
    if not rules.can_request(actor, version):
        raise Http404
    return version


def _standard(version: ResourceVersion, given: str) -> CertificationStandard:
    try:
        found = standards_for(version.resource.library).filter(uuid=UUID(given)).first()
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(_("请选择本资源库现行的资源认证标准"))
    return found
