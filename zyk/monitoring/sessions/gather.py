"""One library's day out of the tables, as the relations of the signals take it."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from zyk.assessment.models import Attempt
from zyk.library.enums import Standing
from zyk.library.models import Library, Viewing
from zyk.monitoring.sessions.scoring import Account
from zyk.records.models import KnownAgent, Statement
from zyk.records.origin import ADDRESS, DEVICE
from zyk.records.queries import agent_key_of, user_uuid_of, verb_keys

CHINA: Final = ZoneInfo("Asia/Shanghai")
CHUNK: Final = 500


def span_of(day: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, datetime.min.time(), CHINA)
    return begins, begins + timedelta(days=1)


def acts_of(library_key: int, day: date) -> Iterator[tuple[Any, ...]]:
    """Rows of `use_acts`. A record is stored no earlier than what it tells of, so the search begins at the day."""
    begins, ends = span_of(day)
    verbs = {key: verb.name.lower() for key, verb in verb_keys().items()}
    rows = Statement.objects.filter(
        library_id=library_key, voided=False, sequence__gt=_last_before(begins), timestamp__gte=begins
    ).filter(timestamp__lt=ends)
    columns = "sequence", "timestamp", "actor_id", "verb_id", "activity_id", "registration", "original"
    for sequence, at, actor, verb, activity, registration, original in (
        rows.order_by("sequence").values_list(*columns).iterator(chunk_size=5000)
    ):
        said = bytes(original)
        address, device = _code(said, ADDRESS), _code(said, DEVICE)
        offered = str(registration) if registration and address else ""
        yield sequence, at.timestamp(), actor, verbs.get(verb, "other"), activity or "", offered, address, device


def viewings_of(library: Library, day: date) -> Iterator[tuple[str, float]]:
    begins, ends = span_of(day)
    rows = Viewing.objects.filter(
        resource__library=library, began_at__gte=begins, began_at__lt=ends + timedelta(hours=1)
    ).order_by("id")
    for uuid, seconds in rows.values_list("uuid", "seconds").iterator():
        yield str(uuid), seconds


def attempts_of(library: Library, day: date) -> Iterator[tuple[int, float, float, int, float]]:
    begins, ends = span_of(day)
    rows = (
        Attempt.objects.filter(
            assessment__course__library=library, submitted_at__gte=begins, submitted_at__lt=ends, grade__isnull=False
        )
        .annotate(questions=Count("assessment__items"))
        .order_by("id")
    )
    keys: dict[Any, int | None] = {}
    columns = "user__uuid", "started_at", "submitted_at", "questions"
    columns += "grade__points_hundredths", "grade__maximum_hundredths"  # type: ignore[assignment]
    for user, started, ended, questions, points, most in rows.values_list(*columns).iterator():
        actor = keys[user] if user in keys else keys.setdefault(user, agent_key_of(user))
        if actor is not None:
            percent = points * 100 / most if most else 0.0
            yield actor, ended.timestamp(), (ended - started).total_seconds(), questions, percent


def accounts_of(library: Library, actors: Collection[int]) -> dict[int, Account]:
    """What else is known of these agents; asked only for those with a sign already."""
    is_before = library.standing in (Standing.NONE, Standing.APPLYING, Standing.APPROVED)
    found: dict[int, Account] = {}
    wanted = list(actors)
    for start in range(0, len(wanted), CHUNK):
        rows = (
            Statement.objects.filter(actor_id__in=wanted[start : start + CHUNK], voided=False)
            .order_by()
            .values("actor_id")
            .annotate(
                libraries=Count("library_id", distinct=True),
                days=Count(TruncDate("timestamp", tzinfo=CHINA), distinct=True),
                acts=Count("sequence", filter=Q(library__isnull=False)),
            )
        )
        for row in rows:
            found[row["actor_id"]] = Account(row["libraries"], row["days"], row["acts"], is_before)
    return found


def units_of(actors: dict[int, int]) -> dict[int, str]:
    """Agent → unit code, from the first statement of his session."""
    rows = Statement.objects.filter(sequence__in=actors.values()).values_list("actor_id", "organisation_code")
    return dict(rows)


def users_of_agents(actors: Collection[int]) -> dict[int, Any]:
    """Agent → the uuid of our user."""
    rows = KnownAgent.objects.filter(pk__in=actors).values_list("pk", "identifier")
    return {pk: uuid for pk, identifier in rows if (uuid := user_uuid_of(identifier))}


def days_touched(after: int, until: int) -> set[tuple[int, date]]:
    """(library key, day) of the records beyond `after`, up to `until`."""
    rows = Statement.objects.filter(sequence__gt=after, sequence__lte=until, library__isnull=False).order_by()
    pairs = rows.annotate(day=TruncDate("timestamp", tzinfo=CHINA)).values_list("library_id", "day").distinct()
    return {(library, day) for library, day in pairs if library is not None and day is not None}


def _last_before(instant: datetime) -> int:
    rows = Statement.objects.filter(stored__lt=instant).order_by("-stored", "-sequence")
    return rows.values_list("sequence", flat=True).first() or 0


def _code(said: bytes, name: str) -> str:
    """The extension's 16 digits, cut out of the bytes: decoding each whole statement would cost ten times as much."""
    place = said.find(name.encode())
    if place < 0:
        return ""
    code = said[place + len(name) :][:24].lstrip(b'" :')[:16]
    return code.decode("ascii", "replace") if code.isalnum() else ""
