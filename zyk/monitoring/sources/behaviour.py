"""Message type 7, the behaviour log, as xAPI statements: each of the nineteen actions has exactly one verb."""

import hmac
from typing import Any
from urllib.parse import quote
from uuid import uuid5

from django.conf import settings

from zyk.monitoring.models.source import ReportedRow, Source
from zyk.monitoring.sources.messages import MODULES, ROLES, USER, VERBS
from zyk.records import iris
from zyk.records.origin import ADDRESS, DEVICE, coded


def statement_of(source: Source, row: dict[str, Any], role: str) -> dict[str, Any]:
    """The same log record always gives the same statement, so that a repeated report changes nothing."""
    verb, place = VERBS[row["action"]], _place(source)
    kind = MODULES[row["objecttype"]]
    extensions = {iris.USER_KIND: ROLES.get(role, "")}
    for name, field in ((ADDRESS, "ip"), (DEVICE, "equipment")):
        if row.get(field):
            extensions[name] = coded(f"{source.uuid}:{row[field]}:{row['time'][:7]}")
    related: dict[str, Any] = {"grouping": [{"id": iris.iri_of("library", source.library.uuid)}]}
    if row.get("courseid"):
        related["parent"] = [{"id": f"{place}:course:{quote(row['courseid'], safe='')}"}]
    return {
        "id": str(uuid5(source.uuid, row["logid"])),
        "actor": {"account": {"homePage": place, "name": user_code(source, row["userid"])}},
        "verb": {"id": verb.iri, "display": verb.words},
        "object": {
            "id": f"{place}:{kind}:{quote(row.get('objectid') or '0', safe='')}",
            "definition": {"type": iris.activity_type(kind)},
        },
        "context": {"contextActivities": related, "extensions": {k: v for k, v in extensions.items() if v}},
        "timestamp": row["time"],
        "version": "1.0.0",
    }


def user_code(source: Source, userid: str) -> str:
    """The pseudonym of the source's user: the same in all it tells, not to be reversed without our key."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{source.uuid}:{userid}".encode(), "sha256").hexdigest()[:24]


def roles_of(source: Source, userids: set[str]) -> dict[str, str]:
    """By user number, for those the source has reported."""
    codes = {user_code(source, userid): userid for userid in userids}
    rows = ReportedRow.objects.filter(source=source, kind=USER, key__in=codes, is_deleted=False)
    return {codes[key]: content.get("role", "") for key, content in rows.values_list("key", "content")}


def _place(source: Source) -> str:
    return f"urn:zyk:source:{source.uuid}"
