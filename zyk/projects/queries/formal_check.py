"""The items of a formal check: what the system can see for itself, and what an officer must look at."""

from dataclasses import dataclass
from decimal import Decimal

from zyk.monitoring.models import IndicatorResult
from zyk.projects.models import Application, Revision
from zyk.projects.rules.recommendation import has_matching_paper, needs_paper
from zyk.rulebook.edition import Condition, Words


@dataclass(frozen=True)
class CheckItem:
    """`is_met` None: nobody can say yet."""

    code: str
    title: Words
    is_automatic: bool
    is_met: bool | None = None
    found: str = ""


SEALED = Words(zh="单位已盖章", en="Sealed by the unit")
PAPER = Words(zh="纸质件与网上最新修订一致", en="The paper copy is the current revision")
GENUINE = Words(zh="附件真实、完整、清晰", en="Attachments genuine, complete and legible")
RIGHTS = Words(zh="知识产权承诺有效", en="The declaration on intellectual property is valid")


def check_items(application: Application, revision: Revision) -> list[CheckItem]:
    """In the order an officer works: seal, paper, the rulebook's conditions, then what only eyes can judge."""
    items = [CheckItem("sealed", SEALED, is_automatic=True, is_met=revision.sealed_at is not None)]
    if needs_paper(application):
        items.append(CheckItem("paper", PAPER, is_automatic=True, is_met=has_matching_paper(application)))
    measured = measures_of(application)
    items += [_condition(condition, measured) for condition in application.cycle.rulebook.edition.conditions]
    items.append(CheckItem("attachments", GENUINE, is_automatic=False))
    items.append(CheckItem("rights", RIGHTS, is_automatic=False))
    return items


def measures_of(application: Application) -> dict[str, Decimal | None]:
    """The library's latest credible figures by indicator code; empty while nothing was computed."""
    latest = application.library.computations.order_by("-id").first()
    if latest is None:
        return {}
    return dict(IndicatorResult.objects.filter(computation=latest).values_list("code", "credible_value"))


def _condition(condition: Condition, measured: dict[str, Decimal | None]) -> CheckItem:
    """A threshold nobody knows, or a figure not yet measured, is left to the officer."""
    value = measured.get(condition.measure)
    if condition.threshold is None or value is None:
        found = "" if value is None else f"{value.normalize():f}"
        return CheckItem(f"condition-{condition.code}", condition.title, is_automatic=False, found=found)
    threshold = Decimal(str(condition.threshold))
    is_met = value >= threshold if condition.comparison == "min" else value <= threshold
    return CheckItem(
        f"condition-{condition.code}",
        condition.title,
        is_automatic=True,
        is_met=is_met,
        found=f"{value.normalize():f} / {threshold.normalize():f}",
    )
