"""A monitoring report on paper and as a workbook, from what was kept when it was sent."""

import io
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import Workbook

from zyk.common.spreadsheets import inert
from zyk.common.templatetags.zyk import said
from zyk.common.typesetting import pdf_from
from zyk.monitoring.models import MonitoringReport
from zyk.monitoring.queries.results import STANDINGS
from zyk.rulebook.edition import Words

TEMPLATE = Path(__file__).parent / "templates" / "monitoring" / "print" / "report.typ"


def report_pdf(report: MonitoringReport) -> bytes:
    """All in Chinese: it is paper."""
    return pdf_from(TEMPLATE, report=report.content | {"sha256": report.sha256})


def report_workbook(report: MonitoringReport) -> bytes:
    """Three sheets in the reader's language: the indicators, use by day, what does not count."""
    content, book = report.content, Workbook(write_only=True)
    labels = {standing.code: str(standing.label) for standing in STANDINGS}
    figures = book.create_sheet(_("指标"))
    figures.append([inert(content["about"]), content["begins"], content["ends"], _("统计至"), content["as_of"]])
    figures.append([_("指标"), _("原始"), _("可信"), _("基期"), _("变化"), _("门槛"), _("结果"), _("不能计算的原因")])
    for dimension in content["dimensions"]:
        for row in dimension["rows"]:
            known = [row["raw"], row["credible"], row["before"], row["change"], row["threshold"]]
            why = said(Words(zh=row["why"][0], en=row["why"][1])) if row["why"] else ""
            title = said(Words(zh=row["zh"], en=row["en"]))
            figures.append([title, *known, labels.get(row["standing"], ""), why])
    use = book.create_sheet(_("期间使用"))
    use.append([_("日"), _("原始次数"), _("可信次数")])
    for step in content["steps"]:
        use.append(step)
    excluded = book.create_sheet(_("不计为使用的行为"))
    for chinese, english, count in content["excluded"]:
        excluded.append([said(Words(zh=chinese, en=english)), count])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
