from django.utils.translation import pgettext

from zyk.rulebook.edition import Edition
from zyk.rulebook.enums import Dimension
from zyk.rulebook.layout.tables import Cell, Table, figure_cell, heads


def measures(edition: Edition) -> list[Table]:
    return [*(_indicators(edition, dimension) for dimension in Dimension), _duties(edition), *_credible_use(edition)]


def technical(edition: Edition) -> list[Table]:
    return [_media(edition), _platform(edition), _standards(edition)]


def _indicators(edition: Edition, dimension: Dimension) -> Table:
    columns = heads(
        pgettext("rulebook", "指标"),
        pgettext("rulebook", "门槛"),
        pgettext("rulebook", "权重"),
        pgettext("rulebook", "时间窗"),
        pgettext("rulebook", "一票否决"),
        pgettext("rulebook", "口径"),
        pgettext("rulebook", "出处"),
    )
    table = Table(
        dimension.value, pgettext("rulebook", "指标：%(dimension)s") % {"dimension": dimension.label}, columns
    )
    for indicator in edition.indicators:
        if indicator.dimension != dimension:
            continue
        place = f"indicators/{indicator.code}"
        table.rows.append(
            [
                Cell(indicator.title, indicator.note or ""),
                figure_cell(indicator, "threshold", place, prefix=indicator.comparison.label),
                figure_cell(indicator, "weight", place),
                Cell(indicator.window.label),
                Cell(pgettext("rulebook", "是") if indicator.veto else pgettext("rulebook", "否")),
                Cell(indicator.formula, is_code=True),
                Cell(indicator.source),
            ]
        )
    return table


def _duties(edition: Edition) -> Table:
    table = Table(
        "yearly_duties",
        pgettext("rulebook", "验收后年度义务"),
        heads(
            pgettext("rulebook", "义务"),
            pgettext("rulebook", "不低于"),
            pgettext("rulebook", "口径"),
            pgettext("rulebook", "出处"),
        ),
    )
    for duty in edition.yearly_duties:
        threshold = figure_cell(duty, "threshold", f"yearly_duties/{duty.code}")
        table.rows.append([Cell(duty.title), threshold, Cell(duty.measure, is_code=True), Cell(duty.source)])
    return table


def _credible_use(edition: Edition) -> list[Table]:
    rules = edition.credible_use
    if rules is None:
        return []
    columns = heads(
        pgettext("rulebook", "迹象"), pgettext("rulebook", "分值"), pgettext("rulebook", "界限"), numbers=(1,)
    )
    note = pgettext(
        "rulebook", "一次会话各迹象的分值相加：满 %(watched)s 分列入观察，满 %(doubtful)s 分不计为可信使用。"
    ) % {"watched": rules.watched_points, "doubtful": rules.doubtful_points}
    table = Table("credible_use", pgettext("rulebook", "可信使用的迹象"), columns, note=note)
    for signal in rules.signals:
        limits = "，".join(f"{name} {value:g}" for name, value in signal.limits.items())
        table.rows.append([Cell(signal.title), Cell(signal.points), Cell(limits, is_code=True)])
    return [table]


def _media(edition: Edition) -> Table:
    table = Table(
        "media_parameters",
        pgettext("rulebook", "资源文件技术参数"),
        heads(
            pgettext("rulebook", "参数"),
            pgettext("rulebook", "要求"),
            pgettext("rulebook", "不合时"),
            pgettext("rulebook", "出处"),
        ),
    )
    for parameter in edition.media_parameters:
        if parameter.allowed:
            wanted = Cell(f"{parameter.comparison.label} {', '.join(parameter.allowed)}")
        else:
            place = f"media_parameters/{parameter.code}"
            wanted = figure_cell(parameter, "threshold", place, prefix=parameter.comparison.label)
        name = Cell(parameter.title, parameter.note or "")
        table.rows.append([name, wanted, Cell(parameter.level.label), Cell(parameter.source)])
    return table


def _platform(edition: Edition) -> Table:
    table = Table(
        "platform_requirements",
        pgettext("rulebook", "运行平台要求"),
        heads(pgettext("rulebook", "要求"), pgettext("rulebook", "数值"), pgettext("rulebook", "出处")),
    )
    for requirement in edition.platform_requirements:
        value = figure_cell(requirement, "threshold", f"platform_requirements/{requirement.code}")
        table.rows.append([Cell(requirement.title), value, Cell(requirement.source)])
    return table


def _standards(edition: Edition) -> Table:
    columns = heads(pgettext("rulebook", "标准"), pgettext("rulebook", "出处"))
    rows = [[Cell(standard.title), Cell(standard.source)] for standard in edition.base_standards]
    return Table(
        "base_standards",
        pgettext("rulebook", "国家基础标准"),
        columns,
        rows,
        note=pgettext("rulebook", "资源认证标准须高于这些标准"),
    )
