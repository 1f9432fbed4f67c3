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


class FileForm(forms.Form):
    file = forms.FileField(label=_("文件"))
