"""The audit trail for those who answer for the platform: look up, take away, verify."""

from datetime import date, datetime, time
from itertools import islice

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zyk.common.audience import audience
from zyk.common.audit import broken_links
from zyk.common.models import AuditEntry
from zyk.common.paging import page_of
from zyk.common.spreadsheets import xlsx_response
from zyk.common.trail import kind_words, state_words, told, verb_words

READERS = ("ministry-officer", "operator")  # values of accounts.enums.Role
MOST_EXPORTED = 20_000
MOST_FAULTS_SHOWN = 20
FILTERS = ("kind", "verb", "person", "thing", "since", "until")


@audience(*READERS)
@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    return render(request, "common/trail.html", _page(request))


@audience(*READERS)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain and say whether it holds."""
    faults = list(islice(broken_links(), MOST_FAULTS_SHOWN))
    checked = {"faults": faults, "count": AuditEntry.objects.count(), "at": timezone.now()}
    return render(request, "common/trail.html", _page(request) | {"checked": checked})


@audience(*READERS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The entries found, newest first, at most 20,000."""
    header = [
        _("序号"),
        _("时间"),
        _("何人"),
        _("身份"),
        _("做了什么"),
        _("对象类型"),
        _("对象"),
        _("原状态"),
        _("新状态"),
        _("理由"),
        "SHA-256",
    ]
    rows = (
        [
            entry.sequence,
            timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
            entry.actor_name,
            entry.capacity,
            told(entry).act,
            kind_words(entry.object_type),
            entry.object_label,
            state_words(entry.object_type, entry.from_state),
            state_words(entry.object_type, entry.to_state),
            entry.why,
            entry.hash,
        ]
        for entry in _found(request)[:MOST_EXPORTED]
    )
    return xlsx_response(f"{_('审计记录')}-{timezone.localdate()}.xlsx", header, rows)


def _page(request: HttpRequest) -> dict:
    page = page_of(request, _found(request))
    entries = AuditEntry.objects.order_by()
    kinds = entries.values_list("object_type", flat=True).distinct()
    verbs = entries.values_list("verb", flat=True).distinct()
    return {
        "page": page,
        "lines": [told(entry) for entry in page],
        "kinds": sorted(((kind, kind_words(kind)) for kind in kinds), key=lambda pair: pair[1]),
        "verbs": sorted(((verb, verb_words(verb)) for verb in verbs), key=lambda pair: pair[1]),
        "chosen": {name: request.GET.get(name, "") for name in FILTERS},
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
    }


def _found(request: HttpRequest) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.order_by("-sequence")
    if kind := request.GET.get("kind"):
        found = found.filter(object_type=kind)
    if verb := request.GET.get("verb"):
        found = found.filter(verb=verb)
    if person := request.GET.get("person", "").strip():
        found = found.filter(Q(actor_name__icontains=person) | Q(capacity__icontains=person))
    if thing := request.GET.get("thing", "").strip():
        found = found.filter(object_label__icontains=thing)
    if since := _day(request.GET.get("since")):
        found = found.filter(at__gte=_moment(since, time.min))
    if until := _day(request.GET.get("until")):
        found = found.filter(at__lte=_moment(until, time.max))
    return found


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
