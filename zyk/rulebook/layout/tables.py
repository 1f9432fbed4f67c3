from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise

from zyk.rulebook.enums import Unit
from zyk.rulebook.figures import LENGTHS, Figure, figure_of


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table. A figure that is not set says so, with the way to set it."""

    text: Any = ""
    note: Any = ""
    figure: Figure | None = None
    is_code: bool = False

    @property
    def is_unset(self) -> bool:
        return self.figure is not None and self.figure.value is None


@dataclass(frozen=True)
class Head:
    text: str | Promise
    is_number: bool = False


@dataclass
class Table:
    """`heads` and the cells of each row; the first cell names the row."""

    code: str
    title: Any
    heads: list[Head]
    rows: list[list[Cell]] = field(default_factory=list)
    note: Any = ""

    def lines(self) -> list[list[tuple[Head, Cell]]]:
        """The rows, each cell with the head of its column."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def heads(*texts: str | Promise, numbers: tuple[int, ...] = ()) -> list[Head]:
    return [Head(text, number in numbers) for number, text in enumerate(texts)]


def figure_cell(entry: Any, name: str, place: str, *, prefix: Any = "", unit: Any = "") -> Cell:
    """A figure with its unit and comparison in words, or the note that nobody knows it."""
    figure = figure_of(entry, name, f"{place}/{name}" if place else name)
    if figure is None:
        return Cell("—")
    if figure.value is None:
        return Cell(figure=figure)
    unit = unit or unit_of(figure)
    return Cell(" ".join(str(part) for part in (prefix, said_figure(figure), unit) if str(part)), figure=figure)


def said_figure(figure: Figure) -> str:
    """60%, or 1,000."""
    if figure.is_share:
        return f"{(Decimal(str(figure.value)) * 100).normalize():f}%"
    return f"{figure.value:,g}" if figure.value is None or figure.value < 1_000_000 else f"{figure.value:,.0f}"


def unit_of(figure: Figure) -> Any:
    unit = getattr(figure.entry, "unit", "")
    return unit.label if isinstance(unit, Unit) and unit != Unit.SHARE and figure.name not in LENGTHS else ""


def day(value: Any) -> str:
    return date_format(value, "DATE_FORMAT")
