"""How our own things are named in statements: `<base>/id/<kind>/<uuid>`."""

import json
from uuid import UUID

from django.conf import settings

# Context extensions that our own statements carry; other platforms may use them too.
USER_KIND = "urn:zyk:extension:user-kind"
ROLE = "urn:zyk:extension:role"
ORGANISATION_CODE = "urn:zyk:extension:organisation-code"

_ADL = "http://adlnet.gov/expapi/activities/"
ACTIVITY_TYPES: dict[str, str] = {
    "library": "urn:zyk:activity-type:library",
    "resource": _ADL + "file",
    "course": _ADL + "course",
    "module": _ADL + "module",
    "lesson": _ADL + "lesson",
    "assessment": _ADL + "assessment",
    "question": _ADL + "question",
}
LIBRARY_TYPE = ACTIVITY_TYPES["library"]
COURSE_TYPE = ACTIVITY_TYPES["course"]


def activity_type(kind: str) -> str:
    """The activity type of a kind of ours: the common vocabulary's where it has one."""
    return ACTIVITY_TYPES.get(kind) or f"urn:zyk:activity-type:{kind}"


def iri_of(kind: str, uuid: UUID | str) -> str:
    return f"{settings.ZYK_BASE_URL}/id/{kind}/{uuid}"


def identifier_of_person(uuid: UUID) -> str:
    """One of our people as the agent dictionary keeps him: the account under his uuid."""
    return json.dumps(
        {"account": {"homePage": settings.ZYK_BASE_URL, "name": str(uuid)}}, ensure_ascii=False, separators=(",", ":")
    )


def kind_and_uuid(iri: str) -> tuple[str, UUID] | None:
    """The reverse of `iri_of`; None for an IRI that is not of ours."""
    prefix = f"{settings.ZYK_BASE_URL}/id/"
    kind, _, rest = iri.removeprefix(prefix).partition("/")
    if not iri.startswith(prefix):
        return None
    try:
        return kind, UUID(rest)
    except ValueError:
        return None
