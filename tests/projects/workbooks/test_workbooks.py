import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from openpyxl import Workbook, load_workbook

from zyk.projects.enums import BudgetScope, FundSource
from zyk.projects.workbooks.budgets import read_budget
from zyk.projects.workbooks.cells import WorkbookRefused
from zyk.projects.workbooks.performance import read_targets
from zyk.projects.workbooks.tree import ReadBudget
from zyk.rulebook.actions import SHIPPED
from zyk.rulebook.edition import Edition
from zyk.rulebook.reading import read_edition, tidy

HERE = Path(__file__).parent
WAN = 1_000_000


@pytest.fixture(scope="module")
def edition() -> Edition:
    return read_edition(tidy((SHIPPED / "2019.yaml").read_text(encoding="utf-8")))


def sample(name: str) -> io.BytesIO:
    return io.BytesIO((HERE / f"{name}.xlsx").read_bytes())


def changed(name: str, change: Callable[[Any], None]) -> io.BytesIO:
    """The ministry's own form with something changed in it."""
    book = load_workbook(HERE / f"{name}.xlsx")
    change(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)
    return buffer


def put(cell: str, value: Any) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[cell] = value

    return change


def by_source(read: ReadBudget, scope: BudgetScope) -> dict[str, int]:
    """First-level amounts by source, in whole 万元."""
    sums: dict[str, int] = {}
    for amount in read.amounts[scope]:
        if amount.level == 1 and amount.source:
            sums[amount.source] = sums.get(amount.source, 0) + amount.amount_fen
    return {source: fen // WAN for source, fen in sums.items() if fen}


def test_the_2016_form_is_read_by_source_and_by_economic_class(edition: Edition) -> None:
    read = read_budget(sample("budget_2016"), edition)
    assert read.form == "2016"
    assert by_source(read, BudgetScope.TOTAL) == {
        FundSource.MINISTRY: 650,
        FundSource.LOCAL: 275,
        FundSource.SCHOOL: 275,
    }
    classes = [a for a in read.amounts[BudgetScope.TOTAL] if a.economic_class and a.level == 1]
    assert sum(a.amount_fen for a in classes) == 1200 * WAN
    travel = {a.number: a.amount_fen // WAN for a in classes if a.economic_class == "travel"}
    assert travel == {"2": 7, "3": 30, "5": 4, "7": 5}


def test_the_2016_sample_only_rounds_its_shares(edition: Edition) -> None:
    read = read_budget(sample("budget_2016"), edition)
    assert [warning.cell for warning in read.warnings] == ["A1", "O6", "Q6", "Q21", "O28"]


def test_the_2015_form_gives_the_whole_and_its_two_years(edition: Edition) -> None:
    read = read_budget(sample("budget_2015"), edition)
    assert (read.form, read.warnings) == ("2015", [])
    assert by_source(read, BudgetScope.TOTAL) == {
        FundSource.MINISTRY: 500,
        FundSource.ENTERPRISE: 100,
        FundSource.SCHOOL: 100,
    }
    assert by_source(read, BudgetScope.YEAR_1) == {FundSource.MINISTRY: 300, FundSource.SCHOOL: 20}
    assert by_source(read, BudgetScope.YEAR_2) == {
        FundSource.MINISTRY: 200,
        FundSource.ENTERPRISE: 60,
        FundSource.SCHOOL: 70,
    }


def test_expert_advice_of_the_2015_form_belongs_to_the_survey_line_of_today(edition: Edition) -> None:
    read = read_budget(sample("budget_2015"), edition)
    lines = {a.number: (a.title, a.line_code) for a in read.amounts[BudgetScope.TOTAL] if a.level == 1}
    assert (lines["7"], lines["8"]) == (("专家咨询", "6"), ("其他", "7"))


def test_amounts_are_exact_to_the_fen(edition: Edition) -> None:
    def change(sheet: Any) -> None:
        for cell in ("H8", "M8", "N8"):
            sheet[cell] = 25.1 + 0.2  # 25.300000000000001 as a spreadsheet computes it
        for cell, value in {"H7": 96.3, "M7": 96.3, "N7": 96.3, "H6": 278.3, "M6": 1200.3, "N6": 650.3}.items():
            sheet[cell] = value
        sheet["O6"], sheet["Q6"], sheet["O7"] = 54.18, 45.82, 8.02

    read = read_budget(changed("budget_2016", change), edition)
    film = next(a for a in read.amounts[BudgetScope.TOTAL] if a.number == "1.1" and a.source == FundSource.MINISTRY)
    assert film.amount_fen == 25_300_000


FAULTS_2016 = [
    ("a renamed form", "A1", "预算", "A1", "标题"),
    ("a changed heading", "H4", "材料费", "H4", "表头"),
    ("two columns swapped", "R5", "行业企业支持资金", "R5", "表头"),
    ("text in a number cell", "H8", "二十五", "H8", "要填数字"),
    ("an error value", "M9", "#REF!", "M9", "要填数字"),
    ("a negative amount", "N10", -6, "N10", "负数"),
    ("parts of a fen", "H11", 5.0000001, "H11", "精确到分以下"),
    ("a wrong row total", "M8", 26, "M8", "相加"),
    ("a wrong column total", "C6", 16, "C6", "相加"),
    ("a wrong share", "O7", 9, "O7", "占比"),
    ("a first-level number out of order", "A12", 3, "A12", "一级序号"),
    ("a first-level number in words", "A12", "二", "A12", "一级序号"),
    ("a line below the wrong parent", "B13", "3.9 史料收集", "B13", "上级"),
    ("a number used twice", "B14", "2.1 样品", "B14", "重复"),
    ("a line the rulebook does not know", "B7", "1．招待", "B7", "规则集"),
    ("amounts without a purpose", "B9", None, "B9", "没有写资金用途"),
    ("a formula never computed", "H9", "=60+0", "H9", "公式"),
]


@pytest.mark.parametrize(
    ("cell", "value", "named", "said"), [row[1:] for row in FAULTS_2016], ids=[row[0] for row in FAULTS_2016]
)
def test_a_faulty_2016_form_is_refused_at_its_cell(
    edition: Edition, cell: str, value: Any, named: str, said: str
) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        read_budget(changed("budget_2016", put(cell, value)), edition)
    assert any(fault.cell == named and said in str(fault) for fault in refused.value.faults), refused.value.messages
    assert all(message.startswith("工作表“Sheet1” ") for message in refused.value.messages)


FAULTS_2015 = [
    ("a changed heading", "D2", "部本专项", "D2", "表头"),
    ("years out of order", "K5", "2018年度", "K5", "表头"),
    ("no year", "F4", "第一年", "F4", "年度"),
    ("text in a number cell", "F12", "四", "F12", "要填数字"),
    ("a wrong total of raised funds", "H7", 61, "H7", "相加"),
    ("a wrong share", "E10", 19.36, "E10", "占比"),
    ("a first-level number missing", "A21", None, "A21", "一级序号"),
]


@pytest.mark.parametrize(
    ("cell", "value", "named", "said"), [row[1:] for row in FAULTS_2015], ids=[row[0] for row in FAULTS_2015]
)
def test_a_faulty_2015_form_is_refused_at_its_cell(
    edition: Edition, cell: str, value: Any, named: str, said: str
) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        read_budget(changed("budget_2015", put(cell, value)), edition)
    assert any(fault.cell == named and said in str(fault) for fault in refused.value.faults), refused.value.messages


def test_all_faults_are_told_at_once_in_both_languages(edition: Edition) -> None:
    def change(sheet: Any) -> None:
        sheet["H8"], sheet["N10"], sheet["C6"] = "多", -6, 16

    with pytest.raises(WorkbookRefused) as refused:
        read_budget(changed("budget_2016", change), edition)
    assert {"H8", "N10", "C6"} <= {fault.cell for fault in refused.value.faults}
    with translation.override("en"), pytest.raises(WorkbookRefused) as said:
        read_budget(changed("budget_2016", change), edition)
    assert any(message.startswith('Sheet "Sheet1", H8: ') for message in said.value.messages)


def test_neither_form_is_refused(edition: Edition) -> None:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    with pytest.raises(WorkbookRefused):
        read_budget(buffer, edition)
    with pytest.raises(ValidationError):
        read_budget(io.BytesIO(b"not a workbook"), edition)
    with pytest.raises(WorkbookRefused):
        read_targets(changed("budget_2016", put("A40", None)), edition)


def filled(sheet: Any) -> None:
    """Targets as a lead host would write them, one row of its own among them."""
    sheet["A6"], sheet["D6"], sheet["F6"] = "建成资源库", "完成课程开发", "完成推广"
    for cell, value in {
        "E10": 5000,
        "G10": 2000,
        "H10": 5000,
        "E13": 85.5,
        "C12": "微课数（个）",
        "E12": "200",
    }.items():
        sheet[cell] = value


def test_the_empty_performance_form_holds(edition: Edition) -> None:
    read = read_targets(sample("performance_targets"), edition)
    fixed = [target.code for target in edition.performance_targets if target.level3]
    assert [row.code for row in read.rows] == fixed
    assert read.goals == {"total": "", "year_1": "", "year_2": ""}


def test_performance_targets_are_read_with_rows_of_ones_own(edition: Edition) -> None:
    read = read_targets(changed("performance_targets", filled), edition)
    users = read.rows[0]
    assert (users.code, users.total, users.year_1, users.year_2) == ("users", "5000", "2000", "5000")
    own = [row for row in read.rows if not row.code]
    assert [(row.level2, row.level3, row.total) for row in own] == [("数量指标", "微课数（个）", "200")]
    assert read.goals["total"] == "建成资源库"


@pytest.mark.parametrize(
    ("cell", "value", "named", "said"),
    [
        ("E10", "五千", "E10", "要填数字"),
        ("E10", -5, "E10", "负数"),
        ("E10", 10.5, "E10", "整数"),
        ("E13", 101, "E13", "100"),
        ("C11", None, "C10", "缺少"),
        ("C11", "用户数（人）", "C10", "两次"),
        ("B13", "好看指标", "B13", "一、二级"),
        ("E9", "合计", "E9", "表头"),
        ("E15", "90", "C15", "没有写三级指标"),
    ],
)
def test_a_faulty_performance_form_is_refused_at_its_cell(
    edition: Edition, cell: str, value: Any, named: str, said: str
) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        read_targets(changed("performance_targets", put(cell, value)), edition)
    assert any(fault.cell == named and said in str(fault) for fault in refused.value.faults), refused.value.messages
