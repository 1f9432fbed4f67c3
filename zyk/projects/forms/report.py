"""The quarter report: cumulative amounts in 元, one cell per source and spending line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zyk.common.money import fen_from_yuan
from zyk.projects.enums import Direction
from zyk.projects.queries.report import Amounts
from zyk.rulebook.edition import Edition

FEN_PER_YUAN = 100


class YuanField(forms.CharField):
    """An amount in 元, kept in fen; empty is nothing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=24, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return 0
        amount_fen = fen_from_yuan(text)
        if amount_fen < 0:
            raise ValidationError(_("金额不能为负数"))
        return amount_fen


class ReportForm(forms.Form):
    note = forms.CharField(
        label=_("情况说明"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("到账或支出明显偏慢的，请说明原因和措施。"),
    )

    def __init__(self, data: Any = None, *, edition: Edition, amounts: Amounts) -> None:
        super().__init__(data)
        self.edition = edition
        language = "en" if (get_language() or "").startswith("en") else "zh"
        titles = {source.code: getattr(source.title, language) for source in edition.fund_sources}
        titles |= {line.code: getattr(line.title, language) for line in edition.spending_lines}
        for way, source, line in cells_of(edition):
            known = amounts.get((way, source, line))
            name = name_of(way, source, line)
            self.fields[name] = YuanField(
                label=titles[line or source], initial="" if known is None else f"{known / FEN_PER_YUAN:.2f}"
            )
            self.fields[name].widget.attrs |= {
                "data-line": line or way,
                "data-source": source,
                "aria-label": " · ".join(titles[code] for code in (line, source) if code),
                "class": "form-control z-inline",
            }

    @property
    def received(self) -> dict[str, int]:
        return {source.code: self.cleaned_data[f"received-{source.code}"] for source in self.edition.fund_sources}

    @property
    def spent(self) -> dict[tuple[str, str], int]:
        return {
            (source, line): self.cleaned_data[name_of(way, source, line)]
            for way, source, line in cells_of(self.edition)
            if way == Direction.SPENT
        }


def cells_of(edition: Edition) -> list[tuple[str, str, str]]:
    """(direction, source, spending line) of every cell."""
    sources = [source.code for source in edition.fund_sources]
    received: list[tuple[str, str, str]] = [(Direction.RECEIVED, source, "") for source in sources]
    return received + [(Direction.SPENT, source, line.code) for line in edition.spending_lines for source in sources]


def name_of(way: str, source: str, line: str) -> str:
    return f"received-{source}" if way == Direction.RECEIVED else f"spent-{source}-{line}"
