"""The rulebook of the demonstration: the 2019 edition with this year's dates.

What the 2019 notice leaves unknown and the walk needs (working days of the notice, size of a panel) is
set here and marked as the demonstration's own."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from zyk.common.audit import SYSTEM
from zyk.rulebook.actions import load_rulebook
from zyk.rulebook.models import Rulebook

SHIPPED = Path(__file__).resolve().parents[2] / "rulebook" / "editions" / "2019.yaml"
OWN = "演示数值，非通知规定"


def demonstration_edition(year: int, today: date) -> str:
    """YAML of an edition for `year` whose windows are open on `today`."""
    edition: dict[str, Any] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    edition |= {
        "year": year,
        "code": f"{year}-demo",
        "title": {
            "zh": f"演示：{year} 年度职业教育专业教学资源库规则集",
            "en": f"Demonstration: rulebook for vocational teaching-resource libraries {year}",
        },
        "notice_working_days": 5,
        "reconsideration_working_days": 10,
        "seals_contents": False,  # the walk goes from the form to the notice in one day
        "invented": True,
    }
    for window in edition["windows"]:
        window |= _days(window["step"], today)
        window["source"] = OWN
    edition["review"] |= {"panel_size": 3, "minimum_reviews": 3, "trim_from": 5, "source": OWN}
    return yaml.safe_dump(edition, allow_unicode=True, sort_keys=False, width=1000)


def load_demonstration_edition(year: int, today: date) -> Rulebook:
    """The edition of that year, loaded when it is not there yet."""
    known = Rulebook.objects.filter(code=f"{year}-demo").first()
    return known or load_rulebook(demonstration_edition(year, today), actor=SYSTEM)


def _days(step: str, today: date) -> dict[str, date | None]:
    if step == "online":
        return {"opens_on": today - timedelta(days=20), "closes_on": today + timedelta(days=40)}
    if step == "paper":
        return {"opens_on": None, "closes_on": today + timedelta(days=60)}
    return {"opens_on": None, "closes_on": date(today.year, 12, 31)}
