"""Scores: points of a criterion go from 0 to its maximum; weights are those of the score sheet.

While the rulebook leaves weights unset, every criterion weighs the same."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


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
