"""Forms of a running project: changes, adjustments, payments, performance reviews."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation
from zyk.common.money import fen_from_wan
from zyk.projects.enums import ChangeKind


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class ChangeForm(forms.Form):
    kind = forms.ChoiceField(label=_("变更类别"), choices=ChangeKind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("变更理由与内容"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    new_host = forms.ModelChoiceField(
        label=_("拟任主持单位"), queryset=Organisation.objects.none(), required=False, empty_label=_("不变更"),
        help_text=_("变更第一主持单位时选择；只能是已确认参加的成员单位。"),
    )  # fmt: skip
    new_end_on = day_field(_("变更后的完成期限"), required=False, help_text=_("变更建设期限时填写。"))
    attachment = forms.FileField(label=_("变更申请文件"), required=False, help_text=_("一个文件，PDF、文档或图片。"))

    def __init__(self, *args: Any, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_host"].queryset = units  # type: ignore[attr-defined]


class AdjustmentForm(forms.Form):
    request = forms.CharField(label=_("调整请示"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    note = forms.CharField(
        label=_("调整说明"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("逐项说明调增、调减的原因。"),
    )
    attachment = forms.FileField(label=_("请示文件"), required=False, help_text=_("盖章的扫描件，PDF、文档或图片。"))


class WorkbookForm(forms.Form):
    scope = forms.CharField(max_length=20)
    file = forms.FileField(label=_("预算表"))


class WanField(forms.CharField):
    """An amount in 万元, kept in fen."""

    def clean(self, value: Any) -> Any:
        return fen_from_wan(super().clean(value))


class PlanForm(forms.Form):
    amount = WanField(label=_("金额（万元）"), max_length=24, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    planned_on = day_field(_("计划拨付日"), required=False)


class PayForm(forms.Form):
    document_number = forms.CharField(label=_("拨款文号"), required=False, max_length=80)
    paid_on = day_field(_("拨付日期"))


class ReceiptForm(forms.Form):
    received_on = day_field(_("到账日期"))


class PointsForm(forms.Form):
    """Points for each criterion of a review sheet, and words."""

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], words: str, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = "en" if (get_language() or "").startswith("en") else "zh"
        self.words, self.codes = words, [each["code"] for each in criteria]
        for each in criteria:
            self.fields[f"points-{each['code']}"] = forms.DecimalField(
                label=each["title"][language],
                help_text=_("0 到 %(maximum)g 分。%(guidance)s")
                % {"maximum": each["maximum"], "guidance": each["guidance"][language]},
                required=False,
                max_digits=6,
                decimal_places=2,
            )
        self.fields[words] = forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 6}))

    @property
    def points(self) -> dict[str, Decimal]:
        """Those that were given."""
        given = {code: self.cleaned_data.get(f"points-{code}") for code in self.codes}
        return {code: value for code, value in given.items() if value is not None}
