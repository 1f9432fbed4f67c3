"""A person asks that his records be erased; the operator looks what there is, decides, and it is written down."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.records.actions import ask_erasure, begin_erasure, refuse_erasure
from zyk.records.enums import ErasureState
from zyk.records.forms import ErasureForm, ErasureSearchForm, RefusalForm
from zyk.records.models import Erasure
from zyk.records.queries import held_of
from zyk.records.tasks import erase


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def ask(request: HttpRequest) -> HttpResponse:
    """One's own request, from the page of one's own records."""
    actor = actor_in(request)
    assert actor.user is not None
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_erasure(actor.user, actor=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("申请已提交，处理完毕会通知你。"))
            return redirect("records:mine")
    earlier = Erasure.objects.filter(person=actor.user)[:10]
    context = {"form": form, "held": held_of(actor.user.uuid), "earlier": earlier}
    return render(request, "records/erasure_ask.html", context)


@audience(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
@once
def erasures(request: HttpRequest) -> HttpResponse:
    """All requests; and a person looked up, with what is held of him and a form to begin one on his behalf."""
    actor = actor_in(request)
    search = ErasureSearchForm(request.GET if "person" in request.GET else None)
    person = search.cleaned_data["person"] if search.is_bound and search.is_valid() else None
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and person is not None and form.is_valid():
        try:
            erasure = ask_erasure(person, actor=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("records:erasure_decide", erasure.uuid)
    page = page_of(request, Erasure.objects.visible_to(actor).select_related("person"))
    context = {"page": page, "search": search, "person": person, "form": form}
    return render(request, "records/erasures.html", context | {"held": held_of(person.uuid) if person else None})


@audience(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
@once
def decide(request: HttpRequest, uuid: str) -> HttpResponse:
    """One request: what would be done, then do it or refuse it."""
    actor = actor_in(request)
    erasure = get_object_or_404(Erasure.objects.visible_to(actor).select_related("person"), uuid=uuid)
    refusal = RefusalForm(request.POST if "refuse" in request.POST else None)
    if request.method == "POST":
        if "refuse" not in request.POST:
            begin_erasure(erasure, actor=actor)
            transaction.on_commit(lambda: erase(erasure.pk))
            messages.success(request, _("已开始处理，完成后会通知本人。"))
            return redirect("records:erasures")
        if refusal.is_valid():
            refuse_erasure(erasure, actor=actor, answer=refusal.cleaned_data["answer"])
            messages.success(request, _("已答复申请人。"))
            return redirect("records:erasures")
    is_open = erasure.state == ErasureState.ASKED
    context = {"erasure": erasure, "refusal": refusal, "is_open": is_open}
    return render(request, "records/erasure_decide.html", context | {"held": held_of(erasure.person.uuid)})
