from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zyk.reviews.enums import Recommendation
from zyk.reviews.models import Review
from zyk.reviews.rules.scoring import weights_of

MOST_STEPS = 10


class ScoreSheetForm(forms.Form):
    """The score sheet of one review: its criteria as they stood when it was assigned.

    `scores` holds what was given; which of them are missing is judged by the action when it is submitted."""

    recommendation = forms.ChoiceField(
        label=gettext_lazy("建议"), choices=Recommendation.choices, widget=forms.RadioSelect, required=False
    )
    opinion = forms.CharField(
        label=gettext_lazy("给申请单位的意见"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    confidential = forms.CharField(
        label=gettext_lazy("仅供评审组织方的意见"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        self.kept_reasons = {score.criterion_code: score.justification for score in review.scores.all()}
        kept = {score.criterion_code: f"{score.points.normalize():f}" for score in review.scores.all()}
        kwargs["initial"] = {each: getattr(review, each) for each in ("recommendation", "opinion", "confidential")}
        super().__init__(*args, **kwargs)
        self.review, self.kept = review, kept
        self.scores: dict[str, Decimal] = {}
        self.justifications: dict[str, str] = {}
        self.score_errors: dict[str, str] = {}

    def clean(self) -> dict[str, Any]:
        for criterion in self.review.criteria:
            text = self.data.get(f"score-{criterion['code']}", "").strip()
            self.justifications[criterion["code"]] = self.data.get(f"why-{criterion['code']}", "").strip()[:500]
            if text:
                try:
                    points = Decimal(text)
                    if not points.is_finite():
                        raise InvalidOperation
                    self.scores[criterion["code"]] = points.quantize(Decimal("0.01"))
                except InvalidOperation:
                    self.score_errors[criterion["code"]] = _("请填数字")
        return self.cleaned_data

    def refuse(self, refusal: ValidationError) -> None:
        """Put what the action refused at the criterion or field it concerns."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, texts in refusal.message_dict.items():
            if name in self.fields:
                self.add_error(name, texts)
            else:
                self.score_errors[name] = " ".join(texts)

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """The criteria as rows of the sheet; few whole points become buttons, others a number field."""
        weights = weights_of(self.review.criteria)
        return [self._row(criterion, weights[criterion["code"]]) for criterion in self.review.criteria]

    def _row(self, criterion: dict[str, Any], weight: Decimal) -> dict[str, Any]:
        code, maximum = criterion["code"], Decimal(str(criterion["maximum"]))
        value = self.data.get(f"score-{code}", "") if self.is_bound else self.kept.get(code, "")
        has_steps = maximum == maximum.to_integral_value() and maximum <= MOST_STEPS
        return {
            "code": code,
            "name": f"score-{code}",
            "title": criterion["title"],
            "guidance": criterion.get("guidance"),
            "maximum": f"{maximum.normalize():f}",
            "value": value,
            "steps": [str(step) for step in range(int(maximum) + 1)] if has_steps else [],
            "percent": f"{(weight * 100).quantize(Decimal('0.1')).normalize():f}",
            # the page counts points × weight ÷ 10
            "scale": f"{weight * 1000 / maximum:.4f}",
            "why_name": f"why-{code}",
            "why": self.data.get(f"why-{code}", "") if self.is_bound else self.kept_reasons.get(code, ""),
            "asks_why": criterion.get("justify_below") is not None or criterion.get("justify_above") is not None,
            "justify_below": criterion.get("justify_below"),
            "justify_above": criterion.get("justify_above"),
            "veto_below": criterion.get("veto_below"),
            "anchors": criterion.get("anchors") or [],
            "error": self.score_errors.get(code, ""),
        }
