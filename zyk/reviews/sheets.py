"""A score sheet of the rulebook as plain data, frozen into a panel and each of its reviews."""

from typing import Any

from zyk.rulebook.edition import ScoreSheet


def sheet_of(sheet: ScoreSheet) -> list[dict[str, Any]]:
    return [
        {
            "code": criterion.code,
            "title": {"zh": criterion.title.zh, "en": criterion.title.en},
            "weight": criterion.weight,
            "maximum": criterion.maximum,
            "guidance": {"zh": criterion.guidance.zh, "en": criterion.guidance.en},
            "anchors": [
                {"points": anchor.points, "words": {"zh": anchor.words.zh, "en": anchor.words.en}}
                for anchor in criterion.anchors
            ],
            "justify_below": criterion.justify_below,
            "justify_above": criterion.justify_above,
            "veto_below": criterion.veto_below,
        }
        for criterion in sheet.criteria
    ]
