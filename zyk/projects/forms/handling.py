from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Province
from zyk.media.enums import FileKind
from zyk.projects.enums import ReconsiderationGround
from zyk.projects.forms.recommendation import MOST_BYTES
from zyk.projects.models import Cycle

LETTER_KINDS = (FileKind.PDF, FileKind.IMAGE)
_ROUTE = [("", _("按规则集")), ("1", _("须")), ("0", _("不须"))]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class GrantForm(forms.Form):
    """More time for the units of one province, or for one application."""

    closes_on = forms.DateField(
        label=_("新的截止日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("延期理由"), max_length=300)
    carry_on = forms.BooleanField(label=_("纸质件与推荐公函的截止日期顺延同样天数"), required=False, initial=True)


class ProvinceGrantForm(GrantForm):
    province = forms.ModelChoiceField(
        label=_("省份"), queryset=Province.objects.filter(in_programme=True), empty_label=_("请选择")
    )
    field_order = ("province", "closes_on", "reason", "carry_on")


class SwitchesForm(forms.Form):
    upgrade_needs_recommendation = forms.TypedChoiceField(
        label=_("升级改进项目须经省级推荐"), choices=_ROUTE, required=False, coerce=lambda v: v == "1", empty_value=None
    )
    upgrade_needs_notice = forms.TypedChoiceField(
        label=_("升级改进项目须经材料公示"), choices=_ROUTE, required=False, coerce=lambda v: v == "1", empty_value=None
    )
    reconsideration_working_days = forms.IntegerField(
        label=_("复核申请期限（工作日）"), min_value=1, max_value=60, required=False
    )
    contents_sealed = forms.BooleanField(
        label=_("网上填报截止前封存申请内容"),
        required=False,
        help_text=_("封存后教育部看不到申请内容；设定后不能取消。"),
    )

    @classmethod
    def of(cls, cycle: Cycle) -> "SwitchesForm":
        def said(value: bool | None) -> str:
            return "" if value is None else str(int(value))

        return cls(
            initial={
                "upgrade_needs_recommendation": said(cycle.upgrade_needs_recommendation),
                "upgrade_needs_notice": said(cycle.upgrade_needs_notice),
                "reconsideration_working_days": cycle.reconsideration_working_days,
                "contents_sealed": cycle.contents_sealed,
            }
        )


class BatchLetterForm(forms.Form):
    letter_number = forms.CharField(label=_("推荐公函文号"), max_length=80)
    letter = forms.FileField(label=_("签章后的推荐公函"), help_text=_("PDF 或图片，不超过 20 MB。"))

    def clean_letter(self) -> Any:
        letter = self.cleaned_data["letter"]
        if letter.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB。"))
        return letter


class LineForm(forms.Form):
    approved = forms.IntegerField(label=_("立项件数"), min_value=0, max_value=9999, initial=0)
    pooled = forms.IntegerField(label=_("列入备选项目库件数"), min_value=0, max_value=9999, initial=0)
    grounds = forms.CharField(
        label=_("未入选的理由"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    parts_equals = forms.BooleanField(label=_("线落在同分的两件之间时仍按编号划开"), required=False)


class ReconsiderationForm(forms.Form):
    ground = forms.ChoiceField(label=_("理由类别"), choices=ReconsiderationGround.choices)
    text = forms.CharField(
        label=_("事实与依据"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("复核只看程序有没有错，不重新评判专家的意见。"),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("查明的情况和答复"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class LateObjectionForm(forms.Form):
    """An objection that came in after the notice, written down by an officer."""

    grounds = forms.CharField(label=_("异议内容与依据"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    contact_name = forms.CharField(label=_("提出人姓名"), max_length=80)
    contact = forms.CharField(label=_("联系方式"), max_length=160)
