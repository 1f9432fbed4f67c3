"""The rulebook of a played year: the 2019 notice's own dates and thresholds,
and what it leaves unknown set by the play, so that a whole year can run."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from zyk.common.audit import SYSTEM
from zyk.rulebook.actions import load_rulebook
from zyk.rulebook.models import Rulebook

SHIPPED = Path(__file__).resolve().parents[2] / "rulebook" / "editions" / "2019.yaml"
OWN = "模拟数值，非通知规定"


def load_played_edition(year: int, *, panel_size: int) -> Rulebook:
    known = Rulebook.objects.filter(code=f"{year}-play").first()
    return known or load_rulebook(_edition(year, panel_size), actor=SYSTEM)


def _edition(year: int, panel_size: int) -> str:
    edition: dict[str, Any] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    edition |= {
        "year": year,
        "code": f"{year}-play",
        "title": {
            "zh": f"模拟：{year} 年度职业教育专业教学资源库规则集",
            "en": f"Played: rulebook for vocational teaching-resource libraries {year}",
        },
        "notice_working_days": 5,
        "reconsideration_working_days": 10,
        "invented": True,
    }
    for window in edition["windows"]:
        for end in ("opens_on", "closes_on"):
            if window.get(end):
                day = date.fromisoformat(str(window[end]))
                window[end] = day.replace(year=year)
    edition["review"] |= {"panel_size": panel_size, "minimum_reviews": 3, "trim_from": 5, "source": OWN}
    return yaml.safe_dump(edition, allow_unicode=True, sort_keys=False, width=1000)
