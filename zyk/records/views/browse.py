"""Looking into the store: others' records for those whose work it is, one's own for everyone."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common import audit
from zyk.common.audience import SIGNED_IN, audience
from zyk.records.answers import stored_in_order, stored_of, written
from zyk.records.forms import BrowseForm
from zyk.records.kept import count_own, find_own, in_order, visible_statement
from zyk.records.lines import lines_of
from zyk.records.models import RecordStore
from zyk.records.queries import Filters, Found, Window, agent_name_of, find
from zyk.records.writer import STORE

PER_PAGE = 50
CHUNK = 500


@audience(Role.OPERATOR, Role.MINISTRY_OFFICER)
@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Everyone's statements, newest first; that one looked is written down."""
    form = BrowseForm(request.GET)
    found = find(_filters(form), Window(PER_PAGE, after=form.cleaned_data.get("after"))) if form.is_valid() else Found()
    lines = lines_of(in_order(found.sequences))
    if lines:
        _write_down(request, _facts(form))
    context = {"form": form, "lines": lines, "after": found.after, "is_filtered": _is_filtered(form)}
    return render(request, "records/browse.html", context | {"person": form.cleaned_data.get("person")})


@audience(SIGNED_IN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the store holds of oneself."""
    user = actor_in(request).user
    assert user is not None
    after = request.GET.get("after", "")
    beyond = int(after[:18]) if after.isascii() and after.isdigit() else None
    found = find_own(user.uuid, Window(PER_PAGE, after=beyond))
    context = {"lines": lines_of(in_order(found.sequences)), "after": found.after, "count": count_own(user.uuid)}
    return render(request, "records/mine.html", context)


@audience(SIGNED_IN)
@require_safe
def export_mine(request: HttpRequest) -> HttpResponse:
    """All of one's own statements as one JSON array, oldest first."""
    user = actor_in(request).user
    assert user is not None
    response = StreamingHttpResponse(_array(user.uuid), content_type="application/json")
    name = f"{_('我的学习记录')}-{timezone.localdate():%Y%m%d}.json"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response  # type: ignore[return-value]  # streamed: a response all the same


@audience(SIGNED_IN)
@require_safe
def statement(request: HttpRequest, uuid: str) -> HttpResponse:
    """One statement: as the store hands it out, and as it came."""
    actor = actor_in(request)
    found = visible_statement(UUID(str(uuid)), actor)
    if found is None:
        raise Http404
    line = lines_of([found])[0]
    is_own = actor.user is not None and line.person_uuid == actor.user.uuid
    if not is_own:
        _write_down(request, {"statement": str(found.uuid)})
    (text,) = written([stored_of(found)])
    context = {
        "statement": found,
        "line": line,
        "is_own": is_own,
        "exact": json.dumps(msgspec.json.decode(text), ensure_ascii=False, indent=2),
        "original": bytes(found.original).decode(),
    }
    return render(request, "records/statement.html", context)


def _filters(form: BrowseForm) -> Filters:
    person, verb = form.cleaned_data["person"], form.cleaned_data["verb"]
    return Filters(
        agent=agent_name_of(person.uuid) if person else None,
        verb=verb.iri if verb else None,
        library=form.cleaned_data["library"] or None,
    )


def _facts(form: BrowseForm) -> dict[str, str]:
    """What was asked for, as the audit trail keeps it."""
    person, verb, library = (form.cleaned_data[name] for name in ("person", "verb", "library"))
    asked = {"person": str(person.uuid) if person else "", "verb": verb.iri if verb else "", "library": library}
    return {name: value for name, value in asked.items() if value}


def _is_filtered(form: BrowseForm) -> bool:
    return any(form.data.get(name) for name in ("person", "library", "verb"))


def _write_down(request: HttpRequest, facts: dict[str, Any]) -> None:
    store, _made = RecordStore.objects.get_or_create(pk=STORE)
    audit.record(actor=actor_in(request), verb="read_records", about=store, facts=facts)


def _array(user_uuid: Any) -> Iterator[bytes]:
    yield b"["
    found, separator = find_own(user_uuid, Window(CHUNK, ascending=True)), b"\n"
    while found.sequences:
        yield separator + b",\n".join(written(stored_in_order(found.sequences)))
        separator = b",\n"
        found = find_own(user_uuid, Window(CHUNK, ascending=True, after=found.sequences[-1]))
    yield b"\n]\n"
