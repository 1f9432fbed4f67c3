"""Conversion rules: public once published, written by the school whose course they grant."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zyk.accounts.actor import actor_in
from zyk.common.audience import ANYONE, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.creditbank.actions import publish_rule, retire_rule
from zyk.creditbank.enums import RuleState
from zyk.creditbank.forms import RuleForm
from zyk.creditbank.models import ConversionRule
from zyk.creditbank.queries import rules_visible_to
from zyk.creditbank.rules import can_decide_conversion, can_manage_rules
from zyk.creditbank.views.deciding import DECIDING


@audience(ANYONE)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Published rules for everyone; the school's own drafts beside them."""
    actor = actor_in(request)
    text = request.GET.get("q", "").strip()
    rows = rules_visible_to(actor)
    if text:
        rows = rows.filter(
            Q(title__icontains=text)
            | Q(code__icontains=text)
            | Q(target_course__icontains=text)
            | Q(organisation__name__icontains=text)
        )
    context = {"page": page_of(request, rows.order_by("code")), "q": text, "may_write": can_manage_rules(actor)}
    return render(request, "creditbank/rules.html", context)


@audience(ANYONE)
@require_safe
def rule(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    one = get_object_or_404(rules_visible_to(actor), uuid=uuid)
    is_own = can_decide_conversion(actor, one)
    context = {"rule": one, "is_own": is_own, "history": history_of(one) if is_own else ()}
    return render(request, "creditbank/rule.html", context)


@audience(*DECIDING)
@require_http_methods(["GET", "POST"])
@once
def write(request: HttpRequest, uuid: str | None = None) -> HttpResponse:
    """Draft a rule or go on with a draft; what has been published is not changed any more."""
    actor = actor_in(request)
    known = None
    if uuid:
        drafts = ConversionRule.objects.filter(state=RuleState.DRAFT, organisation_id=actor.organisation_id or 0)
        known = get_object_or_404(drafts, uuid=uuid)
    draft = known or ConversionRule(organisation=actor.organisation)
    form = RuleForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("已保存草稿。公布后才会用于转换。"))
        return redirect("creditbank:rule", saved.uuid)
    context = {"form": form, "rule": known}
    return render(request, "creditbank/write_rule.html", context, status=422 if form.errors else 200)


@audience(*DECIDING)
@require_POST
@once
def move_rule(request: HttpRequest, uuid: str) -> HttpResponse:
    """Publish or retire."""
    actor = actor_in(request)
    one = get_object_or_404(ConversionRule, uuid=uuid)
    if not can_decide_conversion(actor, one):
        raise Http404
    try:
        if "publish" in request.POST:
            publish_rule(one, actor=actor)
            messages.success(request, _("规则已公布。"))
        else:
            retire_rule(one, why=request.POST.get("why", ""), actor=actor)
            messages.success(request, _("规则已停用。"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("creditbank:rule", one.uuid)
