"""A budget written into the official form, so that reading it again gives the same budget."""

from dataclasses import dataclass, field, replace

from zyk.projects.enums import BudgetScope, FundSource
from zyk.projects.workbooks import budget_2015, budget_2016
from zyk.projects.workbooks.cells import plain
from zyk.projects.workbooks.sheet import Form, in_wan, opened, percentage
from zyk.projects.workbooks.tree import Amount
from zyk.rulebook.edition import Edition

Key = tuple[str, str, int]  # number, title, level
NOTES_2016, LAST_2016 = 36, 40
LAST_2015 = 57


@dataclass
class Row:
    number: str
    title: str
    level: int
    cells: dict[str, int] = field(default_factory=dict)  # column → fen


def filled_2016(edition: Edition, amounts: list[Amount], *, name: str) -> bytes:
    """One budget in the form of 2016. `name` is the specialty's; every spending line of the rulebook has its row."""
    form = opened("budget_2016")
    rows = _rows_2016(edition, amounts)
    notes = [form.sheet[f"C{number}"].value for number in range(NOTES_2016, LAST_2016 + 1)]
    looks = form.look_of(7), form.look_of(8), form.look_of(LAST_2016)
    form.clear_from(6, until=LAST_2016, columns=20)
    form.put("A1", f"{name}{budget_2016.TITLE.removeprefix('资源库')}        单位：万元")
    total = Row("", "合计", 0, _summed(rows))
    form.put("B6", "合计")
    whole = total.cells.get("M", 0)
    _write(form, 6, total, budget_2016.AMOUNTS, {"O": "N", "Q": "P"}, whole)
    for place, row in enumerate(rows, start=budget_2016.FIRST_ROW):
        form.wear(place, looks[0] if row.level == 1 else looks[1])
        if row.level == 1:
            form.put(f"A{place}", int(row.number))
        form.put(f"B{place}", f"{row.number}．{row.title}" if row.level == 1 else f"{row.number} {row.title}")
        _write(form, place, row, budget_2016.AMOUNTS, {"O": "N", "Q": "P"} if row.level == 1 else {}, whole)
    _group(form, rows, budget_2016.FIRST_ROW, ("A", "O", "Q"))
    for offset, text in enumerate(notes):
        form.wear(budget_2016.FIRST_ROW + len(rows) + 1 + offset, looks[2])
        form.put(f"C{budget_2016.FIRST_ROW + len(rows) + 1 + offset}", text)
    return form.saved()


def filled_2015(edition: Edition, amounts: dict[BudgetScope, list[Amount]], *, first_year: int) -> bytes:
    """The whole and its years in the form of 2015; what neither of the first two years holds is the third year's."""
    form = opened("budget_2015")
    rows = _rows_2015(edition, amounts)
    note = form.sheet[f"C{LAST_2015}"].value
    looks = form.look_of(7), form.look_of(8), form.look_of(LAST_2015)
    form.clear_from(budget_2015.FIRST_ROW, until=LAST_2015, columns=19)
    for places in budget_2015.YEARS:
        for cell in places:
            form.put(cell, f"{first_year + budget_2015.YEARS.index(places)}年度")
    total = Row("", "合计", 0, _summed(rows))
    form.put("B6", "合计")
    whole = total.cells.get("C", 0)
    _write(form, 6, total, budget_2015.AMOUNTS, budget_2015.SHARES, whole)
    for place, row in enumerate(rows, start=budget_2015.FIRST_ROW):
        form.wear(place, looks[0] if row.level == 1 else looks[1])
        if row.level == 1:
            form.put(f"A{place}", int(row.number))
        form.put(f"B{place}", row.title if row.level == 1 else f"{row.number}{row.title}")
        _write(form, place, row, budget_2015.AMOUNTS, budget_2015.SHARES if row.level == 1 else {}, whole)
    _group(form, rows, budget_2015.FIRST_ROW, ("A", "E", "I"))
    at = budget_2015.FIRST_ROW + len(rows) + 2
    form.wear(at, looks[2])
    form.put(f"C{at}", note)
    form.sheet.merge_cells(f"C{at}:R{at}")
    return form.saved()


def _rows_2016(edition: Edition, amounts: list[Amount]) -> list[Row]:
    columns = {source: letters[0] for source, letters in budget_2016.SOURCES.items()}
    letters = {plain(title): letter for letter, title in budget_2016.CLASSES.items()}
    columns |= {each.code: letters[plain(each.title.zh)] for each in edition.economic_classes if
                plain(each.title.zh) in letters}  # fmt: skip
    amounts = _renumbered(amounts)
    rows = _gathered(edition, amounts)
    for amount in amounts:
        column = columns.get(amount.source or amount.economic_class)
        if column:
            cells = rows[_key(edition, amount)].cells
            cells[column] = cells.get(column, 0) + amount.amount_fen
    for row in rows.values():
        row.cells["P"] = sum(row.cells.get(letter, 0) for letter in ("R", "S", "T"))
        row.cells["M"] = row.cells.get("N", 0) + row.cells["P"]
    return list(rows.values())


