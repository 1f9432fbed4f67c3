from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def credits_of(hundredths: int | None) -> str:
    """400 → 4.00; nothing is a dash."""
    return "—" if hundredths is None else f"{Decimal(hundredths) / 100:,.2f}"
