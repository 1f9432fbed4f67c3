from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation
from zyk.projects.enums import MemberKind


class MemberForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), to_field_name="code", label=_("单位"), widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(choices=MemberKind.choices, label=_("身份"))
    duty = forms.CharField(label=_("承担任务"), max_length=300, required=False)


class ReasonForm(forms.Form):
    """Why something is sent back, withdrawn or declined."""

    reason = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(forms.Form):
    file = forms.FileField(label=_("文件"))
