from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.library.enums import TeamRole
from zyk.library.models import Library, TeamMember


class BankForm(forms.Form):
    library = forms.ModelChoiceField(label=_("资源库"), queryset=Library.objects.none())
    title = forms.CharField(label=_("题库名称"), max_length=160)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = TeamMember.objects.filter(user=actor.user).exclude(role=TeamRole.REVIEWER)
        rows = Library.objects.filter(pk__in=teams.values("library"))
        self.fields["library"].queryset = rows  # type: ignore[attr-defined]
        if len(rows) == 1:
            self.fields["library"].initial = rows[0]


class WorksheetForm(forms.Form):
    file = forms.FileField(label=_("试题工作簿（.xlsx）"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))
