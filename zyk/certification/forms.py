from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.certification.actions import Requirement
from zyk.certification.checks import CHECKS
from zyk.certification.enums import BaseStandard
from zyk.certification.models import CriterionResult
from zyk.library.models import Library

MOST_CRITERIA = 60
MET, NOT_MET = "met", "not-met"


class StandardForm(forms.Form):
    """What a standard says of itself; the criteria stand in rows of their own."""

    library = forms.ModelChoiceField(
        label=pgettext_lazy("certification", "资源库"),
        queryset=Library.objects.none(),
        to_field_name="uuid",
        help_text=_("只列出由你负责的资源库。"),
    )
    title = forms.CharField(label=_("名称"), max_length=160, help_text=_("与已有标准同名时，作为它的下一个版本。"))
    base = forms.ChoiceField(label=_("国家基础标准类别"), choices=BaseStandard.choices)
    base_title = forms.CharField(
        label=_("国家基础标准名称"), max_length=200, help_text=_("例如：高等职业学校机电一体化技术专业教学标准")
    )
    how_higher = forms.CharField(
        label=_("高于国家基础标准之处"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, libraries: Any = None, **kwargs: Any) -> None:
        """Without `libraries` library and title stay as they are: a draft is edited."""
        super().__init__(*args, **kwargs)
        if libraries is None:
            del self.fields["library"], self.fields["title"]
        else:
            self.fields["library"].queryset = libraries  # type: ignore[attr-defined]


class CriterionForm(forms.Form):
    """One requirement: judged by the system when a check is chosen, else by the reviewer."""

    title = forms.CharField(label=pgettext_lazy("one criterion", "要求"), max_length=200)
    check_name = forms.ChoiceField(label=_("由谁判断"), required=False)
    base_threshold = forms.DecimalField(
        label=_("国家基础要求"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=_("国家基础标准没有这项数值时留空。"),
    )
    threshold = forms.DecimalField(label=_("本标准要求"), required=False, max_digits=14, decimal_places=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        checks = [(name, _automatic(str(check.meaning))) for name, check in CHECKS.items()]
        self.fields["check_name"].choices = [("", _("审核人判断")), *checks]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("threshold") is None and "threshold" not in self.errors:
            if cleaned.get("check_name"):
                self.add_error("threshold", _("自动检查须填写数值"))
            elif cleaned.get("base_threshold") is not None:
                self.add_error("threshold", _("国家基础标准有数值，本标准也须填写"))
        return cleaned

    @property
    def requirement(self) -> Requirement:
        return Requirement(**self.cleaned_data)

    @property
    def number(self) -> str:
        return str(self.prefix).removeprefix("c")


class CriterionRows:
    """Any number of criteria; a hidden `row` names each, so rows may be taken out and added in the page."""

    def __init__(self, rows: list[CriterionForm]) -> None:
        self.rows = rows
        self.fault: Any = ""

    @classmethod
    def of(cls, initial: Iterable[Mapping[str, Any]]) -> "CriterionRows":
        rows = [CriterionForm(prefix=f"c{number}", initial=dict(one)) for number, one in enumerate(initial)]
        return cls(rows or [CriterionForm(prefix="c0")])

    @classmethod
    def sent(cls, data: QueryDict) -> "CriterionRows":
        numbers = [number for number in dict.fromkeys(data.getlist("row")) if number.isdecimal()][:MOST_CRITERIA]
        return cls([CriterionForm(data, prefix=f"c{int(number)}") for number in numbers])

    @classmethod
    def changed(cls, data: QueryDict) -> "CriterionRows":
        """The rows as typed, one taken out (`remove`) or one added (`add`), not judged yet."""
        typed = [row for row in cls.sent(data).rows if row.number != data.get("remove")]
        values = [{name: data.get(row.add_prefix(name), "") for name in row.fields} for row in typed]
        return cls.of([*values, {}] if "add" in data else values)

    @property
    def blank(self) -> CriterionForm:
        """The row the page's script copies."""
        return CriterionForm(prefix="c__n__")

    def is_valid(self) -> bool:
        if not self.rows:
            self.rows = [CriterionForm(prefix="c0")]
            self.fault = _("请至少写一项要求")
            return False
        faulty = [row for row in self.rows if not row.is_valid()]  # every row says its faults
        return not faulty

    @property
    def requirements(self) -> list[Requirement]:
        return [row.requirement for row in self.rows]


class JudgementForm(forms.Form):
    """The reviewer's judgement of each criterion left to him, and his opinion."""

    opinion = forms.CharField(
        label=_("审核意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("通过后随认证公开。"),
    )
    field_order: list[str]

    def __init__(self, *args: Any, results: Iterable[CriterionResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for result in results:
            self.fields[f"criterion-{result.criterion_id}"] = forms.ChoiceField(
                label=result.criterion.title,
                choices=[(MET, _("达到")), (NOT_MET, _("未达到"))],
                widget=forms.RadioSelect,
            )
        self.order_fields([name for name in self.fields if name != "opinion"])

    @property
    def judgements(self) -> dict[int, bool]:
        return {
            int(name.removeprefix("criterion-")): value == MET
            for name, value in self.cleaned_data.items()
            if name != "opinion"
        }


class RevokeForm(forms.Form):
    why = forms.CharField(
        label=_("撤销理由"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("随认证公开。")
    )


def _automatic(meaning: str) -> str:
    return str(_("自动：%(meaning)s")) % {"meaning": meaning}
