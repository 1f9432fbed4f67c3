from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.media.enums import FileKind, PreviewState

_ALL = [("", _("全部"))]


class FileFilterForm(forms.Form):
    text = forms.CharField(
        label=_("文件名或校验值"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[*_ALL, *FileKind.choices])
    state = forms.ChoiceField(label=_("预览"), required=False, choices=[*_ALL, *PreviewState.choices])
