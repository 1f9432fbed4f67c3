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


class StorageFilterForm(forms.Form):
    text = forms.CharField(
        label=_("单位"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )


class QuotaForm(forms.Form):
    """A limit in GB; empty takes it away."""

    organisation = forms.UUIDField()
    limit = forms.DecimalField(
        label=_("上限（GB，留空为不限）"), required=False, min_value=0, max_value=1_000_000, decimal_places=2
    )

    @property
    def limit_bytes(self) -> int | None:
        limit = self.cleaned_data["limit"]
        return None if limit is None else int(limit * 1024**3)
