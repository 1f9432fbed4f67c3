from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.projects.queries.cycle import rulebooks_to_open
from zyk.rulebook.models import Rulebook


class OpenCycleForm(forms.Form):
    """Which year, and how many working days its material notice stays open, where that is known."""

    rulebook = forms.ModelChoiceField(
        Rulebook.objects.none(),
        label=_("规则集"),
        help_text=_("开启后规则集即冻结，本年度按它办理。"),
        empty_label=None,
    )
    notice_working_days = forms.IntegerField(
        label=_("公示工作日数"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=_("通知没有写明的，可以先不填；首次公示前须设定。"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        chosen = [rulebook.pk for rulebook in rulebooks_to_open()]
        self.fields["rulebook"].queryset = Rulebook.objects.filter(pk__in=chosen)  # type: ignore[attr-defined]


class ExtensionForm(forms.Form):
    closes_on = forms.DateField(
        label=_("新的截止日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("延长理由"), max_length=300)


class NoticeDaysForm(forms.Form):
    working_days = forms.IntegerField(label=_("公示工作日数"), min_value=1, max_value=60)


class ClosingForm(forms.Form):
    why = forms.CharField(label=_("说明"), max_length=300, required=False)
