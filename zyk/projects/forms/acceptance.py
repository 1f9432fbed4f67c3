"""Forms of the acceptance."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zyk.projects.enums import Conclusion
from zyk.projects.models import Cycle
from zyk.projects.queries.self_review import SECTIONS


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class OpenForm(forms.Form):
    cycle = forms.ModelChoiceField(label=_("验收年度"), queryset=Cycle.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, *, cycles: QuerySet[Cycle]) -> None:
        super().__init__(data)
        self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]


class SelfReviewForm(forms.Form):
    """The host's words, section by section; the figures between them are the system's."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, title in SECTIONS.items():
            self.fields[code] = forms.CharField(
                label=title,  # type: ignore[arg-type]
                required=False,
                max_length=20000,
                widget=forms.Textarea(attrs={"rows": 8 if code == "summary" else 4}),
            )

    @property
    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in SECTIONS}


class MaterialForm(forms.Form):
    slot = forms.CharField(max_length=60)
    file = forms.FileField(label=_("材料"))


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


class NoticeForm(forms.Form):
    title = forms.CharField(label=_("公示标题"), required=False, max_length=160)
    opens_on = _day(_("公示开始"))


class PanelForm(forms.Form):
    title = forms.CharField(label=_("专家组名称"), required=False, max_length=160)
    size = forms.IntegerField(label=_("抽取人数"), min_value=1, max_value=99)
    seed = forms.CharField(
        label=_("抽取种子"), max_length=64, help_text=_("由监督人当场给出；同一种子可复算出同一名单。")
    )
    witness = forms.CharField(label=_("监督人"), max_length=80)


class ConclusionForm(forms.Form):
    conclusion = forms.ChoiceField(label=_("验收结论"), choices=Conclusion.choices, widget=forms.RadioSelect)
    opinion = forms.CharField(label=_("专家组意见"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    despite_vetoes = forms.CharField(
        label=_("仍建议通过的理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("有否决项而建议通过时填写。"),
    )
    requirements = forms.CharField(
        label=_("整改要求"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("结论为暂缓通过时填写。"),
    )
    rectify_by = _day(_("整改期限"), required=False, help_text=_("结论为暂缓通过时填写。"))


class PublishForm(forms.Form):
    document_number = forms.CharField(label=_("公布文号"), required=False, max_length=80)


class PlanForm(forms.Form):
    plan = forms.CharField(label=_("整改方案"), required=False, widget=forms.Textarea(attrs={"rows": 6}))


class RectificationForm(forms.Form):
    report = forms.CharField(label=_("整改报告"), required=False, widget=forms.Textarea(attrs={"rows": 10}))
    proof = forms.FileField(label=_("佐证材料"), required=False, help_text=_("一个文件，PDF、文档、表格或图片。"))
