"""Scores: points of a criterion go from 0 to its maximum; weights are those of the score sheet.

While the rulebook leaves weights unset, every criterion weighs the same."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zyk.reviews.enums import Recommendation


def check_bounds(criteria: list[dict[str, Any]], scores: Mapping[str, Decimal]) -> None:
    """Whatever is scored so far lies within its bounds; ValidationError by criterion code otherwise."""
    scored = [criterion for criterion in criteria if criterion["code"] in scores]
    check_scores(scored, scores)


def check_scores(criteria: list[dict[str, Any]], scores: Mapping[str, Decimal]) -> None:
    """Every criterion is scored within its bounds; ValidationError by criterion code otherwise."""
    errors = {}
    for criterion in criteria:
        points = scores.get(criterion["code"])
        if points is None:
            errors[criterion["code"]] = _("请给出分数")
        elif not 0 <= points <= Decimal(str(criterion["maximum"])):
            errors[criterion["code"]] = _("分数应在 0 到 %(maximum)s 之间") % {"maximum": criterion["maximum"]}
    if errors:
        raise ValidationError(errors)


def check_justified(
    criteria: list[dict[str, Any]], scores: Mapping[str, Decimal], justifications: Mapping[str, str]
) -> None:
    """Very low and very high points need a reason, where the score sheet says from where on."""
    errors = {
        criterion["code"]: _("这个分数须写明理由")
        for criterion in criteria
        if criterion["code"] in scores
        and needs_justification(criterion, scores[criterion["code"]])
        and not justifications.get(criterion["code"], "").strip()
    }
    if errors:
        raise ValidationError(errors)


def needs_justification(criterion: Mapping[str, Any], points: Decimal) -> bool:
    low, high = criterion.get("justify_below"), criterion.get("justify_above")
    return (low is not None and points < Decimal(str(low))) or (high is not None and points > Decimal(str(high)))


def vetoes_in(criteria: list[dict[str, Any]], scores: Mapping[str, Decimal]) -> list[str]:
    """Codes of the criteria whose points lie below what the sheet calls a veto (一票否决)."""
    return [
        criterion["code"]
        for criterion in criteria
        if criterion.get("veto_below") is not None
        and criterion["code"] in scores
        and scores[criterion["code"]] < Decimal(str(criterion["veto_below"]))
    ]


def check_vetoes(criteria: list[dict[str, Any]], scores: Mapping[str, Decimal], recommendation: str) -> None:
    """Who falls below a veto on one criterion cannot recommend support at the same time."""
    if vetoes_in(criteria, scores) and recommendation != Recommendation.DECLINE:
        raise ValidationError({"recommendation": _("有一项低于否决线，建议只能是“不建议支持”。")})


def total_of(criteria: list[dict[str, Any]], scores: Mapping[str, Decimal]) -> Decimal:
    """Weighted total on a scale of 100."""
    weights = weights_of(criteria)
    total = sum(
        (scores[c["code"]] / Decimal(str(c["maximum"])) * weights[c["code"]] for c in criteria), start=Decimal(0)
    )
    return (total * 100).quantize(Decimal("0.01"))


def weights_of(criteria: list[dict[str, Any]]) -> dict[str, Decimal]:
    """Weights that sum to 1: the given ones as they are, what is left shared equally by the unset ones."""
    given = {c["code"]: Decimal(str(c["weight"])) for c in criteria if c.get("weight") is not None}
    unset = [c["code"] for c in criteria if c.get("weight") is None]
    rest = max(Decimal(1) - sum(given.values(), start=Decimal(0)), Decimal(0))
    shared = {code: rest / len(unset) for code in unset} if unset else {}
    weights = given | shared
    whole = sum(weights.values(), start=Decimal(0))
    return {code: weight / whole for code, weight in weights.items()}
