"""The indicators counted over again in plain Python, row by row, from the database alone: slow, short and obvious.

It shares no SQL, no window and no rule with the code it checks."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from zyk.accounts.models import Membership, User
from zyk.library.models import Course, Library, Resource, TeamMember
from zyk.records.models import KnownActivity, KnownAgent, KnownVerb, Statement
from zyk.records.verbs import Verb

CHINA = ZoneInfo("Asia/Shanghai")
Act = dict[str, Any]


def plain_figures(library: Library, as_of: date, *, credible: bool) -> dict[str, Fraction]:
    """Figures of the whole time up to `as_of`, by code: those that people, acts and resources make."""
    acts = _acts(library, as_of)
    team = set(TeamMember.objects.filter(library=library).values_list("user__uuid", flat=True))
    if credible:
        acts = [act for act in acts if act["user"] not in team and not _in_a_burst(act, acts)]
    users = _users(library, as_of)
    people = {uuid: user for uuid, user in users.items() if not (credible and uuid in team)}
    mine = [act for act in acts if act["user"] in people]
    active = {act["user"] for act in mine}
    resources = {str(r.uuid) for r in Resource.objects.filter(library=library) if _published_by(r, as_of)}
    courses = [c for c in Course.objects.filter(library=library) if _published_by(c, as_of) and c.kind == "standard"]
    uses = [a for a in acts if a["thing"] in resources and a["verb"] in ("VIEWED", "RATED", "SHARED", "DOWNLOADED")]
    days = {(act["user"], act["day"]) for act in mine}
    figures = {
        "users_total": Fraction(len(users)),
        "resources_total": Fraction(len(resources)),
        "activity_total": Fraction(len(acts)),
        "active_users": Fraction(len(active)),
        "active_user_share": Fraction(len(active), len(people)),
        "learning_days": Fraction(len(days)),
        "days_per_active_user": Fraction(len(days), len(active)),
        "used_resource_share": Fraction(len({a["thing"] for a in acts} & resources), len(resources)),
        "uses_per_resource": Fraction(len(uses), len(resources)),
        "resource_activity_share": Fraction(len({a["user"] for a in mine if a["kind"] == "resource"}), len(people)),
        "course_activity_share": Fraction(len({a["user"] for a in mine if a["course"]}), len(people)),
        "course_visits": Fraction(sum(a["kind"] == "course" and a["verb"] == "VIEWED" for a in acts)),
        "used_course_share": Fraction(len({a["course"] for a in acts} & {str(c.uuid) for c in courses}), len(courses)),
        "forum_posts": Fraction(sum(a["verb"] == "POSTED" for a in acts)),
    }
    for kind in ("student", "teacher", "employee", "public"):
        figures[f"{kind}_activity"] = Fraction(sum(act["user_kind"] == kind for act in acts))
        figures[f"{kind}_learning_days"] = Fraction(sum(people[user].kind == kind for user, _day in days))
    figures["inactive_real_name_share"] = _inactive(people, mine, as_of)
    return figures


def _inactive(people: dict[Any, User], acts: list[Act], as_of: date) -> Fraction:
    """Of the last twelve months."""
    since = as_of.replace(year=as_of.year - 1)
    seen = {act["user"] for act in acts if act["day"] > since}
    real = [uuid for uuid, user in people.items() if user.is_real_name and user.kind in ("teacher", "student")]
    return Fraction(sum(uuid not in seen for uuid in real), len(real))


def _acts(library: Library, as_of: date) -> list[Act]:
    names = {k.pk: k.iri for k in KnownActivity.objects.all()}
    agents = {k.pk: k.identifier for k in KnownAgent.objects.all()}
    verbs = {k.pk: k.iri for k in KnownVerb.objects.all()}
    users = {str(user.uuid): user for user in User.objects.all()}
    acts = []
    for row in Statement.objects.filter(voided=False):
        if not row.library_id or str(library.uuid) not in names[row.library_id]:
            continue
        day = row.timestamp.astimezone(CHINA).date()
        if day > as_of:
            continue
        verb = Verb.of(verbs[row.verb_id])
        agent = agents[row.actor_id]
        thing = names[row.activity_id].split("/") if row.activity_id else ["", ""]
        acts.append(
            {
                "at": row.timestamp,
                "day": day,
                "user": next((user.uuid for uuid, user in users.items() if uuid in agent), agent),
                "verb": verb.name if verb else "",
                "kind": thing[-2],
                "thing": thing[-1],
                "course": names[row.course_id].split("/")[-1] if row.course_id else "",
                "user_kind": row.user_kind,
            }
        )
    return acts


def _in_a_burst(act: Act, acts: list[Act]) -> bool:
    """More than twenty acts of the person within some sixty seconds that hold this act."""
    minute = timedelta(seconds=60)
    near = sorted(
        other["at"] for other in acts if other["user"] == act["user"] and abs(other["at"] - act["at"]) <= minute
    )
    return any(sum(start <= at <= start + minute for at in near) > 20 for start in near if start <= act["at"])


def _users(library: Library, as_of: date) -> dict[Any, User]:
    """The host's students, teachers and employees, and whoever left a record."""
    found = {}
    for held in Membership.objects.filter(
        organisation=library.lead_host, user__kind__in=("student", "teacher", "employee")
    ):
        registered = held.user.created_at.astimezone(CHINA).date()
        begun = held.valid_from or held.created_at.astimezone(CHINA).date()
        if max(registered, begun) <= as_of:
            found[held.user.uuid] = held.user
    by_uuid = {user.uuid: user for user in User.objects.all()}
    for act in _acts(library, as_of):
        if act["user"] in by_uuid:
            found[act["user"]] = by_uuid[act["user"]]
    return found


def _published_by(thing: Resource | Course, as_of: date) -> bool:
    return (
        thing.state == "published"
        and thing.published_at is not None
        and thing.published_at.astimezone(CHINA).date() <= as_of
    )
