from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Mail


class MailForm(forms.ModelForm):
    """The words of a mail that has not gone out."""

    class Meta:
        model = Mail
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}


class HoldForm(forms.Form):
    why = forms.CharField(label=_("暂停的原因"), max_length=200)
