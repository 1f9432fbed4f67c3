"""The board of a panel: every dossier with its scores, ranks and flags, and every expert with his load."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from zyk.reviews.enums import Recommendation, ReviewState
from zyk.reviews.models import Panel, Review
from zyk.reviews.rules.scores import Given, Line, Severity, lines_of, severities_of, value_by


@dataclass
class BoardRow:
    dossier: int
    number: str
    title: str
    unit: str
    uuid: Any
    alias: int
    given: int = 0
    submitted: int = 0
    recused: int = 0
    is_closed: bool = False
    declines: int = 0
    line: Line | None = None
    value: float | None = None
    is_shifted: bool = False


@dataclass
class Board:
    """`rows` in the order of the counting method's rank, those without scores last."""

    rows: list[BoardRow]
    severities: list[Severity] = field(default_factory=list)
    submitted: int = 0
    given: int = 0


def board_of(panel: Panel) -> Board:
    """Two queries, however many dossiers and reviews."""
    measures = panel.measures or {}
    dossiers = panel.dossiers.order_by("number").values_list("pk", "number", "title", "lead_organisation__name", "uuid")
    rows = {pk: BoardRow(pk, number, title, unit, uuid, 0) for pk, number, title, unit, uuid in dossiers}
    given: list[Given] = []
    board = Board([])
    found = Review.objects.filter(panel=panel).values_list(
        "dossier_id", "expert_id", "state", "total", "recommendation", "closed_at", "alias_number"
    )
    for dossier, expert, state, total, recommendation, closed_at, alias in found:
        row = rows[dossier]
        row.alias = alias
        if state == ReviewState.RECUSED:
            row.recused += 1
            continue
        row.given += 1
        row.is_closed = row.is_closed or closed_at is not None
        if state == ReviewState.SUBMITTED:
            row.submitted += 1
            row.declines += recommendation == Recommendation.DECLINE
            if total is not None:
                given.append(Given(dossier, expert, float(total)))
    lines = lines_of(
        given,
        method=panel.method,
        trim_from=measures.get("trim_from"),
        shrink_below=measures.get("shrink_below"),
        spread_alert=measures.get("spread_alert"),
    )
    alert = measures.get("rank_gap_alert")
    for pk, line in lines.items():
        row = rows[pk]
        row.line, row.value = line, value_by(line, panel.method)
        row.is_shifted = alert is not None and abs(line.shift) > alert
    board.rows = sorted(rows.values(), key=lambda row: (row.line is None, row.line.rank if row.line else 0, row.number))
    board.severities = severities_of(given)
    board.submitted = sum(row.submitted for row in board.rows)
    board.given = sum(row.given for row in board.rows)
    return board


@dataclass(frozen=True)
class Load:
    expert: int
    given: int
    submitted: int
    opened: int
    recused: int


def loads_of(panel: Panel) -> dict[int, Load]:
    """What each expert of the panel has and has done; one query."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    found = Review.objects.filter(panel=panel).values_list("expert_id", "state", "opened_at")
    for expert, state, opened_at in found:
        counts[expert][state] += 1
        counts[expert]["opened"] += opened_at is not None
    return {
        expert: Load(
            expert=expert,
            given=sum(n for state, n in own.items() if state not in ("opened", ReviewState.RECUSED)),
            submitted=own[ReviewState.SUBMITTED],
            opened=own["opened"],
            recused=own[ReviewState.RECUSED],
        )
        for expert, own in counts.items()
    }