def _renumbered(amounts: list[Amount]) -> list[Amount]:
    """Lines of an older form under the number of the rulebook's line they belong to; where two come together, each
    keeps its own lines below it, or becomes one itself."""
    lines: dict[str, list[str]] = {}  # rulebook line → first-level numbers that belong to it
    for amount in amounts:
        if amount.level == 1 and amount.number not in lines.setdefault(amount.line_code or amount.number, []):
            lines[amount.line_code or amount.number].append(amount.number)
    below = {number: _below(number, amounts) for numbers in lines.values() for number in numbers}
    found: list[Amount] = []
    for code, numbers in lines.items():
        has_lines, start = any(below[number] for number in numbers), 0
        for number in numbers:
            own = [amount for amount in amounts if amount.number.split(".")[0] == number]
            for amount in own:
                found += _moved(amount, code, start, has_lines and len(numbers) > 1 and not below[number])
            start += max(below[number], 1) if has_lines else 0
    return found


def _below(number: str, amounts: list[Amount]) -> int:
    """The last second-level place used under a first-level line."""
    return max(
        (int(each.number.split(".")[1]) for each in amounts if each.level > 1 and each.number.split(".")[0] == number),
        default=0,
    )


def _moved(amount: Amount, code: str, start: int, is_own_line: bool) -> list[Amount]:
    if amount.level == 1:
        first = replace(amount, number=code)
        return [first, replace(amount, number=f"{code}.{start + 1}", level=2)] if is_own_line else [first]
    _first, second, *rest = amount.number.split(".")
    return [replace(amount, number=".".join([code, str(int(second) + start), *rest]))]


def _gathered(edition: Edition, amounts: list[Amount]) -> dict[Key, Row]:
    """Rows by key in the form's order; lines of the rulebook nobody named have an empty row."""
    found: dict[Key, Row] = {}
    by_line: dict[str, list[Amount]] = {}
    for amount in amounts:
        by_line.setdefault(amount.number.split(".")[0], []).append(amount)
    for line in edition.spending_lines:
        found[(line.code, line.title.zh, 1)] = Row(line.code, line.title.zh, 1)
        for amount in by_line.get(line.code, []):
            key = _key(edition, amount)
            found.setdefault(key, Row(*key))
    return found


def _key(edition: Edition, amount: Amount) -> Key:
    """First-level lines carry the rulebook's title."""
    if amount.level > 1:
        return amount.number, amount.title, amount.level
    code = amount.line_code or amount.number
    title = next((line.title.zh for line in edition.spending_lines if line.code == code), amount.title)
    return code, title, 1


def _rows_2015(edition: Edition, amounts: dict[BudgetScope, list[Amount]]) -> list[Row]:
    rows: dict[Key, Row] = {}
    for scope in (BudgetScope.TOTAL, BudgetScope.YEAR_1, BudgetScope.YEAR_2):
        for amount in amounts.get(scope, []):
            if amount.source:
                key = (amount.number, amount.title, amount.level)
                row = rows.setdefault(key, Row(*key))
                row.cells[f"{scope}-{amount.source}"] = amount.amount_fen
    filled = [Row(row.number, row.title, row.level, _of_years(row.cells)) for row in rows.values()]
    return sorted(filled, key=lambda row: [int(part) for part in row.number.split(".")])


def _of_years(sums: dict[str, int]) -> dict[str, int]:
    years = {
        FundSource.MINISTRY.value: ("F", "G"),
        FundSource.LOCAL.value: ("J", "K", "L"),
        FundSource.ENTERPRISE.value: ("M", "N", "O"),
        FundSource.SCHOOL.value: ("P", "Q", "R"),
    }
    cells: dict[str, int] = {}
    for source, letters in years.items():
        total, first, second = (
            sums.get(f"{scope}-{source}", 0) for scope in (BudgetScope.TOTAL, BudgetScope.YEAR_1, BudgetScope.YEAR_2)
        )
        rest = total - first - second
        parts = (first, second, rest) if len(letters) == 3 else (first, second + rest)
        cells |= dict(zip(letters, parts, strict=True))
    cells["D"] = cells["F"] + cells["G"]
    cells["H"] = sum(cells[letter] for letter in budget_2015.RAISED)
    cells["C"] = cells["D"] + cells["H"]
    return cells


def _summed(rows: list[Row]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        if row.level == 1:
            for column, fen in row.cells.items():
                sums[column] = sums.get(column, 0) + fen
    return sums


def _write(form: Form, place: int, row: Row, columns: list[str], shares: dict[str, str], whole: int) -> None:
    for column in columns:
        form.put(f"{column}{place}", in_wan(row.cells.get(column, 0)))
    for column, of in shares.items():
        form.put(f"{column}{place}", percentage(row.cells.get(of, 0), whole))


def _group(form: Form, rows: list[Row], first: int, columns: tuple[str, ...]) -> None:
    """The number and the shares of a first-level line stand once for all the lines below it."""
    starts = [first + place for place, row in enumerate(rows) if row.level == 1]
    for start, after in zip(starts, [*starts[1:], first + len(rows)], strict=True):
        for column in columns:
            form.merge(column, start, after - 1)
