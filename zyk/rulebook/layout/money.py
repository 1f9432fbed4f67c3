from datetime import date

from django.utils.formats import date_format
from django.utils.translation import pgettext

from zyk.rulebook.edition import Edition
from zyk.rulebook.layout.tables import Cell, Table, figure_cell, heads


def money(edition: Edition) -> list[Table]:
    return [
        _fund_sources(edition),
        _spending_lines(edition),
        _plain("economic_classes", pgettext("rulebook", "经济业务分类"), edition.economic_classes),
        _plain("budget_parts", pgettext("rulebook", "预算份数"), edition.budget_parts),
        _targets(edition),
        _deadlines(edition),
    ]


def _plain(code: str, title: object, entries: list) -> Table:
    rows = [[Cell(entry.title), Cell(entry.source)] for entry in entries]
    return Table(code, title, heads(pgettext("rulebook", "名称"), pgettext("rulebook", "出处")), rows)


def _fund_sources(edition: Edition) -> Table:
    table = Table(
        "fund_sources",
        pgettext("rulebook", "资金来源"),
        heads(pgettext("rulebook", "来源"), pgettext("rulebook", "项目筹措资金"), pgettext("rulebook", "出处")),
    )
    for source in edition.fund_sources:
        table.rows.append(
            [
                Cell(source.title),
                Cell(pgettext("rulebook", "是") if source.raised else pgettext("rulebook", "否")),
                Cell(source.source),
            ]
        )
    return table


def _spending_lines(edition: Edition) -> Table:
    columns = heads(
        pgettext("rulebook", "序号"),
        pgettext("rulebook", "支出项"),
        pgettext("rulebook", "占预算总额上限"),
        pgettext("rulebook", "出处"),
    )
    table = Table("spending_lines", pgettext("rulebook", "支出项"), columns)
    for line in edition.spending_lines:
        limit = figure_cell(line, "limit", f"spending_lines/{line.code}")
        table.rows.append([Cell(line.code), Cell(line.title), limit, Cell(line.source)])
        for sub in line.sub_lines:
            tracked = pgettext("rulebook", "单独统计为“%(name)s”") % {"name": sub.tracked_as}
            table.rows.append([Cell(sub.code), Cell(sub.title, tracked), Cell("—"), Cell(sub.source)])
    return table


def _targets(edition: Edition) -> Table:
    columns = heads(
        pgettext("rulebook", "三级指标"),
        pgettext("rulebook", "一级指标"),
        pgettext("rulebook", "二级指标"),
        pgettext("rulebook", "单位"),
        pgettext("rulebook", "系统取数"),
        pgettext("rulebook", "出处"),
    )
    table = Table("performance_targets", pgettext("rulebook", "绩效目标表"), columns)
    for target in edition.performance_targets:
        table.rows.append(
            [
                Cell(target.level3 or pgettext("rulebook", "（由项目自行填写）")),
                Cell(target.level1),
                Cell(target.level2),
                Cell(target.unit or "—"),
                Cell(target.computed, is_code=True) if target.computed else Cell("—"),
                Cell(target.source),
            ]
        )
    return table


def _deadlines(edition: Edition) -> Table:
    table = Table(
        "quarter_deadlines",
        pgettext("rulebook", "季报期限"),
        heads(pgettext("rulebook", "季度"), pgettext("rulebook", "截止日"), pgettext("rulebook", "出处")),
    )
    for deadline in edition.quarter_deadlines:
        due = date(edition.year + (deadline.quarter == 4), deadline.month, deadline.day)
        table.rows.append(
            [
                Cell(pgettext("rulebook", "第 %(number)s 季度") % {"number": deadline.quarter}),
                Cell(
                    date_format(due, "MONTH_DAY_FORMAT"), pgettext("rulebook", "次年") if deadline.quarter == 4 else ""
                ),
                Cell(deadline.source),
            ]
        )
    return table
