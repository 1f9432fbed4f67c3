"""How forms are drawn: Django's own fields through our own templates, every control in its class."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

_PLAIN = {"checkbox", "radio", "hidden", "range", "color"}


class ZykFormRenderer(TemplatesSetting):
    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if widget := context.get("widget"):
            _dress(widget)
        return str(super().render(template_name, context, request))


def _dress(widget: dict[str, Any]) -> None:
    """Give the control its class, so that no form has to."""
    for part in widget.get("subwidgets") or []:
        _dress(part)
    css = _css_of(widget)
    attrs = widget.get("attrs")
    if css and isinstance(attrs, dict) and css not in attrs.get("class", ""):
        attrs["class"] = f"{attrs.get('class', '')} {css}".strip()


def _css_of(widget: dict[str, Any]) -> str:
    name = widget.get("template_name", "").rsplit("/", 1)[-1]
    if name == "select.html":
        return "form-select"
    if (
        name in {"multiple_input.html", "radio.html", "checkbox_select.html", "multiwidget.html"}
        or widget.get("type") in _PLAIN
    ):
        return ""
    return "form-control"
