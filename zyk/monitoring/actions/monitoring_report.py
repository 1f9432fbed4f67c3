"""监测报告: written from kept figures, sent down to the host, confirmed there."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, OrganisationKind, Role
from zyk.accounts.models import Organisation
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.common import audit
from zyk.common.moves import move
from zyk.library.enums import LibraryState
from zyk.library.models import Library
from zyk.monitoring.enums import REPORT_MOVES, ReportState
from zyk.monitoring.models import MonitoringReport, MonthlySending
from zyk.monitoring.queries.report_content import content_of_library, content_of_unit
from zyk.monitoring.rules import can_receive_report, can_send_report

LONGEST_DAYS = 366


def send_report(
    about: Library | Organisation, begins: date, ends: date, *, actor: Actor, message: str = ""
) -> MonitoringReport:
    """Send the host the figures of its library, or of all it leads, for a period that is over.

    ValidationError when nothing was computed within the period; PermissionDenied for whoever is neither the ministry
    nor the unit's own province."""
    if not can_send_report(actor, _host_of(about)) or actor.user is None:
        raise PermissionDenied
    if ends < begins:
        raise ValidationError({"ends": _("结束日不能早于开始日。")})
    if ends > timezone.localdate():
        raise ValidationError({"ends": _("期间尚未结束，不能报告将来的数据。")})
    if (ends - begins).days >= LONGEST_DAYS:
        raise ValidationError({"ends": _("一份报告最长一年，请分开下发。")})
    return _send(about, begins, ends, sender=actor.organisation, actor=actor, message=message.strip())


@transaction.atomic
def confirm_report(report: MonitoringReport, *, actor: Actor, at: datetime, reply: str = "") -> None:
    """By the host, once; its reply goes back to who sent the report."""
    if not can_receive_report(actor, report.organisation_id):
        raise PermissionDenied
    move(report, ReportState.RECEIVED, moves=REPORT_MOVES, actor=actor, why=reply.strip())
    MonitoringReport.objects.filter(pk=report.pk).update(received_at=at, received_by=actor.user, reply=reply.strip())
    if report.sent_by:
        notify(
            [report.sent_by],
            text=f"{report.organisation}已签收监测报告：{_about(report)}。",
            english_text=f"{report.organisation} has received the monitoring report on {_about(report)}.",
            url=reverse("monitoring:report", args=[report.uuid]),
        )


@transaction.atomic
def switch_monthly(sender: Organisation, *, is_on: bool, actor: Actor) -> MonthlySending:
    """Whether the reports of the past month go out by themselves on the third of each month."""
    if not actor.is_any(Role.MINISTRY_OFFICER, Role.PROVINCE_OFFICER) or actor.organisation_id != sender.pk:
        raise PermissionDenied
    made, _is_new = MonthlySending.objects.update_or_create(
        sender=sender, defaults={"is_on": is_on, "changed_by": actor.user}
    )
    audit.record(actor=actor, verb="switch_monthly", about=made, facts={"is_on": is_on})
    return made


def send_monthly(today: date) -> int:
    """Every library in the charge of an office that switched it on, its report of the past month; each once. A
    library without figures for the month is left out. Answers how many were sent."""
    begins, ends = month_before(today)
    sent = 0
    for sending in MonthlySending.objects.filter(is_on=True).select_related("sender").order_by("sender__kind", "id"):
        for library in _in_charge_of(sending.sender).exclude(reports__is_monthly=True, reports__period_from=begins):
            try:
                _send(library, begins, ends, sender=sending.sender, actor=Actor(), is_monthly=True)
            except ValidationError:
                continue
            sent += 1
    return sent


def month_before(today: date) -> tuple[date, date]:
    ends = today.replace(day=1) - timedelta(days=1)
    return ends.replace(day=1), ends


def _in_charge_of(sender: Organisation) -> Any:
    running = Library.objects.filter(state=LibraryState.RUNNING).select_related("lead_host").order_by("id")
    is_province = sender.kind == OrganisationKind.PROVINCE
    return running.filter(lead_host__province_id=sender.province_id) if is_province else running


@transaction.atomic
def _send(
    about: Library | Organisation,
    begins: date,
    ends: date,
    *,
    sender: Organisation | None,
    actor: Actor,
    message: str = "",
    is_monthly: bool = False,
) -> MonitoringReport:
    host = _host_of(about)
    content = (
        content_of_library(about, begins, ends) if isinstance(about, Library) else content_of_unit(about, begins, ends)
    )
    if content is None:
        raise ValidationError(_("这段时间里没有计算过指标，没有可以报告的数据。"))
    content |= {"sender": sender.name if sender else "", "message": message}
    report = MonitoringReport.objects.create(
        library=about if isinstance(about, Library) else None,
        organisation=host,
        sender=sender,
        sent_by=actor.user,
        period_from=begins,
        period_until=ends,
        is_monthly=is_monthly,
        message=message,
        content=content,
        sha256=hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest(),
        sent_at=timezone.now(),
    )
    audit.record(
        actor=actor,
        verb="send_report",
        about=report,
        to_state=ReportState.SENT,
        why=message,
        facts={"sha256": report.sha256},
    )
    notify(
        receivers_of(host),
        text=f"收到监测报告：{_about(report)}，请查看并签收。",
        english_text=f"A monitoring report has come: {_about(report)}. Please read it and confirm receipt.",
        url=reverse("monitoring:report", args=[report.uuid]),
        mail=True,
    )
    return report


def receivers_of(host: Organisation) -> Any:
    return people_in_role(host, *HOST_ROLES, Role.UNIT_ADMINISTRATOR)


def _host_of(about: Library | Organisation) -> Organisation:
    return about.lead_host if isinstance(about, Library) else about


def _about(report: MonitoringReport) -> str:
    return f"{report.library or report.organisation} {report.period_from} – {report.period_until}"
