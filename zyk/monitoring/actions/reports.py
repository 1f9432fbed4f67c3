"""Take a report of another platform: every record by itself, good ones kept, bad ones put aside with the reason."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.library.models import Library
from zyk.monitoring.models.source import Quarantined, ReportedDay, ReportedRow, Source
from zyk.monitoring.rules import can_appeal
from zyk.monitoring.sources.behaviour import roles_of, statement_of, user_code
from zyk.monitoring.sources.messages import BEHAVIOUR, CHINA, KINDS, USER, CannotTake, cleaned
from zyk.records.actions import record
from zyk.records.authority import Authority
from zyk.records.enums import Scope
from zyk.records.iris import iri_of, kind_and_uuid
from zyk.records.models import Credential, Statement
from zyk.records.refusals import Conflict, Refused

MOST_RECORDS = 10_000
ACCEPTED, REPEATED, QUARANTINED = "accepted", "repeated", "quarantined"
Rows = list[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Outcome:
    """What became of one record."""

    key: str
    status: str
    reason: str = ""


def source_of(authority: Authority, *, fullname: str, hosts: str) -> Source:
    """The source behind a credential. ValidationError when the credential names no library, or the report speaks of
    another than the one it was given for."""
    found = kind_and_uuid(authority.library_iri)
    library = Library.objects.filter(uuid=found[1]).select_related("specialty", "lead_host").first() if found else None
    if library is None:
        raise ValidationError("凭证没有限定资源库，不能上报；请由管理员发放限定到本库的凭证")
    known = {library.name, library.specialty.name}
    named = {name.strip() for name in hosts.replace("，", ",").split(",")}
    if fullname.strip() not in known or library.lead_host.name not in named:
        raise ValidationError(f"凭证只属于“{library.name}”（{library.lead_host.name}），所报资源库与之不符")
    title = Credential.objects.filter(uuid=authority.name).values_list("title", flat=True).first() or authority.name
    source, _made = Source.objects.get_or_create(name=authority.name, defaults={"library": library, "title": title})
    if source.library_id != library.pk:
        raise ValidationError("该凭证此前为另一资源库上报，不能改换")
    return source


def take_report(
    source: Source, kind: int, rows: Sequence[Any], *, at: datetime, may_replace: bool = False, deletes: bool = False
) -> list[Outcome]:
    """Take records of one message type, in their order; the same again changes nothing.

    `may_replace`: a record known by its number is changed, else a different one under the same number is put aside."""
    if kind not in KINDS:
        raise ValidationError("type 应为 1 至 7")
    if len(rows) > MOST_RECORDS:
        raise ValidationError(f"一次最多 {MOST_RECORDS} 条记录，请分批上报")
    outcomes: list[Outcome | None] = [None] * len(rows)
    good: dict[int, dict[str, Any]] = {}
    for number, given in enumerate(rows):
        try:
            good[number] = cleaned(KINDS[kind], given, key_only=deletes)
        except CannotTake as why:
            outcomes[number] = _put_aside(source, kind, given, str(why))
    keep = _keep_behaviour if kind == BEHAVIOUR else _keep_rows
    for number, status, reason in keep(source, kind, good, at, may_replace, deletes):
        key = str(good[number][KINDS[kind].key])
        made = Outcome(key, status, reason)
        outcomes[number] = _put_aside(source, kind, rows[number], reason) if status == QUARANTINED else made
    Source.objects.filter(pk=source.pk).update(last_received_at=at)
    return [each for each in outcomes if each is not None]


@transaction.atomic
def retry_quarantined(row: Quarantined, *, actor: Actor, at: datetime) -> Outcome:
    """Try a record again, e.g. after what it lacked has come; it leaves the quarantine when it is taken."""
    if not can_appeal(actor, row.source.library):
        raise PermissionDenied
    content = row.content
    Quarantined.objects.filter(pk=row.pk).delete()
    [outcome] = take_report(row.source, row.kind, [content], at=at)
    return outcome


@transaction.atomic
def drop_quarantined(row: Quarantined, *, actor: Actor) -> None:
    if not can_appeal(actor, row.source.library):
        raise PermissionDenied
    audit.record(actor=actor, verb="drop_quarantined", about=row.source, why=row.reason, facts={"key": row.key})
    Quarantined.objects.filter(pk=row.pk).delete()


@transaction.atomic
def _keep_rows(
    source: Source, kind: int, good: dict[int, dict[str, Any]], at: datetime, may_replace: bool, deletes: bool
) -> list[tuple[int, str, str]]:
    Source.objects.select_for_update().get(pk=source.pk)
    keys = {number: _key_of(source, kind, row) for number, row in good.items()}
    known: dict[str, ReportedRow] = {}
    wanted = list(set(keys.values()))
    for start in range(0, len(wanted), 500):
        found = ReportedRow.objects.filter(source=source, kind=kind, key__in=wanted[start : start + 500])
        known |= {row.key: row for row in found}
    results = []
    changed: dict[str, ReportedRow] = {}
    for number, content in good.items():
        key = keys[number]
        content[KINDS[kind].key] = key
        row = changed.get(key) or known.get(key)
        if (deletes and (row is None or row.is_deleted)) or (
            row and row.content == content and row.is_deleted == deletes
        ):
            results.append((number, REPEATED, ""))
        elif row and not row.is_deleted and not may_replace and not deletes:
            results.append((number, QUARANTINED, "编号已存在而内容不同；修改请用 /zyk/update"))
        else:
            row = row or ReportedRow(source=source, kind=kind, key=key)
            row.content, row.changed_at, row.is_deleted = content, at, deletes
            changed[key] = row
            results.append((number, ACCEPTED, ""))
    ReportedRow.objects.bulk_create([row for row in changed.values() if row.pk is None], batch_size=500)
    kept = [row for row in changed.values() if row.pk is not None and row.key in known]
    ReportedRow.objects.bulk_update(kept, ["content", "changed_at", "is_deleted"], batch_size=200)
    return results


def _keep_behaviour(
    source: Source, kind: int, good: dict[int, dict[str, Any]], at: datetime, may_replace: bool, deletes: bool
) -> list[tuple[int, str, str]]:
    """Behaviour is never changed: a record sent again is the same, or it is put aside."""
    if may_replace or deletes:
        return [(number, QUARANTINED, "行为日志只能新增，不能修改或删除") for number in good]
    roles = roles_of(source, {row["userid"] for row in good.values()})
    made = {number: statement_of(source, row, roles.get(row["userid"], "")) for number, row in good.items()}
    authority = Authority(source.name, iri_of("library", source.library.uuid), frozenset({Scope.WRITE}))
    stored = _stored({each["id"] for each in made.values()})
    results, new, seen = [], {}, set(stored)
    for number, each in made.items():
        if each["id"] in seen:
            results.append((number, *_again(each, authority)) if each["id"] in stored else (number, REPEATED, ""))
        else:
            seen.add(each["id"])
            new[number] = each
    if new:
        record(list(new.values()), authority=authority)
    results += [(number, ACCEPTED, "") for number in new]
    _count_days(source, [datetime.fromisoformat(good[number]["time"]) for number in new])
    return results


def _again(statement: dict[str, Any], authority: Authority) -> tuple[str, str]:
    """Known already: the store itself says whether it is the same."""
    try:
        record(statement, authority=authority)
    except Conflict:
        return QUARANTINED, "日志编号已存在而内容不同"
    except Refused as why:
        return QUARANTINED, why.text[:200]
    return REPEATED, ""


def _stored(uuids: set[str]) -> set[str]:
    wanted, found = list(uuids), set()
    for start in range(0, len(wanted), 500):
        rows = Statement.objects.filter(uuid__in=wanted[start : start + 500])
        found |= {str(uuid) for uuid in rows.values_list("uuid", flat=True)}
    return found


def _count_days(source: Source, instants: list[datetime]) -> None:
    for day, number in Counter(instant.astimezone(CHINA).date() for instant in instants).items():
        row, _made = ReportedDay.objects.get_or_create(source=source, day=day)
        ReportedDay.objects.filter(pk=row.pk).update(records=F("records") + number)


def _key_of(source: Source, kind: int, row: dict[str, Any]) -> str:
    key = str(row[KINDS[kind].key])
    return user_code(source, key) if kind == USER else key


def _put_aside(source: Source, kind: int, given: Any, reason: str) -> Outcome:
    """As it came, but without what is never kept; the same record is put aside once."""
    content = (
        {name: value for name, value in given.items() if name not in KINDS[kind].dropped}
        if isinstance(given, dict)
        else {"?": str(given)[:200]}
    )
    text = json.dumps([kind, content], ensure_ascii=False, sort_keys=True, default=str)
    key = str(content.get(KINDS[kind].key) or "")[:64]
    Quarantined.objects.update_or_create(
        source=source,
        digest=sha256(text.encode()).hexdigest(),
        defaults={
            "kind": kind,
            "key": key,
            "content": json.loads(json.dumps(content, default=str)),
            "reason": reason[:300],
        },
    )
    return Outcome(key, QUARANTINED, reason)
