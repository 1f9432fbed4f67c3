from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.library.enums import Standing

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
