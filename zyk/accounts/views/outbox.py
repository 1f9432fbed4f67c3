"""发件: what the platform mails, for those who keep it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actions import change_mail, edit_mail, hold_outbox, release_outbox
from zyk.accounts.actor import actor_in
from zyk.accounts.enums import OUTBOX_ROLES, MailState
from zyk.accounts.forms.outbox import HoldForm, MailForm
from zyk.accounts.models import Mail, OutboxHold
from zyk.accounts.outbox import send_waiting
from zyk.common import audit
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of

SORTS = {"at": ("created_at", "id"), "recipient": ("recipient__name", "id"), "state": ("state", "id")}
ACTS = {
    "hold": MailState.HELD,
    "release": MailState.QUEUED,
    "resend": MailState.QUEUED,
    "drop": MailState.DROPPED,
}


@audience(*OUTBOX_ROLES)
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """One row a mail; the address stands on the mail's own page, where reading it leaves a trace."""
    text, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    own = Mail.objects.visible_to(actor_in(request))
    sort = sort_of(request, SORTS, "-at")
    rows = own.containing(text).select_related("recipient").defer("body")
    rows = rows.filter(state=state) if state in MailState.values else rows
    counts = dict(own.order_by().values_list("state").annotate(n=Count("id")))
    context = {
        "text": text,
        "state": state,
        "states": [(each.value, each.label, counts.get(each.value, 0)) for each in MailState],
        "sort": sort,
        "page": page_of(request, rows.order_by(*sort.order_by)),
        "hold": OutboxHold.objects.filter(is_on=True).select_related("held_by").first(),
        "form": HoldForm(),
        "waiting": counts.get(MailState.QUEUED, 0),
    }
    return render(request, "accounts/outbox.html", context)


@audience(*OUTBOX_ROLES)
@require_http_methods(["GET", "POST"])
@once
def mail(request: HttpRequest, uuid: str) -> HttpResponse:
    actor = actor_in(request)
    row = get_object_or_404(Mail.objects.visible_to(actor).select_related("recipient"), uuid=uuid)
    form = MailForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            edit_mail(row, **form.cleaned_data, actor=actor)
            messages.success(request, _("邮件已修改。"))
            return redirect("accounts:mail", row.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    elif request.method == "GET":
        audit.record(actor=actor, verb="read_contact_data", about=row.recipient)
    may_edit = row.state in (MailState.HELD, MailState.FAILED)
    context = {"mail": row, "form": form, "may_edit": may_edit, "acts": _acts_of(row)}
    return render(request, "accounts/mail.html", context)


@audience(*OUTBOX_ROLES)
@require_POST
@once
def change(request: HttpRequest, uuid: str) -> HttpResponse:
    row = get_object_or_404(Mail.objects.visible_to(actor_in(request)), uuid=uuid)
    to_state = ACTS.get(request.POST.get("act", ""))
    try:
        if to_state is None:
            raise ValidationError(_("请选择要做的事。"))
        change_mail(row, to_state=to_state, actor=actor_in(request))
        messages.success(request, _("已更改：%(state)s。") % {"state": to_state.label})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("accounts:mail", row.uuid)


@audience(*OUTBOX_ROLES)
@require_POST
@once
def hold(request: HttpRequest) -> HttpResponse:
    try:
        hold_outbox(why=request.POST.get("why", ""), actor=actor_in(request), at=timezone.now())
        messages.success(request, _("发件已暂停，新邮件会留在这里。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("accounts:outbox")


@audience(*OUTBOX_ROLES)
@require_POST
@once
def release(request: HttpRequest) -> HttpResponse:
    try:
        freed = release_outbox(actor=actor_in(request))
        words = ngettext("发件已恢复，%(n)d 封暂缓的邮件改为待发。", "发件已恢复，%(n)d 封暂缓的邮件改为待发。", freed)
        messages.success(request, words % {"n": freed})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("accounts:outbox")


@audience(*OUTBOX_ROLES)
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send what waits now; whatever was asked twice goes out once."""
    sent = send_waiting(timezone.now())
    messages.success(request, ngettext("已发出 %(n)d 封邮件。", "已发出 %(n)d 封邮件。", sent) % {"n": sent})
    return redirect("accounts:outbox")


def _acts_of(row: Mail) -> list[tuple[str, str, str]]:
    """(act, words, button class) allowed in the mail's state."""
    return {
        MailState.QUEUED: [("hold", _("暂缓"), "btn-line"), ("drop", _("不再发送"), "btn-line")],
        MailState.HELD: [("release", _("放行"), "btn-primary"), ("drop", _("不再发送"), "btn-line")],
        MailState.FAILED: [("resend", _("重新发送"), "btn-primary"), ("drop", _("不再发送"), "btn-line")],
        MailState.DROPPED: [("resend", _("重新发送"), "btn-line")],
    }.get(MailState(row.state), [])
