"""The programme's reporting interface (2017), made safe: /zyk/up, /zyk/update, /zyk/get.

A platform signs in with the credential of its library (HTTP Basic or a token); each record is answered by itself."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zyk.common.audience import CREDENTIAL, audience
from zyk.monitoring.actions.reports import ACCEPTED, QUARANTINED, REPEATED, Outcome, source_of, take_report
from zyk.monitoring.models import Source
from zyk.monitoring.queries.sources import reported_holdings, source_lines
from zyk.records.access import authority_of, require
from zyk.records.calls import Call
from zyk.records.enums import Scope
from zyk.records.refusals import Refused

DELETE = 2
View = Callable[[HttpRequest, Source, dict[str, Any]], HttpResponse]


def _spoken(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Sign in, read the envelope, find the source; answer every refusal in the interface's own words."""

    @audience(CREDENTIAL)
    @csrf_exempt
    @require_POST
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            authority = authority_of(Call(request))
            require(authority, Scope.WRITE)
            envelope = _envelope(request)
            source = source_of(
                authority, fullname=_word(envelope, "fullname"), hosts=_word(envelope, "instituteincharge")
            )
            return view(request, source, envelope)
        except Refused as error:
            answer = _reply(error.status, error.text)
            if error.status == 401:
                answer.headers["WWW-Authenticate"] = 'Basic realm="zyk", charset="UTF-8"'
            return answer
        except ValidationError as error:
            return _reply(400, " ".join(error.messages))

    return answered


@_spoken
def up(request: HttpRequest, source: Source, envelope: dict[str, Any]) -> HttpResponse:
    """New records of one message type."""
    return _taken(take_report(source, _kind(envelope), _rows(envelope), at=timezone.now()))


@_spoken
def update(request: HttpRequest, source: Source, envelope: dict[str, Any]) -> HttpResponse:
    """Changed records, or with `operation` 2 deleted ones."""
    operation = envelope.get("operation", 1)
    if operation not in (1, DELETE):
        raise ValidationError("operation 应为 1（修改）或 2（删除）")
    deletes = operation == DELETE
    rows = take_report(
        source, _kind(envelope), _rows(envelope), at=timezone.now(), may_replace=not deletes, deletes=deletes
    )
    return _taken(rows)


@_spoken
def get(request: HttpRequest, source: Source, envelope: dict[str, Any]) -> HttpResponse:
    """What has arrived so far: holdings, last day, missing days, records put aside."""
    [line] = source_lines([source], timezone.localdate())
    summary = {
        "holdings": reported_holdings(source.library),
        "last_day": line.last_day,
        "missing_days": line.gaps,
        "quarantined": line.aside,
    }
    return _reply(200, "成功", summary=summary)


def _envelope(request: HttpRequest) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(request.body)
    except RequestDataTooBig as error:
        raise ValidationError("内容过大，请分批上报") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValidationError(f"内容不是有效的 JSON：{error}") from error
    if not isinstance(found, dict):
        raise ValidationError("内容应为一个 JSON 对象")
    return found


def _word(envelope: dict[str, Any], name: str) -> str:
    value = envelope.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValidationError(f"{name} 必填，应为文字")
    return value


def _kind(envelope: dict[str, Any]) -> int:
    kind = envelope.get("type")
    if not isinstance(kind, int) or isinstance(kind, bool):
        raise ValidationError("type 应为 1 至 7 的整数")
    return kind


def _rows(envelope: dict[str, Any]) -> list[Any]:
    rows = envelope.get("data")
    if not isinstance(rows, list):
        raise ValidationError("data 应为记录的数组")
    return rows


def _taken(outcomes: list[Outcome]) -> HttpResponse:
    counts = {status: sum(each.status == status for each in outcomes) for status in (ACCEPTED, REPEATED, QUARANTINED)}
    results = [{"key": each.key, "status": each.status, "reason": each.reason} for each in outcomes]
    words = f"收到 {len(outcomes)} 条：接收 {counts[ACCEPTED]}，重复 {counts[REPEATED]}，隔离 {counts[QUARANTINED]}"
    return _reply(200, words, **counts, results=results)


def _reply(code: int, message: str, **more: Any) -> HttpResponse:
    body = {"code": code, "status": "success" if code == 200 else "failed", "message": message} | more
    return HttpResponse(msgspec.json.encode(body), status=code, content_type="application/json")
