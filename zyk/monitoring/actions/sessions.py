"""Judge sessions: incrementally, a library's day at a time, the same outcome however often it is done."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from zyk.accounts.models import User
from zyk.library.models import Library
from zyk.monitoring.enums import AppealState, Verdict
from zyk.monitoring.models import Session, SessionCursor
from zyk.monitoring.relations.load import engine
from zyk.monitoring.sessions import Features, gather, load, measure
from zyk.monitoring.sessions.features import quick_attempts
from zyk.monitoring.sessions.scoring import Account, Contribution, score_of, signal_of
from zyk.records.models import Statement
from zyk.records.queries import activity_key, activity_keys
from zyk.rulebook.edition import CredibleUse
from zyk.rulebook.models import Rulebook
from zyk.rulebook.queries import newest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Scored = tuple[Features, int, list[Contribution]]
LATE_DAYS = 400  # what arrives later than this about an earlier day no longer changes its sessions


def judge_new(now: datetime | None = None) -> int:
    """Judge every day that has records since the last time; returns how many library-days were looked at.

    Does nothing while no rulebook says what is credible."""
    rulebook = newest()
    if rulebook is None or rulebook.edition.credible_use is None:
        return 0
    oldest = timezone.localdate(now) - timedelta(days=LATE_DAYS)
    cursor, _made = SessionCursor.objects.get_or_create(pk=1)
    until = Statement.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    libraries = _libraries()
    days = [
        (libraries[key], day)
        for key, day in gather.days_touched(cursor.last_sequence, until)
        if key in libraries and day >= oldest
    ]
    if not days:
        return _reached(until)
    with engine() as connection:
        for library, day in sorted(days, key=lambda each: (each[1], each[0].pk)):
            _judge_day(connection, library, day, rulebook)
    return _reached(until, len(days))


def _reached(until: int, days: int = 0) -> int:
    SessionCursor.objects.filter(pk=1, last_sequence__lt=until).update(last_sequence=until)
    return days


def _judge_day(connection: "DuckDBPyConnection", library: Library, day: date, rulebook: Rulebook) -> None:
    """Judge one day by the rulebook; the sessions of an earlier judging go, unless somebody has appealed.

    A day whose records have left the table is judged already and stays as it is."""
    rules, key = rulebook.edition.credible_use, activity_key("library", library.uuid)
    if rules is None or key is None or _has_left(library, day):
        return
    scored = [each for each in _scored(connection, library, key, day, rules) if each[1] >= rules.watched_points]
    _keep(library, day, scored, rulebook.code, rules)


def _has_left(library: Library, day: date) -> bool:
    first = Session.objects.filter(library=library, day=day).values_list("first_sequence", flat=True).first()
    return first is not None and not Statement.objects.filter(sequence=first).exists()


def _scored(
    connection: "DuckDBPyConnection", library: Library, key: int, day: date, rules: CredibleUse
) -> list[Scored]:
    quick = signal_of("answer_pattern", rules)
    rows = {
        "use_acts": gather.acts_of(key, day),
        "use_viewings": gather.viewings_of(library, day),
        "use_attempts": gather.attempts_of(library, day),
    }
    load(connection, rows)
    sessions = measure(connection, gap_minutes=rules.gap_minutes)
    attempts = quick_attempts(connection, quick.limits) if quick else {}
    alone = [(session, _account(session, attempts)) for session in sessions]
    suspects = {session.actor for session, account in alone if score_of(session, account, rules)[0]}
    known = gather.accounts_of(library, suspects) if suspects else {}
    return [
        (session, *score_of(session, _account(session, attempts, known.get(session.actor)), rules))
        for session, _account_alone in alone
        if session.actor in suspects
    ]


def _account(session: Features, attempts: Mapping[int, list[float]], known: Account | None = None) -> Account:
    mine = [at for at in attempts.get(session.actor, ()) if session.began - 1 <= at <= session.ended + 60]
    known = known or Account()
    return Account(known.libraries, known.active_days, known.acts, known.is_before_acceptance, len(mine))


@transaction.atomic
def _keep(library: Library, day: date, scored: list[Scored], code: str, rules: CredibleUse) -> None:
    Library.objects.select_for_update(no_key=True).get(pk=library.pk)
    before = {(row.actor, row.began_at): row for row in Session.objects.filter(library=library, day=day)}
    uuids = gather.users_of_agents({session.actor for session, _score, _found in scored})
    users = dict(User.objects.filter(uuid__in=uuids.values()).values_list("uuid", "pk"))
    units = gather.units_of({session.actor: session.first_sequence for session, _score, _found in scored})
    for session, score, found in scored:
        began = datetime.fromtimestamp(session.began, tz=UTC)
        known = before.pop((session.actor, began), None)
        row = known or Session(library=library, actor=session.actor, day=day, began_at=began)
        row.user_id = users.get(uuids[session.actor]) if session.actor in uuids else None
        row.organisation_code = units.get(session.actor, "")
        row.ended_at = datetime.fromtimestamp(session.ended, tz=UTC)
        row.first_sequence, row.last_sequence, row.acts = session.first_sequence, session.last_sequence, session.acts
        row.score, row.signals, row.rulebook_code = score, [_written(each) for each in found], code
        row.codes = f",{','.join(each.code for each in found)},"
        if row.verdict != Verdict.UPHELD:
            row.verdict = Verdict.DOUBTFUL if score >= rules.doubtful_points else Verdict.WATCHED
        row.save()
    gone = [row.pk for row in before.values() if row.verdict != Verdict.UPHELD]
    Session.objects.filter(pk__in=gone).exclude(appeals__state__in=AppealState.values).delete()


def _written(contribution: Contribution) -> dict[str, Any]:
    return {"code": contribution.code, "points": contribution.points, "figures": contribution.figures}


def _libraries() -> dict[int, Library]:
    keys = activity_keys("library")
    known = {library.uuid: library for library in Library.objects.filter(uuid__in=keys.values())}
    return {key: known[uuid] for key, uuid in keys.items() if uuid in known}
