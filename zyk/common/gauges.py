"""The rule gauge: a value measured against a threshold, for the `{% gauge %}` tag."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

Number = int | float | Decimal


@dataclass(frozen=True)
class Gauge:
    """Everything the template draws; positions are per cent of the width."""

    label: str
    value_text: str
    threshold_text: str  # "" when no threshold is set
    result: str
    tone: str  # ok, bad, or "" when nothing is judged
    fill: str
    mark: str
    accessible_name: str


def gauge_of(value: Number | None, threshold: Number | None, comparison: str, label: str, unit: str) -> Gauge:
    """Measure `value` against `threshold`; `comparison` is min (at least) or max (at most).

    With unit "ratio" both are ratios shown as per cent; with any other unit they are shown as they are."""
    if unit == "ratio":
        value, threshold, unit = _hundredfold(value), _hundredfold(threshold), "%"
    scale = _scale(value, threshold, unit)
    value_text = _("暂无数据") if value is None else _written(value, unit)
    threshold_text = "" if threshold is None else f"{'≤' if comparison == 'max' else '≥'} {_written(threshold, unit)}"
    tone, result = _judged(value, threshold, comparison, unit)
    return Gauge(
        label=label,
        value_text=value_text,
        threshold_text=threshold_text,
        result=result,
        tone=tone,
        fill=_position(value, scale),
        mark=_position(threshold, scale) if threshold is not None else "",
        accessible_name=_accessible(label, value_text, threshold_text),
    )


def _judged(value: Number | None, threshold: Number | None, comparison: str, unit: str) -> tuple[str, str]:
    if value is None or threshold is None:
        return "", _("不判定")
    gap = Decimal(str(value)) - Decimal(str(threshold))
    if comparison == "max":
        gap = -gap
    if gap >= 0:
        return "ok", _("达到")
    if unit == "%":
        words = _("超出 %(gap)s 个百分点") if comparison == "max" else _("差 %(gap)s 个百分点")
        return "bad", words % {"gap": _plain(-gap)}
    words = _("超出 %(gap)s") if comparison == "max" else _("差 %(gap)s")
    return "bad", words % {"gap": _written(-gap, unit)}


def _accessible(label: str, value_text: str, threshold_text: str) -> str:
    if not threshold_text:
        return _("%(label)s：%(value)s，门槛未设定") % {"label": label, "value": value_text}
    return _("%(label)s：%(value)s，门槛 %(threshold)s") % {
        "label": label,
        "value": value_text,
        "threshold": threshold_text,
    }


def _scale(value: Number | None, threshold: Number | None, unit: str) -> Decimal:
    """The right end of the rule: 100 for per cent, else a little beyond the larger of the two."""
    larger = max(Decimal(str(value or 0)), Decimal(str(threshold or 0)))
    if unit == "%" and larger <= 100:
        return Decimal(100)
    return larger * Decimal("1.1") or Decimal(1)


def _position(value: Number | None, scale: Decimal) -> str:
    share = max(Decimal(0), min(Decimal(1), Decimal(str(value or 0)) / scale))
    return f"{share * 100:.1f}%"


def _hundredfold(ratio: Number | None) -> Decimal | None:
    return None if ratio is None else Decimal(str(ratio)) * 100


def _written(value: Number, unit: str) -> str:
    if unit == "%":
        return f"{_plain(value)}%"
    return f"{_plain(value)} {unit}".rstrip()


def _plain(value: Number) -> str:
    """Thousands grouped, at most two decimals, no trailing noughts: 52,310 · 96.2 · 0.05."""
    text = f"{Decimal(str(value)):,.2f}"
    return text.rstrip("0").rstrip(".")
