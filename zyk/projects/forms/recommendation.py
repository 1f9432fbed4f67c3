from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.projects.printing.document import code_of

MOST_BYTES = 20 * 1024**2
OUTCOMES = [("pass", _("通过，进入下一环节")), ("return", _("退回修改")), ("fail", _("不通过"))]


class RecommendForm(forms.Form):
    rank = forms.IntegerField(
        label=_("推荐顺序"), min_value=1, max_value=999, help_text=_("本省内从 1 开始，不能重复。")
    )
    letter_number = forms.CharField(label=_("推荐公函文号"), max_length=80)
    letter = forms.FileField(label=_("推荐公函扫描件"), required=False, help_text=_("PDF 或图片，不超过 20 MB。"))
    opinion = forms.CharField(
        label=_("推荐意见"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_letter(self) -> UploadedFile | None:
        letter = self.cleaned_data["letter"]
        if letter and letter.size > MOST_BYTES:
            raise ValidationError(_("文件超过 20 MB。"))
        return letter or None


class WhyForm(forms.Form):
    why = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PaperForm(forms.Form):
    received_on = forms.DateField(
        label=_("收到日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    printed_code = forms.CharField(
        label=_("纸质件校验码"), max_length=200, help_text=_("扫描页脚的二维码，或输入页脚校验码的至少前 12 位。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"received_on": timezone.localdate()})
        super().__init__(*args, **kwargs)

    def clean_printed_code(self) -> str:
        """A scanner reads the whole address of the QR code."""
        return code_of(self.cleaned_data["printed_code"])[:64]

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("收到日期不能晚于今天"))
        return day


class FindingForm(forms.Form):
    """One item: judged by hand, or an automatic one waived with its reason."""

    is_met = forms.TypedChoiceField(
        choices=[("1", _("达到")), ("0", _("未达到"))],
        coerce=lambda value: value == "1",
        required=False,
        empty_value=None,
    )
    found = forms.CharField(max_length=300, required=False)
    waiver_reason = forms.CharField(max_length=300, required=False)


class ConcludeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("审查结论"), choices=OUTCOMES, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("理由"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回和不通过必须写明理由，申请单位会看到。"),
    )
