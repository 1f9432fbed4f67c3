"""A list of people as a spreadsheet: its columns, and what taking it over would do. Changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zyk.accounts.enums import Outcome, Role, UserKind
from zyk.accounts.models import Membership, Organisation, PeopleImport, User
from zyk.accounts.rules import Entry, Fault, Known, faults_of_entry
from zyk.common.imports import CellFault, Row

COLUMNS = {
    "username": "用户名",
    "name": "姓名",
    "kind": "类型",
    "role": "角色",
    "email": "邮箱",
    "phone": "手机",
    "scope": "班级或部门",
    "valid_until": "有效期至",
}
OPTIONAL = ("email", "phone", "scope", "valid_until")


@dataclass(frozen=True)
class PlannedLine:
    """One line, what it would do, and what is wrong with it (field, message)."""

    entry: Entry
    outcome: Outcome
    faults: list[Fault]
    user: User | None = None
    row: int = 0
    cell_faults: tuple[CellFault, ...] = ()


def lines_of(staged: PeopleImport) -> list[PlannedLine]:
    """The plan of a staged list, each line with its faults by cell."""
    read = [_entry_of(row) for row in staged.rows]
    planned = plan_of([entry for entry, _faults in read], organisation=staged.organisation)
    lines = []
    for row, (entry, reading_faults), line in zip(staged.rows, read, planned, strict=True):
        faults = [*reading_faults, *line.faults]
        cells = tuple(
            CellFault(int(row["row"]), COLUMNS[field], staged.letters.get(field, ""), message)
            for field, message in faults
        )
        outcome = Outcome.FAULTY if faults else line.outcome
        lines.append(PlannedLine(entry, outcome, faults, line.user, int(row["row"]), cells))
    return lines


def plan_of(entries: Sequence[Entry], *, organisation: Organisation) -> list[PlannedLine]:
    """What taking in `entries` would do; a constant number of queries for a few hundred people."""
    today = timezone.localdate()
    users = _users_of(entries)
    held = _capacities_at(organisation, users.values())
    here = {user_id for user_id, _role, _scope in held}
    earlier: dict[str, Entry] = {}
    seen: set[tuple[str, str, str]] = set()
    lines = []
    for entry in entries:
        user = users.get(entry.key)
        known = Known(user.name, user.email, user.kind, user.pk in here) if user else None
        faults = list(faults_of_entry(entry, organisation_kind=organisation.kind, known=known, today=today))
        faults += _faults_within_list(entry, earlier.setdefault(entry.key, entry), seen)
        lines.append(PlannedLine(entry, _outcome(entry, user, held, faults, today), faults, user))
    return lines


def _faults_within_list(entry: Entry, first: Entry, seen: set[tuple[str, str, str]]) -> Iterable[Fault]:
    if (first.name, first.kind, first.email, first.phone) != (entry.name, entry.kind, entry.email, entry.phone):
        yield "username", _("前面的行里同一用户名的姓名、类型、邮箱或手机与此不同")
    capacity = (entry.key, entry.role, entry.scope)
    if capacity in seen:
        yield "username", _("与前面的行重复")
    seen.add(capacity)


def _outcome(
    entry: Entry,
    user: User | None,
    held: dict[tuple[int, str, str], Membership],
    faults: list[Fault],
    today: date,
) -> Outcome:
    if faults:
        return Outcome.FAULTY
    if user is None:
        return Outcome.NEW_PERSON
    membership = held.get((user.pk, entry.role, entry.scope))
    is_same = membership and membership.valid_until == entry.valid_until and membership.is_valid_on(today)
    return Outcome.UNCHANGED if is_same else Outcome.NEW_CAPACITY


def _users_of(entries: Sequence[Entry]) -> dict[str, User]:
    keys = sorted({entry.key for entry in entries})
    found: dict[str, User] = {}
    for start in range(0, len(keys), 500):
        users = User.objects.annotate(key=Lower("username")).filter(key__in=keys[start : start + 500])
        found |= {user.username.lower(): user for user in users}
    return found


def _capacities_at(organisation: Organisation, users: Iterable[User]) -> dict[tuple[int, str, str], Membership]:
    ids = sorted(user.pk for user in users)
    held: dict[tuple[int, str, str], Membership] = {}
    for start in range(0, len(ids), 500):
        for membership in Membership.objects.filter(organisation=organisation, user__in=ids[start : start + 500]):
            held[(membership.user_id, membership.role, membership.scope)] = membership
    return held


def _entry_of(row: Row) -> tuple[Entry, list[Fault]]:
    valid_until, faults = _day(row["valid_until"])
    return (
        Entry(
            username=row["username"],
            name=row["name"],
            kind=_value_of(UserKind, row["kind"]),
            role=_value_of(Role, row["role"]),
            email=row["email"],
            phone=row["phone"],
            scope=row["scope"],
            valid_until=valid_until,
        ),
        faults,
    )


def _value_of(choices: type[UserKind] | type[Role], text: str) -> str:
    """The value for the official Chinese word, its English, or the value itself; else the text as it is."""
    for language in ("zh-hans", "en"):
        with override(language):
            for choice in choices:
                if text in (choice.value, str(choice.label)):
                    return choice.value
    return text


def _day(text: str) -> tuple[date | None, list[Fault]]:
    if not text:
        return None, []
    for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"):
        try:
            return datetime.strptime(text, form).date(), []  # noqa: DTZ007
        except ValueError:
            continue
    return None, [("valid_until", _("日期应写作 2027-07-31"))]
