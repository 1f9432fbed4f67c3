"""我的筛选: lists kept with their filter and order."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in, user_in
from zyk.accounts.models import SavedFilter
from zyk.common.audience import SIGNED_IN, audience

PASSING = ("page", "once", "csrfmiddlewaretoken")  # where one stood, not what one looked for


@audience(SIGNED_IN)
@require_GET
def saved_filters(request: HttpRequest) -> HttpResponse:
    return render(
        request, "accounts/saved_filters.html", {"filters": SavedFilter.objects.visible_to(actor_in(request))}
    )


@audience(SIGNED_IN)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    path, name = request.POST.get("path", "")[:200], request.POST.get("name", "").strip()[:60]
    query = _lasting(request.POST.get("query", ""))
    if not _is_ours(path):
        return redirect("accounts:saved_filters")
    if not name or not query or len(query) > 500:
        messages.error(request, _("请先设好筛选条件，并写一个名称。"))
        return redirect(f"{path}?{query[:500]}")
    try:
        with transaction.atomic():
            SavedFilter.objects.create(user=user_in(request), name=name, path=path, query=query)
        messages.success(request, _("已保存筛选“%(name)s”，在工作台和个人菜单里可以找到。") % {"name": name})
    except IntegrityError:
        messages.error(request, _("你已经有一个叫“%(name)s”的筛选，请换一个名称。") % {"name": name})
    return redirect(f"{path}?{query}")


@audience(SIGNED_IN)
@require_POST
def remove(request: HttpRequest, uuid: str) -> HttpResponse:
    get_object_or_404(SavedFilter.objects.visible_to(actor_in(request)), uuid=uuid).delete()
    messages.success(request, _("筛选已删除。"))
    return redirect("accounts:saved_filters")


def _lasting(text: str) -> str:
    query = QueryDict(text, mutable=True)
    for name in PASSING:
        query.pop(name, None)
    for name in [name for name in query if not any(query.getlist(name))]:
        del query[name]
    return query.urlencode()


def _is_ours(path: str) -> bool:
    """Only an address of our own: nobody is led elsewhere by a kept filter."""
    try:
        return path.startswith("/") and not path.startswith("//") and bool(resolve(path))
    except Resolver404:
        return False
