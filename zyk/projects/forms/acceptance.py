"""Forms of the acceptance."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zyk.projects.enums import Conclusion
from zyk.projects.models import Cycle


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class OpenForm(forms.Form):
    cycle = forms.ModelChoiceField(label=_("验收年度"), queryset=Cycle.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, *, cycles: QuerySet[Cycle]) -> None:
        super().__init__(data)
        self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]


class SelfReviewForm(forms.Form):
    self_review = forms.CharField(
        label=_("自评报告"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 28}),
        help_text=_("初稿由任务书、季报和当日指标生成，请核对、补充后提交。提交时系统会重新计算一次指标并随自评保存。"),
    )


class PostponementForm(forms.Form):
    reason = forms.CharField(label=_("延期理由"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    until = _day(_("申请延期至"))


class AnswerForm(forms.Form):
    why = forms.CharField(
        label=_("答复意见"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不同意时须说明理由。"),
    )


class ConclusionForm(forms.Form):
    conclusion = forms.ChoiceField(label=_("验收结论"), choices=Conclusion.choices, widget=forms.RadioSelect)
    opinion = forms.CharField(label=_("专家组意见"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    rectification_requirements = forms.CharField(
        label=_("整改要求"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("结论为暂缓通过时填写。"),
    )
    rectification_due_on = _day(_("整改期限"), required=False, help_text=_("结论为暂缓通过时填写。"))


class RectificationForm(forms.Form):
    report = forms.CharField(label=_("整改报告"), required=False, widget=forms.Textarea(attrs={"rows": 10}))
    proof = forms.FileField(label=_("佐证材料"), required=False, help_text=_("一个文件，PDF、文档、表格或图片。"))
