"""The budget form of 2015: by source and year. One workbook says the whole and its years."""

import re

from django.utils.translation import gettext_lazy as _

from zyk.projects.enums import BudgetScope, FundSource
from zyk.projects.workbooks.cells import Cells, plain
from zyk.projects.workbooks.tree import ReadBudget, amounts_of, check_row, check_tree, name_lines, read_lines
from zyk.rulebook.edition import Edition

FORM = "2015"
HEADINGS = {
    "A1": "序号",
    "B1": "资金用途",
    "C1": "项目建设资金总数",
    "D1": "资金来源(单位:万元)",
    "D2": "中央专项资金",
    "H2": "项目筹措资金",
    "D3": "合计",
    "E3": "占项目建设资金的比例(%)",
    "F3": "其中",
    "H3": "合计",
    "I3": "占项目建设资金的比例(%)",
    "J3": "其中",
    "J4": "举办方或地方财政投入资金",
    "M4": "行业企业支持资金",
    "P4": "相关院校自筹资金",
    "B6": "合计",
}
# Where the years stand: they are the project's own, one after the other.
YEARS = (("F4", "J5", "M5", "P5"), ("G4", "K5", "N5", "Q5"), ("L5", "O5", "R5"))
RAISED = ["J", "K", "L", "M", "N", "O", "P", "Q", "R"]
AMOUNTS = ["C", "D", "F", "G", "H", *RAISED]
SUMS = {"D": ["F", "G"], "H": RAISED}
TOTALS = {"C": ["D", "H"]}
SHARES = {"E": "D", "I": "H"}
SOURCES = {
    BudgetScope.TOTAL: {
        FundSource.MINISTRY.value: ["F", "G"],
        FundSource.LOCAL.value: ["J", "K", "L"],
        FundSource.ENTERPRISE.value: ["M", "N", "O"],
        FundSource.SCHOOL.value: ["P", "Q", "R"],
    },
    BudgetScope.YEAR_1: {
        FundSource.MINISTRY.value: ["F"],
        FundSource.LOCAL.value: ["J"],
        FundSource.ENTERPRISE.value: ["M"],
        FundSource.SCHOOL.value: ["P"],
    },
    BudgetScope.YEAR_2: {
        FundSource.MINISTRY.value: ["G"],
        FundSource.LOCAL.value: ["K"],
        FundSource.ENTERPRISE.value: ["N"],
        FundSource.SCHOOL.value: ["Q"],
    },
}
TOTAL_ROW, FIRST_ROW = 6, 7


def read(cells: Cells, edition: Edition, scope: BudgetScope) -> ReadBudget:
    """What the workbook says for the whole and its first two years, whatever `scope` it was handed in for;
    WorkbookRefused with every fault at once."""
    _check_headings(cells)
    cells.raise_faults()
    lines = read_lines(cells, first=FIRST_ROW, last_column="R", amount_columns=AMOUNTS)
    total = {letter: cells.amount(f"{letter}{TOTAL_ROW}") for letter in AMOUNTS}
    check_tree(cells, lines, total, TOTAL_ROW)
    for row, amounts in [(TOTAL_ROW, total), *((line.row, line.amounts) for line in lines)]:
        check_row(cells, row, amounts, SUMS)
        check_row(cells, row, amounts, TOTALS)
    for row, amounts in [(TOTAL_ROW, total), *((line.row, line.amounts) for line in lines if line.level == 1)]:
        for share, amount in SHARES.items():
            cells.must_be_share(f"{share}{row}", amounts[amount], total["C"])
    name_lines(cells, lines, edition)
    cells.raise_faults()
    amounts_by_scope = {part: amounts_of(lines, sources, kind="source") for part, sources in SOURCES.items()}
    return ReadBudget(FORM, amounts_by_scope, cells.warnings)


def _check_headings(cells: Cells) -> None:
    for cell, words in HEADINGS.items():
        cells.expect(cell, words)
    first = re.fullmatch(r"(20\d\d)年度", plain(cells.raw("F4")))
    if not first:
        cells.refuse("F4", _("这里应写年度，例如“2015年度”"))
        return
    for offset, places in enumerate(YEARS):
        for cell in places:
            cells.expect(cell, f"{int(first[1]) + offset}年度")
