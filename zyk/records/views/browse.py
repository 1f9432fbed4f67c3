"""Looking into the store: others' records for those whose work it is, one's own for everyone."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common import audit
from zyk.common.audience import SIGNED_IN, audience
from zyk.records.answers import Stored, stored_in_order, written
from zyk.records.forms import BrowseForm
from zyk.records.lines import Line, lines_of
from zyk.records.models import RecordStore, Statement
from zyk.records.queries import Filters, Found, Window, agent_name_of, find, statements_of
from zyk.records.writer import STORE

PER_PAGE = 50
CHUNK = 500


@audience(Role.OPERATOR, Role.MINISTRY_OFFICER)
@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Everyone's statements, newest first; that one looked is written down."""
    form = BrowseForm(request.GET)
    found = find(_filters(form), Window(PER_PAGE, after=form.cleaned_data.get("after"))) if form.is_valid() else Found()
    lines = _lines(found.sequences)
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
    rows = statements_of(user.uuid)
    count = rows.count()
    if after.isascii() and after.isdigit():
        rows = rows.filter(sequence__lt=int(after[:18]))
    page = list(rows.select_related("actor", "verb", "library")[: PER_PAGE + 1])
    following = page[PER_PAGE - 1].sequence if len(page) > PER_PAGE else None
    context = {"lines": lines_of(page[:PER_PAGE]), "after": following, "count": count}
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
    found = get_object_or_404(
        Statement.objects.visible_to(actor).select_related("actor", "verb", "library", "authority"), uuid=uuid
    )
    line = lines_of([found])[0]
    is_own = actor.user is not None and line.person_uuid == actor.user.uuid
    if not is_own:
        _write_down(request, {"statement": str(found.uuid)})
    (text,) = written(stored_in_order([found.sequence]))
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


def _lines(sequences: list[int]) -> list[Line]:
    rows = Statement.objects.filter(pk__in=sequences).select_related("actor", "verb", "library").order_by("-sequence")
    return lines_of(rows)


def _write_down(request: HttpRequest, facts: dict[str, Any]) -> None:
    store, _made = RecordStore.objects.get_or_create(pk=STORE)
    audit.record(actor=actor_in(request), verb="read_records", about=store, facts=facts)


def _array(user_uuid: Any) -> Iterator[bytes]:
    yield b"["
    last, separator = 0, b"\n"
    while True:
        rows = statements_of(user_uuid).filter(sequence__gt=last).order_by("sequence")
        chunk = [Stored(*row) for row in rows.values_list(*Stored._fields)[:CHUNK]]
        if not chunk:
            yield b"\n]\n"
            return
        yield separator + b",\n".join(written(chunk))
        last, separator = chunk[-1].sequence, b",\n"
