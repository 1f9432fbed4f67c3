from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.library.enums import ContributionKind
from zyk.library.models import Contribution, Library


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ReviewForm(forms.Form):
    """A review date for the resources picked in the list."""

    due_on = forms.DateField(label=_("复核日期"), widget=DateInput)
    every_months = forms.IntegerField(
        label=_("周期（月）"), required=False, min_value=1, max_value=60, help_text=_("不填则只复核一次。")
    )
    keeper = forms.ModelChoiceField(
        label=_("维护人"), queryset=User.objects.none(), required=False, empty_label=_("建立资源的人")
    )

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(library_teams__library=library).order_by("id")
        self.fields["keeper"].queryset = people  # type: ignore[attr-defined]
        self.fields["keeper"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise forms.ValidationError(_("复核日期不能早于今天。"))
        return self.cleaned_data["due_on"]

    @staticmethod
    def picked(request: HttpRequest) -> list[UUID]:
        found = []
        for text in request.POST.getlist("resource")[:200]:
            try:
                found.append(UUID(text))
            except ValueError:
                continue
        return found


class LedgerForm(forms.Form):
    """What of the ledger is shown."""

    q = forms.CharField(label=_("人员或对象"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("事项"), required=False, choices=[("", _("全部")), *ContributionKind.choices])
    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Organisation.objects.none(), required=False, empty_label=_("全部")
    )
    since = forms.DateField(label=_("从"), required=False, widget=DateInput)
    until = forms.DateField(label=_("到"), required=False, widget=DateInput)

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Contribution.objects.filter(library=library).values("unit")
        self.fields["unit"].queryset = Organisation.objects.filter(pk__in=units).order_by("name")  # type: ignore[attr-defined]
