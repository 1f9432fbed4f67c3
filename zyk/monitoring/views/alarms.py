"""预警: what deserves a look, across all libraries the person watches."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.common.audience import audience
from zyk.common.spreadsheets import xlsx_response
from zyk.monitoring.enums import AlarmKind
from zyk.monitoring.forms import AlarmFilterForm
from zyk.monitoring.queries.alarms import Alarm, alarms
from zyk.monitoring.queries.libraries import monitored_libraries
from zyk.monitoring.rules import WATCHERS


@audience(*WATCHERS)
@require_GET
def alarm_list(request: HttpRequest) -> HttpResponse:
    form = AlarmFilterForm(request.GET)
    chosen = form.chosen()
    every = alarms(monitored_libraries(actor_in(request)), silent_days=chosen["days"], falls_percent=chosen["percent"])
    every = [alarm for alarm in every if _is_of(alarm, chosen)]
    counts = [(kind, sum(alarm.kind == kind for alarm in every)) for kind in AlarmKind]
    found = [alarm for alarm in every if chosen["kind"] in ("", alarm.kind)]
    if request.GET.get("export"):
        return _exported(found)
    context = {
        "form": form,
        "page": Paginator(found, 30).get_page(request.GET.get("page")),
        "counts": counts,
        "total": len(every),
        "kind": chosen["kind"],
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "monitoring/alarms.html", context)


def _is_of(alarm: Alarm, chosen: dict[str, Any]) -> bool:
    host, text = alarm.library.lead_host, chosen["q"]
    if chosen["province"] and host.province_id != chosen["province"]:
        return False
    return not text or text in alarm.library.name or text in host.name or text == alarm.library.code


def _exported(found: list[Alarm]) -> HttpResponse:
    header = [_("预警"), _("资源库编号"), _("资源库"), _("主持单位"), _("省份"), _("说明")]
    rows = (
        [
            str(alarm.kind.label),
            alarm.library.code,
            alarm.library.name,
            alarm.library.lead_host.name,
            str(alarm.library.lead_host.province or ""),
            alarm.words,
        ]
        for alarm in found
    )
    return xlsx_response(f"{_('监测预警')}-{timezone.localdate()}.xlsx", header, rows)
