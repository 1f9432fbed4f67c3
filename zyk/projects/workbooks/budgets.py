"""Which budget form a workbook is, and what it says."""

from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from zyk.projects.enums import BudgetScope
from zyk.projects.workbooks import budget_2015, budget_2016
from zyk.projects.workbooks.cells import open_cells, plain
from zyk.projects.workbooks.tree import ReadBudget
from zyk.rulebook.edition import Edition


def read_budget(file: BinaryIO, edition: Edition, scope: BudgetScope = BudgetScope.TOTAL) -> ReadBudget:
    """Read a budget workbook of either form. WorkbookRefused tells every fault with its sheet and cell,
    and when it is neither form."""
    cells = open_cells(file)
    if plain(cells.raw("B2")) == "支出" or "项目预算" in plain(cells.raw("A1")):
        return budget_2016.read(cells, edition, scope)
    if plain(cells.raw("A1")) == "序号" or plain(cells.raw("B1")) == "资金用途":
        return budget_2015.read(cells, edition, scope)
    cells.refuse("A1", _("这不是 2015 版或 2016 版的项目预算表。请下载空白表样，按表样填写"))
    cells.raise_faults()
    raise AssertionError("unreachable")
