"""What both budget forms have in common: numbered lines in a tree, added up level by level."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from zyk.projects.enums import BudgetScope
from zyk.projects.workbooks.cells import Cells, Remark, plain
from zyk.rulebook.edition import Edition

_NUMBERED = re.compile(r"^(\d+(?:[.．]\d+)*)\s*[.．、]?\s*(.*)$", re.DOTALL)


@dataclass
class Line:
    """One line of the table: its number in the tree, and its amounts in fen by column letter."""

    row: int
    number: str
    title: str
    amounts: dict[str, int]
    line_code: str = ""

    @property
    def level(self) -> int:
        return self.number.count(".") + 1

    @property
    def parent(self) -> str:
        return self.number.rpartition(".")[0]


@dataclass(frozen=True)
class Amount:
    """One amount of a budget: of a line, by source or by economic class."""

    number: str
    line_code: str
    title: str
    level: int
    amount_fen: int
    source: str = ""
    economic_class: str = ""


@dataclass(frozen=True)
class ReadBudget:
    """What a budget workbook says, its sums and shares found right. `form` is "2015" or "2016"."""

    form: str
    amounts: dict[BudgetScope, list[Amount]]
    warnings: list[Remark] = field(default_factory=list)


def read_lines(cells: Cells, *, first: int, last_column: str, amount_columns: list[str]) -> list[Line]:
    """The lines from row `first` on; those whose number does not fit the tree are refused."""
    lines: list[Line] = []
    for row in cells.rows_from(first, last_column):
        index, text = cells.text(f"A{row}"), cells.text(f"B{row}")
        amounts = {letter: cells.amount(f"{letter}{row}") for letter in amount_columns}
        if not text:
            if any(amounts.values()) or index:
                cells.refuse(f"B{row}", _("这一行有金额，但没有写资金用途"))
            continue
        number, title = _numbered(text, index)
        line = Line(row, number, title, amounts)
        if _fits(cells, line, index, lines):
            lines.append(line)
    return lines


def _numbered(text: str, index: str) -> tuple[str, str]:
    found = _NUMBERED.match(text)
    if not found:
        return index.removesuffix(".0"), text
    return found[1].replace("．", "."), found[2].strip()


def _fits(cells: Cells, line: Line, index: str, before: list[Line]) -> bool:
    """First-level lines count 1, 2, 3 …; the others stand below their parent, in order and once."""
    cell = f"B{line.row}"
    known = {each.number for each in before}
    if line.level == 1:
        expected = sum(each.level == 1 for each in before) + 1
        if index.removesuffix(".0") != str(expected) or line.number != str(expected):
            cells.refuse(
                f"A{line.row}",
                _("一级序号应为 %(expected)s，现在是“%(found)s”"),
                expected=expected,
                found=index or line.number or "—",
            )
            return False
        return True
    if line.number in known:
        cells.refuse(cell, _("编号 %(number)s 重复"), number=line.number)
    elif line.parent not in known or (before and before[-1].number.split(".")[0] != line.number.split(".")[0]):
        cells.refuse(cell, _("编号 %(number)s 不在它的上级下面"), number=line.number)
    else:
        follows = f"{line.parent}.{sum(each.parent == line.parent for each in before) + 1}"
        if line.number != follows:
            cells.warn(cell, _("编号 %(number)s 之前缺了 %(expected)s"), number=line.number, expected=follows)
        return True
    return False


def check_tree(cells: Cells, lines: list[Line], total: dict[str, int], total_row: int) -> None:
    """Each line is the sum of the lines below it; the total row is the sum of the first level."""
    for letter in total:
        top = {f"{letter}{line.row}": line.amounts[letter] for line in lines if line.level == 1}
        cells.must_be_sum(f"{letter}{total_row}", total[letter], top)
        for line in lines:
            below = {f"{letter}{each.row}": each.amounts[letter] for each in lines if each.parent == line.number}
            if below:
                cells.must_be_sum(f"{letter}{line.row}", line.amounts[letter], below)


def check_row(cells: Cells, row: int, amounts: dict[str, int], sums: dict[str, list[str]]) -> None:
    """`sums`: total column → the columns it adds up."""
    for target, parts in sums.items():
        cells.must_be_sum(f"{target}{row}", amounts[target], {f"{letter}{row}": amounts[letter] for letter in parts})


def name_lines(cells: Cells, lines: list[Line], edition: Edition) -> None:
    """Give each line the rulebook's spending line it belongs to, by its first-level title."""
    codes = {plain(line.title.zh): line.code for line in edition.spending_lines}
    for spending_line in edition.spending_lines:
        for sub in spending_line.sub_lines:
            codes.setdefault(plain(sub.tracked_as.zh), spending_line.code)
    by_number: dict[str, str] = {}
    for line in lines:
        if line.level == 1:
            by_number[line.number] = codes.get(plain(line.title), "")
            if not by_number[line.number]:
                cells.refuse(f"B{line.row}", _("规则集里没有“%(title)s”这项支出内容"), title=line.title)
        line.line_code = by_number.get(line.number.split(".")[0], "")


def amounts_of(lines: list[Line], columns: dict[str, list[str]], *, kind: str) -> list[Amount]:
    """Amounts by `kind` ("source" or "economic_class"): its code → the columns it adds up. A line without any
    keeps one amount of nothing, so that the line itself is not lost."""
    found = []
    for line in lines:
        here = {code: sum(line.amounts[letter] for letter in letters) for code, letters in columns.items()}
        shown = {code: amount for code, amount in here.items() if amount}
        if not shown and kind == "source":
            shown = dict.fromkeys(list(columns)[:1], 0)
        found += [
            Amount(line.number, line.line_code, line.title[:200], line.level, amount, **{kind: code})
            for code, amount in shown.items()
        ]
    return found
