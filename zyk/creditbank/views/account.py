"""The learner's own pages: passbook, claims, requests."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zyk.accounts.actor import actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.common.spreadsheets import xlsx_response
from zyk.creditbank.actions import claim_credential, request_conversion
from zyk.creditbank.forms import ClaimForm
from zyk.creditbank.models import Outcome
from zyk.creditbank.queries import entries_of, fits_of, outcomes_of, passbook_of, published_rules
from zyk.media.actions import store_file

# The layout in which a school files its own courses with a credit bank; what is not kept here stays empty.
HEADINGS = (
    *("姓名", "身份证号", "专业", "课程名称", "教育层次代码", "教育类别代码", "学分", "学时", "成绩", "获得时间"),
    *("届别", "毕业结业肄业", "毕业季", "备注", "学号"),
)


@audience(SIGNED_IN)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Balance, outcomes with the rules that fit them, entries."""
    user = actor_in(request).user
    assert user is not None
    rules, today = list(published_rules()), timezone.localdate()
    outcomes = [
        (outcome, fits_of(outcome, rules, today)) for outcome in outcomes_of(user).prefetch_related("conversions")
    ]
    context = {
        "passbook": passbook_of(user),
        "outcomes": outcomes,
        "page": page_of(request, entries_of(user), per_page=20),
    }
    return render(request, "creditbank/account.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def claim(request: HttpRequest) -> HttpResponse:
    """Ask for recognition of a 1+X credential."""
    actor = actor_in(request)
    initial = {"organisation": actor.organisation.name} if actor.organisation else {}
    form = ClaimForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        upload = given.pop("evidence")
        try:
            evidence = store_file(upload, name=upload.name, actor=actor) if upload else None
            claim_credential(**given, evidence=evidence, actor=actor)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("已提交，认定单位审核后会通知你。"))
            return redirect("creditbank:account")
    return render(request, "creditbank/claim.html", {"form": form}, status=422 if form.errors else 200)


@audience(SIGNED_IN)
@require_POST
@once
def convert(request: HttpRequest, uuid: str, rule: str) -> HttpResponse:
    """Ask a school to convert one's outcome by its rule."""
    actor = actor_in(request)
    outcome = get_object_or_404(Outcome, uuid=uuid, user=actor.user)
    chosen = get_object_or_404(published_rules(), uuid=rule)
    try:
        request_conversion(outcome=outcome, rule=chosen, actor=actor, today=timezone.localdate())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("转换申请已提交，学校审核后会通知你。"))
    return redirect("creditbank:account")


@audience(SIGNED_IN)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """One's own recognised course outcomes, in the layout of a credit bank."""
    user = actor_in(request).user
    assert user is not None
    rows = [
        [
            user.name,
            "",
            outcome.enrolment.run.course.library.specialty.name if outcome.enrolment else "",
            outcome.title,
            "",
            "",
            (outcome.credit_hundredths or 0) / 100,
            outcome.hours,
            outcome.percent,
            outcome.achieved_on.strftime("%Y%m"),
            "",
            "",
            "",
            outcome.awarding_organisation.name if outcome.awarding_organisation else "",
            "",
        ]
        for outcome in outcomes_of(user)
        .filter(kind="course", state="recognised")
        .select_related("enrolment__run__course__library__specialty")
    ]
    return xlsx_response("学习成果.xlsx", HEADINGS, rows)
