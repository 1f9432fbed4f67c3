"""What changed in the original of a derived course, side by side, to be taken or left."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from zyk.accounts.actor import actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.library.actions import merge_upstream
from zyk.library.queries import upstream_changes
from zyk.library.views.lists import own_or_built_course, said_of


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def upstream(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Take all, choose one by one, or keep one's own; conflicts are kept unless somebody says otherwise."""
    one, actor = own_or_built_course(request, uuid), actor_in(request)
    if one.derived_from_id is None or one.owner_id != (actor.user.pk if actor.user else None):
        raise Http404
    changes = upstream_changes(one)
    chosen = {told.change.key: request.POST.get(f"c-{told.change.key}", "") for told in changes.told}
    if request.method == "POST":
        way = request.POST.get("way", "")
        taken = [key for key, choice in chosen.items() if way == "all" or (way == "chosen" and choice == "theirs")]
        try:
            count = merge_upstream(one, taken=taken, digest=request.POST.get("digest", ""), actor=actor)
        except ValidationError as error:
            messages.error(request, said_of(error))
        else:
            said = ngettext("已合并原课程的 %(n)d 处更新。", "已合并原课程的 %(n)d 处更新。", count)
            messages.success(request, said % {"n": count} if count else _("已保持你的内容，这些更新不再提示。"))
            return redirect("library:builder", uuid)
    rows = [(told, (chosen[told.change.key] or _usual(told)) == "theirs") for told in changes.told]
    context = {"course": one, "library": one.library, "changes": changes, "rows": rows}
    return render(request, "library/upstream.html", context, status=409 if request.method == "POST" else 200)


def _usual(told: Any) -> str:
    return "mine" if told.change.is_conflict else "theirs"
