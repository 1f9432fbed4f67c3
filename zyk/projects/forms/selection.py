from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zyk.common.money import fen_from_wan
from zyk.projects.models import Cycle
from zyk.projects.workdays import is_known, last_working_day, next_working_day


class NoticeForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("公示标题"), max_length=160)
    opens_on = forms.DateField(
        label=gettext_lazy("公示第一天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("最后一天按本年度的公示工作日数计算，法定节假日和调休已计入。"),
    )

    def __init__(self, *args: Any, cycle: Cycle, kind_words: str = "", **kwargs: Any) -> None:
        day = next_working_day(timezone.localdate())
        title = _("%(year)s 年度%(kind)s材料公示") % {"year": cycle.year, "kind": kind_words}
        kwargs.setdefault("initial", {"title": title, "opens_on": day})
        super().__init__(*args, **kwargs)
        self.working_days = cycle.notice_working_days

    @property
    def last_day(self) -> Any:
        """The last day that follows from what is typed, or from what the form begins with."""
        first = self.initial.get("opens_on")
        if self.is_bound:
            self.is_valid()
            first = self.cleaned_data.get("opens_on")
        return last_working_day(first, self.working_days) if first and self.working_days else None

    @property
    def calendar_is_known(self) -> bool:
        """Whether the public holidays of that time have been announced; otherwise weekdays alone were counted."""
        return self.last_day is None or is_known(self.last_day)


class WanField(forms.CharField):
    """An amount in 万元, kept in fen."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        return fen_from_wan(text) if text else None


class BatchForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("批次名称"), max_length=160)
    budget_ceiling = WanField(
        label=gettext_lazy("部本专项总额上限（万元）"),
        required=False,
        help_text=gettext_lazy("不填则不设上限；填了，支持金额合计超过上限时不能会签。"),
    )
    document_number = forms.CharField(
        label=gettext_lazy("公布文件的文号"), max_length=80, required=False, help_text=gettext_lazy("发布前填写即可。")
    )


class DocumentForm(forms.Form):
    document_number = forms.CharField(label=gettext_lazy("公布文件的文号"), max_length=80)


class WhyForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
