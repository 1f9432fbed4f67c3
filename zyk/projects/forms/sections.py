"""A section of the rulebook's edition becomes a Django form at run time: another year's form needs no code.

A field takes whatever was typed; the rules judge it, so that page, autosave and submission say the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zyk.projects.forms.widgets import BudgetWidget, TableWidget, TargetsWidget
from zyk.projects.rules.section import NOT_TYPED, Fault, FormFacts, faults_of_field
from zyk.rulebook.edition import Edition, Field, Section, When
from zyk.rulebook.enums import FieldType

MARKS = TableWidget | BudgetWidget | TargetsWidget


class AsTyped(forms.Field):
    """Keeps what was typed, right or wrong; the rules judge it. `when` is the condition it is asked for on."""

    when: When | None = None


class SectionForm(forms.Form):
    """One section, showing what is stored or was just typed; `faults` are what the rules find in it."""

    use_required_attribute = False

    def __init__(self, *, content: Mapping[str, Any], faults: Iterable[Fault] = ()) -> None:
        super().__init__(initial=dict(content))
        self.faults = list(faults)
        for fault in self.faults:
            widget = self.fields[fault.field].widget
            if isinstance(widget, MARKS):
                widget.bad.add(fault.cell)
            else:
                widget.attrs["aria-invalid"] = "true"

    @property
    def errors(self) -> dict[str, list[str]]:  # type: ignore[override]
        """By field, as the rules say it. The form is never bound, so nothing typed can be lost."""
        found: dict[str, list[str]] = {}
        for fault in self.faults:
            found.setdefault(fault.field, []).append(fault.text)
        return found

    @property
    def anchors(self) -> list[tuple[str, str]]:
        """For the summary on top: the id of the control, and what is wrong with it."""
        return [(_anchor(fault), self._said(fault)) for fault in self.faults]

    def _said(self, fault: Fault) -> str:
        if fault.cell:
            return fault.text
        return _("%(field)s：%(said)s") % {"field": self.fields[fault.field].label, "said": fault.text}


def section_form(section: Section, edition: Edition) -> type[SectionForm]:
    """The form class of a section: one field for everything a person types into it."""
    typed = {each.code: _form_field(each, edition) for each in section.fields if each.type not in NOT_TYPED}
    return type("SectionForm", (SectionForm,), dict(typed))


def typed_content(section: Section, edition: Edition, post: QueryDict) -> dict[str, Any]:
    """What a POST says of the section, as it is stored; what the form does not have is dropped."""
    fields = section_form(section, edition).base_fields
    return {code: field.widget.value_from_datadict(post, {}, code) or "" for code, field in fields.items()}


def faults_shown(section: Section, content: Mapping[str, Any], facts: FormFacts, *, with_gaps: bool) -> list[Fault]:
    """What to show on the page: what is wrong always, what is only not filled in yet when asked."""
    facts = FormFacts(facts.edition, facts.form, facts.drafts | {section.code: dict(content)})
    typed = [each for each in section.fields if each.type not in NOT_TYPED and facts.is_asked(each)]
    faults = [fault for each in typed for fault in faults_of_field(each, content.get(each.code), facts)]
    return [fault for fault in faults if with_gaps or not fault.is_gap]


def _anchor(fault: Fault) -> str:
    return f"id_{fault.field}-{fault.cell}" if fault.cell else f"id_{fault.field}"


def _form_field(each: Field, edition: Edition) -> forms.Field:
    field = AsTyped(widget=_widget(each, edition), label=str(each.title), help_text=_help(each), required=each.required)
    field.when = each.when
    return field


def _widget(each: Field, edition: Edition) -> forms.Widget:
    match each.type:
        case FieldType.LONG_TEXT:
            return forms.Textarea(attrs={"rows": 6, **_counted(each)})
        case FieldType.NUMBER:
            return forms.TextInput(attrs={"inputmode": "decimal"})
        case FieldType.DATE:
            return forms.DateInput(attrs={"type": "date"})
        case FieldType.CHOICE:
            choices = [("", _("请选择")), *((choice.code, str(choice.title)) for choice in each.choices)]
            return forms.Select(choices=choices)
        case FieldType.TABLE:
            return TableWidget(each)
        case FieldType.BUDGET:
            return BudgetWidget(edition)
        case FieldType.PERFORMANCE:
            return TargetsWidget(edition)
    return forms.TextInput(attrs=_counted(each) if each.max_length or each.min_length else {})


def _counted(each: Field) -> dict[str, str]:
    """What `typing.js` says below the control while it is filled in."""
    words = _("已写 {n} 字，最多 %(most)s 字") % {"most": each.max_length} if each.max_length else _("已写 {n} 字")
    return {"data-count": words, "data-most": str(each.max_length or "")}


def _help(each: Field) -> str:
    """The field's own help, and the lengths it asks for."""
    said = [str(each.help)] if each.help else []
    if each.type in (FieldType.TEXT, FieldType.LONG_TEXT):
        if each.min_length and each.max_length:
            said.append(_("%(least)s–%(most)s 字") % {"least": each.min_length, "most": each.max_length})
        elif each.min_length:
            said.append(ngettext("至少 %(n)s 字", "至少 %(n)s 字", each.min_length) % {"n": each.min_length})
        elif each.max_length:
            said.append(ngettext("最多 %(n)s 字", "最多 %(n)s 字", each.max_length) % {"n": each.max_length})
    if each.when:
        said.append(_("前面的选择要求时才填写。"))
    return " ".join(said)
