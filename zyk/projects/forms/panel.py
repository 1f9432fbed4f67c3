from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.reviews.enums import PanelKind, ScoreMethod
from zyk.reviews.rules.recusal import RecusalPolicy


class PanelForm(forms.Form):
    """What is fixed when a panel is set up; figures the rulebook gives are filled in and named as such."""

    title = forms.CharField(label=_("专家组名称"), max_length=160)
    kind = forms.ChoiceField(label=_("形式"), choices=PanelKind.choices, initial=PanelKind.ONLINE)
    reviews_each = forms.IntegerField(label=_("每件评议份数"), min_value=1, max_value=15)
    max_load = forms.IntegerField(
        label=_("每人最多承担件数"), min_value=1, max_value=200, required=False, help_text=_("不填则不设上限。")
    )
    method = forms.ChoiceField(
        label=_("计分方法"), choices=ScoreMethod.choices, help_text=_("评议开始前定下，之后不能改；三种结果都会列出。")
    )
    due_on = forms.DateField(
        label=_("评议截止"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    alliance = forms.BooleanField(label=_("联盟成员单位的专家回避"), required=False, initial=True)
    cooperation = forms.BooleanField(label=_("共同承担过项目的单位的专家回避"), required=False, initial=True)
    cooperation_years = forms.IntegerField(
        label=_("共同承担项目追溯年数"), min_value=1, max_value=30, required=False, help_text=_("不填则不限年数。")
    )
    same_province = forms.BooleanField(label=_("同省专家回避"), required=False)

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise ValidationError(_("截止日不能早于今天"))
        return day

    @property
    def policy(self) -> RecusalPolicy:
        given = self.cleaned_data
        return RecusalPolicy(**{name: given[name] for name in RecusalPolicy.__dataclass_fields__})

    @property
    def settings(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in ("title", "kind", "reviews_each", "max_load", "method", "due_on")}
