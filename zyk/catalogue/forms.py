from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 10 * 1024**2


class SpecialtyListForm(forms.Form):
    file = forms.FileField(
        label=_("目录工作簿"),
        help_text=_("先下载现行目录，在其中增删改，再整份上传。只接受 .xlsx，不超过 10 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("文件超过 10 MB。"))
        return file
