from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.rulebook.edition import Edition
from zyk.rulebook.figures import Figure
from zyk.rulebook.layout.tables import unit_of
from zyk.rulebook.reading import LARGEST_TEXT, read_edition, tidy


class UploadForm(forms.Form):
    """A new version as a file. `edition` and `text` are there once it is valid."""

    file = forms.FileField(
        label=_("规则集文件"), help_text=_("YAML 文字文件，UTF-8 编码，不超过 1 MB。可先下载现有版本，改好再传。")
    )
    edition: Edition
    text: str

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_TEXT:
            raise ValidationError(_("文件超过 1 MB，规则集不会这么大，请检查是否选错了文件"))
        try:
            self.text = tidy(file.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise ValidationError(_("这不是 UTF-8 文字文件，请用文字编辑器另存为 UTF-8 再传。")) from None
        self.edition = read_edition(self.text)
        return file


class FigureForm(forms.Form):
    """One unknown figure and what it rests on. Shares are typed as percentages."""

    value = forms.DecimalField(label=pgettext_lazy("rulebook", "数值"), min_value=0, max_digits=12, decimal_places=4)
    basis = forms.CharField(
        label=pgettext_lazy("rulebook", "依据"),
        max_length=200,
        min_length=4,
        help_text=_("写明文件名称、文号或条款，便于日后查对。"),
    )

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figure = figure
        field = self.fields["value"]
        if figure.is_share:
            field.help_text = _("填百分数，如 60 表示 60%。")
            field.widget.attrs["max"] = 100
        elif unit_of(figure):
            field.help_text = _("单位：%(unit)s。") % {"unit": unit_of(figure)}

    def clean_value(self) -> float:
        value = self.cleaned_data["value"]
        if self.figure.is_share:
            if value > 100:
                raise ValidationError(_("占比不能超过 100%，请改小。"))
            return float(value / 100)
        if self.figure.is_whole and value != int(value):
            raise ValidationError(_("这里要填整数。"))
        return float(value)
