from django.utils.translation import gettext as _

from zyk.rulebook.edition import Edition
from zyk.rulebook.enums import Dimension
from zyk.rulebook.layout.tables import Cell, Table, figure_cell, heads


def measures(edition: Edition) -> list[Table]:
    return [*(_indicators(edition, dimension) for dimension in Dimension), _duties(edition)]


def technical(edition: Edition) -> list[Table]:
    return [_media(edition), _platform(edition), _standards(edition)]


def _indicators(edition: Edition, dimension: Dimension) -> Table:
    columns = heads(_("指标"), _("门槛"), _("权重"), _("时间窗"), _("一票否决"), _("口径"), _("出处"))
    table = Table(dimension.value, _("指标：%(dimension)s") % {"dimension": dimension.label}, columns)
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
                Cell(_("是") if indicator.veto else _("否")),
                Cell(indicator.formula, is_code=True),
                Cell(indicator.source),
            ]
        )
    return table


def _duties(edition: Edition) -> Table:
    table = Table("yearly_duties", _("验收后年度义务"), heads(_("义务"), _("不低于"), _("口径"), _("出处")))
    for duty in edition.yearly_duties:
        threshold = figure_cell(duty, "threshold", f"yearly_duties/{duty.code}")
        table.rows.append([Cell(duty.title), threshold, Cell(duty.measure, is_code=True), Cell(duty.source)])
    return table


def _media(edition: Edition) -> Table:
    table = Table("media_parameters", _("资源文件技术参数"), heads(_("参数"), _("要求"), _("不合时"), _("出处")))
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
    table = Table("platform_requirements", _("运行平台要求"), heads(_("要求"), _("数值"), _("出处")))
    for requirement in edition.platform_requirements:
        value = figure_cell(requirement, "threshold", f"platform_requirements/{requirement.code}")
        table.rows.append([Cell(requirement.title), value, Cell(requirement.source)])
    return table


def _standards(edition: Edition) -> Table:
    columns = heads(_("标准"), _("出处"))
    rows = [[Cell(standard.title), Cell(standard.source)] for standard in edition.base_standards]
    return Table("base_standards", _("国家基础标准"), columns, rows, note=_("资源认证标准须高于这些标准"))
