"""`{% load reviews %}`: frozen material on pages, also of the contexts above."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from zyk.common.templatetags.zyk import said
from zyk.reviews.rules.showing import ALIAS

register = template.Library()


@register.inclusion_tag("reviews/sections.html")
def sections(content: list[dict[str, Any]], prefix: str = "") -> dict[str, Any]:
    """The sections of a dossier, one after the other, readable alone."""
    return {"sections": content, "prefix": prefix}


@register.filter
def is_table(value: Any) -> bool:
    return isinstance(value, dict) and "columns" in value


@register.filter
def aliased(value: Any) -> SafeString:
    """A text with its aliases marked as such."""
    text = conditional_escape(said(value))
    return mark_safe(ALIAS.sub(lambda found: f'<span class="z-alias">{found[0]}</span>', text))  # noqa: S308


@register.filter
def aliased_lines(value: Any) -> SafeString:
    """The same for a long text, paragraph by paragraph."""
    text = linebreaks(str(said(value)), autoescape=True)
    return mark_safe(ALIAS.sub(lambda found: f'<span class="z-alias">{found[0]}</span>', text))  # noqa: S308
