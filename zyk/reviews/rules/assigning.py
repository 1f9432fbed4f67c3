"""Who reviews what: one minimum-cost flow from dossiers through provinces, units and experts, solved by HiGHS (SciPy).

Costs: what is missing to full affinity, each further review of the same expert, a second expert of one province.
Never: more than an expert's load, two experts of one unit for a dossier, a pair that is not among the candidates.
The limits nest (unit in province in dossier; expert), so that the linear programme has whole solutions.
The same input and seed give the same answer."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

ALGORITHM = "flow-highs-1"
NEAREST = (30, 120)
LOAD_STEP = 6.0
SAME_PROVINCE = 15.0
MISSING = 10_000.0


@dataclass(frozen=True)
class Person:
    """An expert in the flow: `free` reviews he may still take, `held` those he has."""

    code: int
    free: int
    held: int
    unit: int
    province: str | None


@dataclass
class Answer:
    """`pairs` are (dossier, expert), `missing` how many experts a dossier lacks."""

    pairs: list[tuple[int, int]]
    missing: dict[int, int] = field(default_factory=dict)
    cost: float = 0.0


def assigned(
    needs: Mapping[int, int],
    people: Mapping[int, Person],
    candidates: Mapping[int, Mapping[int, int]],
    *,
    seed: str,
) -> Answer:
    """`needs` dossier → reviews still wanted; `candidates` dossier → expert → affinity.

    The nearest candidates are tried first; more of them only where that leaves a dossier short."""
    answer = Answer([])
    for limit in (*NEAREST, max((len(each) for each in candidates.values()), default=0)):
        edges = _nearest(needs, candidates, limit, seed)
        answer = _solved(needs, people, edges)
        if not answer.missing or limit >= max((len(each) for each in candidates.values()), default=0):
            break
    return answer


Edge = tuple[int, int, float]


def _nearest(
    needs: Mapping[int, int], candidates: Mapping[int, Mapping[int, int]], limit: int, seed: str
) -> list[Edge]:
    """Edges (dossier, expert, cost) in a fixed order; equal affinity is decided by the seed."""
    edges: list[Edge] = []
    for dossier in sorted(needs):
        costs = [
            (100 - points + _by_lot(seed, dossier, expert), expert)
            for expert, points in candidates.get(dossier, {}).items()
        ]
        edges += [(dossier, expert, cost) for cost, expert in sorted(costs)[:limit]]
    return edges


def _by_lot(seed: str, dossier: int, expert: int) -> float:
    digest = hashlib.blake2b(f"{seed}/{dossier}/{expert}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32


class _Programme:
    """Columns with cost and upper bound, rows with their right side, gathered before the solver sees them."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.most: list[float | None] = []
        self.cells: tuple[list[tuple[int, int, float]], list[tuple[int, int, float]]] = ([], [])
        self.sides: tuple[list[float], list[float]] = ([], [])

    def column(self, cost: float, most: float | None) -> int:
        self.costs.append(cost)
        self.most.append(most)
        return len(self.costs) - 1

    def row(self, cells: Mapping[int, float], side: float, *, is_equal: bool) -> None:
        kind = 0 if is_equal else 1
        number = len(self.sides[kind])
        self.sides[kind].append(side)
        self.cells[kind].extend((number, column, value) for column, value in cells.items())

    def solved(self) -> tuple[list[float], float]:
        from scipy.optimize import linprog  # heavy; only who assigns needs it

        bounds = [(0, most) for most in self.most]
        found = linprog(
            self.costs,
            A_eq=self._matrix(0),
            b_eq=self.sides[0] or None,
            A_ub=self._matrix(1),
            b_ub=self.sides[1] or None,
            bounds=bounds,
            method="highs-ds",
        )
        if found.status != 0:
            raise RuntimeError(f"the solver gave up: {found.message}")
        return list(found.x), float(found.fun)

    def _matrix(self, kind: int):  # type: ignore[no-untyped-def]
        from scipy.sparse import csr_array

        if not self.sides[kind]:
            return None
        rows, columns, values = zip(*self.cells[kind], strict=True)
        return csr_array((values, (rows, columns)), shape=(len(self.sides[kind]), len(self.costs)))


def _solved(needs: Mapping[int, int], people: Mapping[int, Person], edges: list[Edge]) -> Answer:
    wanted = {dossier: need for dossier, need in needs.items() if need > 0}
    edges = [edge for edge in edges if edge[0] in wanted and people[edge[1]].free > 0]
    if not wanted:
        return Answer([])
    programme = _Programme()
    columns = [programme.column(cost, 1) for _, _, cost in edges]
    of_dossier: dict[int, list[int]] = defaultdict(list)
    of_expert: dict[int, list[int]] = defaultdict(list)
    of_unit: dict[tuple[int, int], list[int]] = defaultdict(list)
    of_province: dict[tuple[int, str], list[int]] = defaultdict(list)
    for column, (dossier, expert, _) in zip(columns, edges, strict=True):
        person = people[expert]
        of_dossier[dossier].append(column)
        of_expert[expert].append(column)
        of_unit[dossier, person.unit].append(column)
        if person.province:
            of_province[dossier, person.province].append(column)
    lacking = {dossier: programme.column(MISSING, need) for dossier, need in sorted(wanted.items())}
    for dossier, need in sorted(wanted.items()):
        programme.row({**dict.fromkeys(of_dossier[dossier], 1.0), lacking[dossier]: 1.0}, need, is_equal=True)
    for expert, own in sorted(of_expert.items()):
        person = people[expert]
        steps = [programme.column(LOAD_STEP * (person.held + step), 1) for step in range(min(person.free, len(own)))]
        programme.row(dict.fromkeys(own, 1.0) | dict.fromkeys(steps, -1.0), 0, is_equal=True)
    for _, own in sorted(of_unit.items()):
        if len(own) > 1:
            programme.row(dict.fromkeys(own, 1.0), 1, is_equal=False)
    for _, own in sorted(of_province.items()):
        if len(own) > 1:
            second = programme.column(SAME_PROVINCE, None)
            programme.row({**dict.fromkeys(own, 1.0), second: -1.0}, 1, is_equal=False)
    amounts, cost = programme.solved()
    pairs = [
        (dossier, expert) for column, (dossier, expert, _) in zip(columns, edges, strict=True) if amounts[column] > 0.5
    ]
    missing = {dossier: round(amounts[column]) for dossier, column in lacking.items() if amounts[column] > 0.5}
    return Answer(pairs, missing, cost)
