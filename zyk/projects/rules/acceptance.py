"""When a withheld project may be called again, what speaks against passing, and what the indicators propose."""

from dataclasses import dataclass
from datetime import date

from zyk.monitoring.queries.results import Report
from zyk.projects.enums import Conclusion, RectificationState
from zyk.projects.models import Acceptance
from zyk.reviews.enums import ObjectionState
from zyk.reviews.models import Objection


@dataclass(frozen=True)
class Veto:
    """A reason of the rulebook against 通过. The panel weighs it; the system only names it."""

    code: str
    zh: str
    en: str


def is_being_mended(acceptance: Acceptance, today: date) -> bool:
    """暂缓通过, its rectification neither done nor due: the host still has time (notice 二、（三）)."""
    if acceptance.conclusion != Conclusion.WITHHELD:
        return False
    return acceptance.rectification.state == RectificationState.OPEN and today <= acceptance.rectification.due_on


def vetoes_of(acceptance: Acceptance, report: Report | None, *, tasks_open: int) -> list[Veto]:
    """Indicators the rulebook marks as vetoes and that are missed; tasks not done (precondition 任务完成度); an upheld
    objection (precondition 公示结果). The precondition on the budget is the panel's own to judge."""
    found = [
        Veto(f"indicator:{each.indicator.code}", f"否决指标“{each.indicator.title.zh}”未达到门槛",
             f"Veto indicator “{each.indicator.title.en}” misses its threshold")
        for each in (report.measured if report else [])
        if each.indicator.veto and each.result.is_met is False
    ]  # fmt: skip
    if tasks_open:
        found.append(
            Veto(
                "task_completion",
                f"任务书有 {tasks_open} 项任务没有完成",
                f"{tasks_open} tasks of the task book are not done",
            )
        )
    if acceptance.dossier_id:
        upheld = Objection.objects.filter(
            item__dossier=acceptance.dossier_id,
            state__in=[ObjectionState.UPHELD_CURABLE, ObjectionState.UPHELD_SERIOUS],
        ).count()
        if upheld:
            found.append(
                Veto(
                    "public_notice", f"公示期间有 {upheld} 件异议成立", f"{upheld} objections of the notice were upheld"
                )
            )
    return found


def proposal_of(report: Report | None, vetoes: list[Veto]) -> str | None:
    """What the figures speak for, never more than a proposal: withheld with any veto or missed threshold, passed when
    all that is judged is met, None when nothing is judged."""
    if vetoes:
        return Conclusion.WITHHELD
    counts = report.counts if report else {}
    if counts.get("missed"):
        return Conclusion.WITHHELD
    return Conclusion.PASSED if counts.get("met") else None
