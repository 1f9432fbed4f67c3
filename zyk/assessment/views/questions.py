from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.assessment.actions import add_question, edit_question, retire_question
from zyk.assessment.actions.bank import is_fixed
from zyk.assessment.enums import QuestionKind
from zyk.assessment.forms import QuestionForm
from zyk.assessment.models import Question
from zyk.assessment.queries import banks_of
from zyk.assessment.rules.access import can_edit_bank
from zyk.assessment.views.shared import own_bank
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def new_question(request: HttpRequest, uuid: Any, kind: str) -> HttpResponse:
    """A question of one kind; `?from=` starts from a copy of another."""
    bank, actor = own_bank(request, uuid), actor_in(request)
    if kind not in QuestionKind.values or not can_edit_bank(actor, bank):
        raise Http404
    copied = bank.questions.filter(uuid=source, kind=kind).first() if (source := _uuid_in(request)) else None
    form = QuestionForm(request.POST or None, kind=QuestionKind(kind), library=bank.library, question=copied)
    if request.method == "POST" and form.is_valid():
        try:
            add_question(bank, kind=kind, actor=actor, **form.parts)
            messages.success(request, _("已加入题库。"))
            again = "again" in request.POST
            return (
                redirect("assessment:new_question", bank.uuid, kind)
                if again
                else redirect("assessment:bank", bank.uuid)
            )
        except ValidationError as refusal:
            form.add_refusal(_by_field(refusal))
    context = {"bank": bank, "form": form, "kind": QuestionKind(kind), "kinds": QuestionKind.choices}
    return render(request, "assessment/question.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def question(request: HttpRequest, uuid: Any) -> HttpResponse:
    one, actor = _own_question(request, uuid), actor_in(request)
    form = QuestionForm(request.POST or None, kind=QuestionKind(one.kind), library=one.bank.library, question=one)
    if request.method == "POST" and form.is_valid():
        try:
            edit_question(one, actor=actor, **form.parts)
            messages.success(request, _("已保存。"))
            return redirect("assessment:bank", one.bank.uuid)
        except ValidationError as refusal:
            form.add_refusal(_by_field(refusal))
    context = {
        "bank": one.bank,
        "question": one,
        "form": form,
        "kind": QuestionKind(one.kind),
        "is_fixed": is_fixed(one),
        "cited_in": one.cited_in.select_related("assessment__course").order_by("-id")[:20],
    }
    return render(request, "assessment/question.html", context)


@audience(SIGNED_IN)
@require_POST
@once
def retire(request: HttpRequest, uuid: Any) -> HttpResponse:
    one = _own_question(request, uuid)
    is_retired = request.POST.get("retired") == "1"
    retire_question(one, is_retired=is_retired, actor=actor_in(request))
    messages.success(request, _("已停用，以后选题时不再出现。") if is_retired else _("已恢复使用。"))
    return redirect("assessment:question", one.uuid)


def _own_question(request: HttpRequest, uuid: Any) -> Question:
    actor = actor_in(request)
    rows = Question.objects.filter(bank__in=banks_of(actor).values("pk")).select_related("bank__library")
    one = get_object_or_404(rows, uuid=uuid)
    if not can_edit_bank(actor, one.bank):
        raise Http404
    return one


def _by_field(refusal: ValidationError) -> dict[str, list[str]]:
    return refusal.message_dict if hasattr(refusal, "error_dict") else {"__all__": refusal.messages}


def _uuid_in(request: HttpRequest) -> Any:
    try:
        return UUID(request.GET.get("from", ""))
    except ValueError:
        return None
