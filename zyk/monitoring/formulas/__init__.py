"""The formulas of the monitoring report, by the name a rulebook's indicator gives; one module a dimension."""

from zyk.monitoring.formulas import building, learning, updating, using
from zyk.monitoring.formulas.shape import Counted, Formula, Row

FORMULAS: dict[str, Formula] = building.FORMULAS | using.FORMULAS | learning.FORMULAS | updating.FORMULAS

__all__ = ["FORMULAS", "Counted", "Formula", "Row"]
