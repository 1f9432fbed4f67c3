from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Province
from zyk.common.provinces import province_words
from zyk.library.enums import Standing
from zyk.monitoring.enums import AlarmKind, ReportState, Verdict
from zyk.monitoring.queries.alarms import FALLS_PERCENT, SILENT_DAYS

MOST_EVIDENCE_BYTES = 20 * 1024**2

RESULTS = [("", _("全部")), ("missed", _("有指标不足")), ("met", _("没有不足")), ("never", _("尚未计算"))]


class OverviewFilterForm(forms.Form):
    """What the overview is narrowed to, carried in the address."""

    q = forms.CharField(label=_("资源库或主持单位"), required=False)
    province = forms.CharField(label=_("省份"), required=False, widget=forms.HiddenInput)
    standing = forms.ChoiceField(label=_("项目状态"), required=False)
    result = forms.ChoiceField(label=_("门槛"), required=False, choices=RESULTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing"].choices = [("", _("全部")), *Standing.choices]  # type: ignore[attr-defined]
        for name in ("standing", "result"):
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["q"].widget.attrs["class"] = "form-control"


class ProvinceField(forms.ModelChoiceField):
    def label_from_instance(self, province: Any) -> str:
        return province_words(province.code, province.short_name)


class AlarmFilterForm(forms.Form):
    """Which alarms, and from when on something is one; carried in the address."""

    q = forms.CharField(label=_("资源库或主持单位"), required=False)
    kind = forms.ChoiceField(label=_("预警"), required=False, choices=[("", _("全部")), *AlarmKind.choices])
    province = ProvinceField(
        label=_("省份"), required=False, queryset=Province.objects.order_by("pk"), empty_label=_("全部")
    )
    days = forms.TypedChoiceField(
        label=_("多少天没有使用"), required=False, coerce=int, choices=[(n, n) for n in SILENT_DAYS]
    )
    percent = forms.TypedChoiceField(
        label=_("使用下降多少（%）"),
        required=False,
        coerce=int,
        choices=[(n, n) for n in FALLS_PERCENT],
    )

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__({"days": "30", "percent": "30"} | {name: data[name] for name in data}, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-control" if name == "q" else "form-select"

    def chosen(self) -> dict[str, Any]:
        """What was chosen, the usual where nothing sensible was."""
        found = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        province = found.get("province")
        return {
            "q": found.get("q", "").strip(),
            "kind": found.get("kind", ""),
            "province": province.pk if province else "",
            "days": found.get("days") or 30,
            "percent": found.get("percent") or 30,
        }


class SendReportForm(forms.Form):
    begins = forms.DateField(label=_("自"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(label=_("至"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    message = forms.CharField(
        label=_("随文说明"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写在报告首页，主持单位会看到。可以不填。"),
    )


class ConfirmReportForm(forms.Form):
    reply = forms.CharField(
        label=_("回复"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("对数据有疑问，或需要说明的情况。可以不填。"),
    )


class ReportFilterForm(forms.Form):
    """Which monitoring reports, carried in the address."""

    q = forms.CharField(label=_("资源库或主持单位"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *ReportState.choices])
    since = forms.DateField(
        label=_("期间自"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("期间至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "state" else "form-control"


class SessionFilterForm(forms.Form):
    """What the list of sessions is narrowed to, carried in the address."""

    q = forms.CharField(label=_("资源库或主持单位"), required=False)
    library = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("结果"), required=False, choices=[("", _("全部")), *Verdict.choices])
    signal = forms.ChoiceField(label=_("迹象"), required=False)
    since = forms.DateField(
        label=_("自"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, signals: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signal"].choices = [("", _("全部")), *signals]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name in ("verdict", "signal") else "form-control"

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            self.add_error("until", _("结束日不能早于开始日。"))
        return found


class AppealForm(forms.Form):
    grounds = forms.CharField(
        label=_("申诉理由"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("请逐条回应所列迹象，例如当时在机房统一上课、某个软件在自动打开页面。"),
    )
    evidence = forms.FileField(
        label=_("证明材料"), required=False, help_text=_("课表、签到、现场照片等，PDF、图片或文字文稿，不超过 20 MB。")
    )

    def clean_evidence(self) -> Any:
        file = self.cleaned_data.get("evidence")
        if file and file.size > MOST_EVIDENCE_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB。"))
        return file or None


class DecideForm(forms.Form):
    is_upheld = forms.TypedChoiceField(
        label=_("裁定"),
        choices=[("yes", _("申诉成立：这些会话自此计为可信使用")), ("no", _("申诉不成立：仍不计为可信使用"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    finding = forms.CharField(label=_("裁定理由"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(forms.Form):
    why = forms.CharField(label=_("查看理由"), max_length=300, help_text=_("会记入审计记录。"))
