"""Kept sessions, for those who watch the library: lists, one opened to its records, one person's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.library.models import Library, Viewing
from zyk.monitoring.models import Appeal, Session
from zyk.monitoring.queries.libraries import monitored_libraries
from zyk.monitoring.queries.rows import pseudonym
from zyk.monitoring.rules import can_appeal
from zyk.monitoring.sessions.scoring import Contribution, shown, signal_of
from zyk.records.models import Statement
from zyk.records.queries import activity_key
from zyk.rulebook.edition import CredibleUse, Words
from zyk.rulebook.models import Rulebook
from zyk.rulebook.queries import newest


def watched_sessions(actor: Actor) -> QuerySet[Session]:
    """Of the libraries he watches: for the ministry, the operator, the province and the library's own host and team."""
    libraries = monitored_libraries(actor)
    return Session.objects.filter(library__in=libraries.values("pk")).select_related("library__lead_host__province")


def watched_appeals(actor: Actor) -> QuerySet[Appeal]:
    """The same libraries'; a province and the ministry see who appealed and how it ended."""
    rows = Appeal.objects.filter(library__in=monitored_libraries(actor).values("pk"))
    return rows.select_related("library__lead_host", "organisation", "filed_by", "decided_by", "evidence")


def narrowed(rows: QuerySet[Session], chosen: dict[str, Any]) -> QuerySet[Session]:
    """By what the filter form says; what is not said narrows nothing."""
    text = (chosen.get("q") or "").strip()
    if text:
        rows = rows.filter(Q(library__name__icontains=text) | Q(library__lead_host__name__icontains=text))
    for name, lookup in (("verdict", "verdict"), ("since", "day__gte"), ("until", "day__lte"), ("library", "library")):
        if chosen.get(name):
            rows = rows.filter(**{lookup: chosen[name]})
    return rows.filter(codes__contains=f",{chosen['signal']},") if chosen.get("signal") else rows


@dataclass(frozen=True)
class Sign:
    """One contribution as the page shows it."""

    code: str
    title: Words | str
    said: Words | str
    points: int


@dataclass(frozen=True)
class SessionLine:
    session: Session
    person: str
    signs: list[Sign]
    appeal: Appeal | None


def session_lines(sessions: Iterable[Session]) -> list[SessionLine]:
    """With pseudonyms, signs in words and the newest appeal; two queries for any number."""
    listed = list(sessions)
    books = _rules_by_code({session.rulebook_code for session in listed})
    through = Appeal.sessions.through.objects.filter(session__in=[each.pk for each in listed]).order_by("appeal_id")
    appeals = {each.session_id: each.appeal for each in through.select_related("appeal")}
    return [
        SessionLine(
            session,
            person_of(session),
            signs_of(session, books.get(session.rulebook_code)),
            appeals.get(session.pk),
        )
        for session in listed
    ]


def person_of(session: Session) -> str:
    """The same pseudonym that stands in the lists behind the figures."""
    return pseudonym(session.library, session.user_id or f"agent-{session.actor}")


def signs_of(session: Session, rules: CredibleUse | None) -> list[Sign]:
    signs = []
    for each in session.signals:
        made = Contribution(each["code"], each["points"], each["figures"])
        signal = signal_of(made.code, rules) if rules else None
        words = (shown(made, rules) if rules else None) or made.code
        signs.append(Sign(made.code, signal.title if signal else made.code, words, made.points))
    return signs


def signal_choices() -> list[tuple[str, Words]]:
    book = newest()
    rules = book.edition.credible_use if book else None
    return [(signal.code, signal.title) for signal in rules.signals] if rules else []


def appealable(rows: QuerySet[Session], actor: Actor) -> QuerySet[Library]:
    """Libraries among these sessions for which the actor may appeal."""
    if not actor.organisation_id or not any(
        can_appeal(actor, library) for library in Library.objects.filter(lead_host=actor.organisation_id)[:1]
    ):
        return Library.objects.none()
    return Library.objects.filter(pk__in=rows.values("library"), lead_host=actor.organisation_id)


@dataclass(frozen=True)
class Person:
    """Somebody's use of one library as far as it raised doubt. The score is the mean over all his acts there, each
    act weighing with the score of its session, an act outside of any kept session with nothing."""

    pseudonym: str
    sessions: list[Session]
    acts: int
    doubtful_acts: int
    score: int


def person_behind(session: Session) -> Person:
    rows = Session.objects.filter(library=session.library, actor=session.actor).select_related("library")
    key = activity_key("library", session.library.uuid)
    acts = Statement.objects.filter(actor_id=session.actor, library_id=key, voided=False).count()
    sessions = list(rows.order_by("-began_at", "-id")[:200])
    weighed = sum(each.score * each.acts for each in sessions)
    doubtful = rows.filter(verdict=Session.Verdict.DOUBTFUL).aggregate(acts=Sum("acts"))["acts"] or 0
    whole = max(acts, sum(each.acts for each in sessions))
    return Person(person_of(session), sessions, whole, doubtful, round(weighed / whole) if whole else 0)


def statements_in(session: Session) -> QuerySet[Statement]:
    """The very records, in order."""
    key = activity_key("library", session.library.uuid)
    rows = Statement.objects.filter(
        actor_id=session.actor,
        library_id=key,
        voided=False,
        timestamp__gte=session.began_at,
        timestamp__lte=session.ended_at,
    )
    return rows.select_related("verb", "activity", "actor", "library").order_by("timestamp", "sequence")


def heartbeats_of(statements: Iterable[Statement]) -> dict[Any, float]:
    """Registration → seconds that the server measured; of openings that never beat there is none."""
    uuids = {each.registration for each in statements if each.registration}
    return dict(Viewing.objects.filter(uuid__in=uuids).values_list("uuid", "seconds"))


def open_appeals(actor: Actor) -> QuerySet[Appeal]:
    """What waits for a decision, for those who decide."""
    rows = Appeal.objects.filter(state=Appeal.State.FILED)
    return rows if actor.is_any(Role.MINISTRY_OFFICER) else rows.none()


def _rules_by_code(codes: set[str]) -> dict[str, CredibleUse | None]:
    return {book.code: book.edition.credible_use for book in Rulebook.objects.filter(code__in=codes)}
