"""The two grids of the form: spending lines by sources, and performance targets. Amounts are typed in 万元."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zyk.common.money import FEN_PER_WAN, fen_from_wan, wan
from zyk.rulebook.edition import BudgetPart, Edition, PerformanceTarget

Found = tuple[str, str, bool]  # the cell, what is wrong there, whether it is only not filled in
Amounts = dict[tuple[str, str], int]  # (spending line, source) → fen
VALUES = ("total", "year_1", "year_2")
WHOLE = {"人", "个"}


def cell_name(part: str, line: str, source: str) -> str:
    return f"{part}-{line}-{source}"


def written(amount_fen: int) -> str:
    """An amount as a cell shows it: 万元, exact, at least two decimals."""
    text = f"{Decimal(amount_fen) / FEN_PER_WAN:.6f}".rstrip("0")
    return text + "0" * max(0, 2 - len(text.partition(".")[2]))


def amounts_of_part(texts: dict[str, str], edition: Edition) -> Amounts | None:
    """The amounts typed for one part of the budget; None while a cell is wrong."""
    found: Amounts = {}
    for line in edition.spending_lines:
        for source in edition.fund_sources:
            amount = _fen(texts.get(f"{line.code}-{source.code}", ""))
            if amount is None or amount < 0:
                return None
            found[line.code, source.code] = amount
    return found


def budget_faults(value: dict[str, Any], edition: Edition, *, is_required: bool) -> Iterator[Found]:
    """`value` is part code → cell (line-source) → text. The years together never exceed the whole."""
    whole_by_source: dict[str, int] | None = None
    years: dict[str, int] = {}
    for part in edition.budget_parts:
        texts = value.get(part.code) or {}
        faults = list(_cell_faults(part, texts, edition))
        yield from faults
        amounts = amounts_of_part(texts, edition)
        if faults or amounts is None:
            continue
        if not any(amounts.values()):
            if is_required:
                yield f"{part.code}-", _("“%(part)s”还没有填写") % {"part": part.title}, True
            continue
        yield from _limit_faults(part, amounts, edition)
        by_source = _sums(amounts)
        if part.year is None:
            whole_by_source = by_source
        else:
            years = {source: years.get(source, 0) + amount for source, amount in by_source.items()}
    for source in edition.fund_sources:
        if whole_by_source and years.get(source.code, 0) > whole_by_source[source.code]:
            words = {
                "source": source.title,
                "years": wan(years[source.code]),
                "whole": wan(whole_by_source[source.code]),
            }
            yield "", _("“%(source)s”各年度合计 %(years)s，超过总预算的 %(whole)s（万元）") % words, False


def _cell_faults(part: BudgetPart, texts: dict[str, str], edition: Edition) -> Iterator[Found]:
    for line in edition.spending_lines:
        for source in edition.fund_sources:
            text = str(texts.get(f"{line.code}-{source.code}", "") or "").strip()
            amount = _fen(text)
            where = {"part": part.title, "line": line.title, "source": source.title}
            cell = cell_name(part.code, line.code, source.code)
            if amount is None:
                said = _("不是金额，请填数字，最多精确到分")
            elif amount < 0:
                said = _("不能为负数，如无此项请填 0")
            else:
                continue
            yield cell, _("%(part)s“%(line)s”的“%(source)s”：%(said)s") % (where | {"said": said}), False


def _limit_faults(part: BudgetPart, amounts: Amounts, edition: Edition) -> Iterator[Found]:
    """A spending line's limit is a share of the whole; one that is not set is not judged."""
    whole = sum(amounts.values())
    for line in edition.spending_lines:
        spent = sum(amount for (code, _source), amount in amounts.items() if code == line.code)
        if line.limit is not None and Decimal(spent) > Decimal(str(line.limit)) * whole:
            words = {
                "part": part.title,
                "line": line.title,
                "share": f"{Decimal(spent) * 100 / whole:.1f}%",
                "limit": f"{Decimal(str(line.limit)) * 100:.1f}%",
            }
            yield (
                f"{part.code}-{line.code}-{edition.fund_sources[0].code}",
                _("%(part)s“%(line)s”占 %(share)s，上限是 %(limit)s") % words,
                False,
            )


def _sums(amounts: Amounts) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (_line, source), amount in amounts.items():
        sums[source] = sums.get(source, 0) + amount
    return sums


def _fen(text: Any) -> int | None:
    text = str(text or "").strip()
    if not text:
        return 0
    try:
        return fen_from_wan(text)
    except ValidationError:
        return None


def performance_faults(value: dict[str, Any], edition: Edition, *, is_required: bool) -> Iterator[Found]:
    """`value` is {"goals": {part: text}, "rows": [{code, level2, level3, total, year_1, year_2}]}."""
    if is_required and not str((value.get("goals") or {}).get("total", "")).strip():
        yield "goal-total", _("实施期目标还没有填写"), True
    rows = {row.get("code"): row for row in value.get("rows") or [] if row.get("code")}
    for target in edition.performance_targets:
        if target.level3 is None:
            continue
        row = rows.get(target.code) or {}
        if is_required and not str(row.get("total", "")).strip():
            yield f"{target.code}-total", _("“%(title)s”的总体值还没有填写") % {"title": target.level3}, True
        yield from _value_faults(target, row)
    for number, row in enumerate(row for row in value.get("rows") or [] if not row.get("code")):
        if not str(row.get("level3", "")).strip():
            yield f"own-{number}-level3", _("自加指标第 %(row)s 行没有写三级指标") % {"row": number + 1}, False


def _value_faults(target: PerformanceTarget, row: dict[str, str]) -> Iterator[Found]:
    for part in VALUES:
        text = str(row.get(part, "") or "").strip()
        if not text:
            continue
        if said := _value_fault(target, text):
            yield f"{target.code}-{part}", _("“%(title)s”：%(said)s") % {"title": target.level3, "said": said}, False


def _value_fault(target: PerformanceTarget, text: str) -> str:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return _("“%(text)s”不是数字") % {"text": text[:40]}
    if not number.is_finite() or number < 0:
        return _("指标值不能为负数")
    if target.unit == "%" and number > 100:
        return _("百分比不能超过 100")
    if target.unit in WHOLE and number != number.to_integral_value():
        return _("请填整数")
    return ""
