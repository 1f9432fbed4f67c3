"""What is a person's own: profile, capacity, notifications."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in, user_in
from zyk.accounts.forms.people import ProfileForm
from zyk.accounts.middleware import SESSION_KEY
from zyk.accounts.models import Membership, Notification
from zyk.accounts.queries import capacities_of
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.paging import page_of


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = user_in(request)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(user.language):
            messages.success(request, _("个人资料已保存。"))
        response = redirect("accounts:profile")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response
    user.refresh_from_db()
    return render(request, "accounts/profile.html", {"form": form, "memberships": capacities_of(user)})


@audience(SIGNED_IN)
@require_POST
def switch_capacity(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own capacities."""
    own = capacities_of(user_in(request))
    try:
        chosen = get_object_or_404(own, uuid=request.POST.get("membership", ""))
    except (ValidationError, ValueError):  # no uuid at all
        return redirect("accounts:profile")
    request.session[SESSION_KEY] = chosen.pk
    messages.success(request, _("现在以“%(capacity)s”的身份办事。") % {"capacity": _words_of(chosen)})
    return redirect(settings.LOGIN_REDIRECT_URL)


@audience(SIGNED_IN)
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    own = Notification.objects.visible_to(actor_in(request))
    only_unread = request.GET.get("show") == "unread"
    rows = own.filter(read_at=None) if only_unread else own
    context = {"page": page_of(request, rows.order_by("-id"), per_page=30), "only_unread": only_unread}
    return render(request, "accounts/notifications.html", context)


@audience(SIGNED_IN)
@require_GET
def open_notification(request: HttpRequest, number: int) -> HttpResponse:
    """Follow a notification; what is opened counts as read."""
    note = get_object_or_404(Notification.objects.visible_to(actor_in(request)), pk=number)
    if note.read_at is None:
        note.read_at = timezone.now()
        note.save(update_fields=["read_at"])
    if note.url and url_has_allowed_host_and_scheme(note.url, allowed_hosts=None):
        return redirect(note.url)
    return redirect("accounts:notifications")


@audience(SIGNED_IN)
@require_POST
def read_notifications(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    unread = Notification.objects.visible_to(actor_in(request)).filter(read_at=None)
    unread.update(read_at=timezone.now())
    messages.success(request, _("通知已全部标为已读。"))
    return redirect("accounts:notifications")


def _words_of(membership: Membership) -> str:
    return f"{membership.get_role_display()} · {membership.organisation}"
