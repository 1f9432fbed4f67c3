"""Money is counted in fen (integers). Budgets are written in 万元 (ten thousand yuan), execution in 元."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000


def fen_from_yuan(text: str | int | float | Decimal) -> int:
    """Amount in yuan as fen; raises ValidationError for what is no amount or has parts of a fen."""
    return _fen(text, FEN_PER_YUAN)


def fen_from_wan(text: str | int | float | Decimal) -> int:
    """Amount in 万元 as fen; same errors as `fen_from_yuan`."""
    return _fen(text, FEN_PER_WAN)


def yuan(amount_fen: int) -> str:
    return f"{Decimal(amount_fen) / FEN_PER_YUAN:,.2f}"


def wan(amount_fen: int) -> str:
    return f"{Decimal(amount_fen) / FEN_PER_WAN:,.2f}"


def share(part: int, whole: int) -> Decimal | None:
    """Ratio of two amounts, None when there is no whole to take part in."""
    return Decimal(part) / whole if whole else None


def _fen(text: str | int | float | Decimal, scale: int) -> int:
    try:
        amount = Decimal(str(text).strip().replace(",", "").replace("，", "")) * scale
    except InvalidOperation:
        raise ValidationError(_("“%(text)s”不是金额，请填数字"), code="amount", params={"text": text}) from None
    if not amount.is_finite() or abs(amount) > 10**17:
        raise ValidationError(_("“%(text)s”不是金额，请填数字"), code="amount", params={"text": text})
    if amount != amount.to_integral_value():
        raise ValidationError(_("“%(text)s”精确到分以下，请四舍五入到分"), code="amount", params={"text": text})
    return int(amount)
