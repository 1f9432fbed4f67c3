"""How our own things are named in statements: `<base>/id/<kind>/<uuid>`."""

import json
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction

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


_kept: str | None = None  # the base, once the database has it
_is_missing = False  # the database was asked and has none yet


def base() -> str:
    """The site's address as identifiers carry it: that of the first statement kept. The setting may change later;
    people and things keep their names, so that their history stays one."""
    return _kept or _stored() or settings.ZYK_BASE_URL


def _stored() -> str | None:
    """Asked of the database once: it has a base, or none until the first statement comes."""
    global _is_missing
    if _is_missing:
        return None
    from zyk.records.models import RecordStore  # the models name people by this module

    stored = RecordStore.objects.filter(pk=1).values_list("base", flat=True).first()
    if stored:
        _remember(stored)
    else:
        _is_missing = True
    return stored


def keep_base() -> None:
    """Within the transaction of the first statement: from now on the base stays."""
    global _is_missing
    if _kept is None:
        from zyk.records.models import RecordStore

        _is_missing = False  # another process may have written meanwhile
        found = base()
        RecordStore.objects.filter(pk=1, base="").update(base=found)
        _is_missing = False
        transaction.on_commit(partial(_remember, found))


def forget_base() -> None:
    """The database was emptied or replaced."""
    global _kept, _is_missing
    _kept, _is_missing = None, False


def _remember(found: str) -> None:
    global _kept
    _kept = found


def activity_type(kind: str) -> str:
    """The activity type of a kind of ours: the common vocabulary's where it has one."""
    return ACTIVITY_TYPES.get(kind) or f"urn:zyk:activity-type:{kind}"


def iri_of(kind: str, uuid: UUID | str) -> str:
    return f"{base()}/id/{kind}/{uuid}"


def identifier_of_person(uuid: UUID) -> str:
    """One of our people as the agent dictionary keeps him: the account under his uuid."""
    return json.dumps({"account": {"homePage": base(), "name": str(uuid)}}, ensure_ascii=False, separators=(",", ":"))


def kind_and_uuid(iri: str) -> tuple[str, UUID] | None:
    """The reverse of `iri_of`; None for an IRI that is not of ours."""
    prefix = f"{base()}/id/"
    kind, _, rest = iri.removeprefix(prefix).partition("/")
    if not iri.startswith(prefix):
        return None
    try:
        return kind, UUID(rest)
    except ValueError:
        return None
