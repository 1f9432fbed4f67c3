"""The budget form of 2016: 支出 by economic class on the left, 收入 by source on the right, one workbook a scope."""

from django.utils.translation import gettext_lazy as _

from zyk.projects.enums import BudgetScope, FundSource
from zyk.projects.workbooks.cells import Cells, columns, plain
from zyk.projects.workbooks.tree import ReadBudget, amounts_of, check_row, check_tree, name_lines, read_lines
from zyk.rulebook.edition import Edition

FORM = "2016"
TITLE = "资源库项目预算"
PLACEHOLDER = "这里改为你的专业名称"
CLASSES = {
    "C": "咨询费",
    "D": "印刷费",
    "E": "差旅费",
    "F": "会议费",
    "G": "培训费",
    "H": "专用材料费",
    "I": "委托业务费",
    "J": "其他商品和服务支出",
    "K": "专用设备购置费",
    "L": "信息网络及软件购置更新",
}
HEADINGS = (
    {
        "B2": "支出",
        "M2": "项目预算总额",
        "N2": "收入",
        "A3": "一级序号",
        "B3": "开支范围（业务事项）",
        "C3": "经济业务分类",
        "N3": "申请部本专项",
        "P3": "项目筹措资金",
    }
    | {f"{letter}4": title for letter, title in CLASSES.items()}
    | {
        "N4": "合计",
        "O4": "占项目预算总额比(%)",
        "P4": "合计",
        "Q4": "占项目预算总额比(%)",
        "R4": "其中",
        "R5": "举办方或地方财政投入资金",
        "S5": "行业企业支持资金",
        "T5": "相关院校自筹资金",
        "B6": "合计",
    }
)
AMOUNTS = [*CLASSES, "M", "N", "P", "R", "S", "T"]
SUMS = {"M": columns("C", "L"), "P": ["R", "S", "T"]}
INCOME = {"M": ["N", "P"]}
SOURCES = {
    FundSource.MINISTRY.value: ["N"],
    FundSource.LOCAL.value: ["R"],
    FundSource.ENTERPRISE.value: ["S"],
    FundSource.SCHOOL.value: ["T"],
}
SHARES = {"O": "N", "Q": "P"}
TOTAL_ROW, FIRST_ROW = 6, 7


def read(cells: Cells, edition: Edition, scope: BudgetScope) -> ReadBudget:
    """What the workbook says for `scope`; WorkbookRefused with every fault at once."""
    _check_headings(cells)
    cells.raise_faults()
    lines = read_lines(cells, first=FIRST_ROW, last_column="T", amount_columns=AMOUNTS)
    total = {letter: cells.amount(f"{letter}{TOTAL_ROW}") for letter in AMOUNTS}
    check_tree(cells, lines, total, TOTAL_ROW)
    for row, amounts in [(TOTAL_ROW, total), *((line.row, line.amounts) for line in lines)]:
        check_row(cells, row, amounts, SUMS)
        check_row(cells, row, amounts, INCOME)
    _check_shares(cells, {TOTAL_ROW: total} | {line.row: line.amounts for line in lines if line.level == 1}, total["M"])
    name_lines(cells, lines, edition)
    cells.raise_faults()
    codes = {plain(each.title.zh): each.code for each in edition.economic_classes}
    classes = {codes.get(plain(title), title): [letter] for letter, title in CLASSES.items()}
    found = amounts_of(lines, SOURCES, kind="source") + amounts_of(lines, classes, kind="economic_class")
    return ReadBudget(FORM, {scope: found}, cells.warnings)


def _check_headings(cells: Cells) -> None:
    title = plain(cells.raw("A1"))
    if TITLE not in title or "万元" not in title:
        cells.refuse("A1", _("标题应含“%(title)s”和“单位：万元”。请用 2016 版预算表"), title=TITLE)
    elif PLACEHOLDER in title:
        cells.warn("A1", _("标题里的专业名称还没有改"))
    for cell, words in HEADINGS.items():
        cells.expect(cell, words)


def _check_shares(cells: Cells, rows: dict[int, dict[str, int]], whole: int) -> None:
    for row, amounts in rows.items():
        for share, amount in SHARES.items():
            cells.must_be_share(f"{share}{row}", amounts[amount], whole)
