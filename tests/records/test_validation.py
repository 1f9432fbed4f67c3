"""Good and bad statements by xAPI 1.0.3, part 2."""

from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.builders import a_statement
from zyk.records.refusals import NotAStatement
from zyk.records.validation import decode
from zyk.records.values import instant_of, is_iri, is_language, seconds_of

ACTIVITY = {"id": "https://example.org/a"}
GROUP = {"objectType": "Group", "member": [{"mbox": "mailto:a@example.org"}, {"mbox": "mailto:b@example.org"}]}
SUB = {
    "objectType": "SubStatement",
    "actor": {"mbox": "mailto:li@example.org"},
    "verb": {"id": "http://example.org/v"},
    "object": ACTIVITY,
}
REFERENCE = {"objectType": "StatementRef", "id": "7f8b6c3e-2a52-4c43-9a43-0d3c5ec23f10"}
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}
ATTACHMENT = {
    "usageType": "http://example.org/usage",
    "display": {"zh-CN": "证书"},
    "contentType": "image/png",
    "length": 3,
    "sha2": "a" * 64,
    "fileUrl": "https://example.org/f.png",
}


def _interaction(**properties: Any) -> dict[str, Any]:
    return {"object": ACTIVITY | {"definition": properties}}


def _context(**properties: Any) -> dict[str, Any]:
    return {"context": properties}


GOOD: dict[str, dict[str, Any]] = {
    "as it is": {},
    "without id and timestamp": {"id": None, "timestamp": None},
    "account": {"actor": {"account": {"homePage": "https://example.org", "name": "李 23"}}},
    "openid": {"actor": {"openid": "https://example.org/li"}},
    "mbox_sha1sum": {"actor": {"mbox_sha1sum": "0" * 40}},
    "anonymous group": {"actor": GROUP},
    "identified group without members": {"actor": {"objectType": "Group", "mbox": "mailto:g@example.org"}},
    "object agent": {"object": {"objectType": "Agent", "mbox": "mailto:x@example.org"}},
    "object group": {"object": GROUP},
    "sub-statement": {"object": SUB},
    "statement reference": {"object": REFERENCE},
    "voiding": {"verb": VOIDED, "object": REFERENCE},
    "Chinese IRI": {"object": {"id": "https://example.org/资源/1"}},
    "urn": {"verb": {"id": "urn:zyk:verb:graded"}},
    "score": {"result": {"score": {"scaled": -1, "raw": 0, "min": 0, "max": 100}}},
    "duration": {"result": {"duration": "P1Y2M3DT4H5M6.789S", "success": True, "completion": False, "response": ""}},
    "weeks": {"result": {"duration": "P3W"}},
    "single context activity": _context(contextActivities={"parent": ACTIVITY}),
    "context": _context(
        registration="7f8b6c3e-2a52-4c43-9a43-0d3c5ec23f10",
        instructor={"mbox": "mailto:t@example.org"},
        team=GROUP,
        revision="1",
        platform="ZYK",
        language="zh-Hans-CN",
        statement=REFERENCE,
        extensions={"http://example.org/x": None, "urn:zyk:y": {"deep": [1, {"a": None}]}},
        contextActivities={"grouping": [ACTIVITY], "category": [], "other": [ACTIVITY, ACTIVITY]},
    ),
    "interaction": _interaction(
        interactionType="choice",
        choices=[{"id": "a", "description": {"zh": "甲"}}, {"id": "b"}],
        correctResponsesPattern=["a"],
    ),
    "attachment elsewhere": {"attachments": [ATTACHMENT]},
    "version": {"version": "1.0.9"},
    "authority of two": {
        "authority": {
            "objectType": "Group",
            "member": [
                {"account": {"homePage": "https://example.org", "name": "consumer"}},
                {"mbox": "mailto:a@example.org"},
            ],
        }
    },
    "zone as Z": {"timestamp": "2026-03-01T08:00:00Z"},
    "no zone": {"timestamp": "2026-03-01T08:00:00.123456789"},
}

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no actor": ({"actor": None}, ""),
    "no verb": ({"verb": None}, ""),
    "no object": ({"object": None}, ""),
    "unknown property": ({"mood": "good"}, ""),
    "id no uuid": ({"id": "7"}, "id"),
    "two identifiers": ({"actor": {"mbox": "mailto:a@b.c", "openid": "https://a.b"}}, "actor"),
    "no identifier": ({"actor": {"name": "李"}}, "actor"),
    "mbox without mailto": ({"actor": {"mbox": "li@example.org"}}, "actor.mbox"),
    "mbox null": ({"actor": {"mbox": None}}, "actor.mbox"),
    "sha1 too short": ({"actor": {"mbox_sha1sum": "abc"}}, "actor.mbox_sha1sum"),
    "openid no uri": ({"actor": {"openid": "li"}}, "actor.openid"),
    "account without name": ({"actor": {"account": {"homePage": "https://a.b"}}}, "actor.account"),
    "account home no iri": ({"actor": {"account": {"homePage": "a", "name": "b"}}}, "actor.account.homePage"),
    "agent with members": ({"actor": {"mbox": "mailto:a@b.c", "member": []}}, "actor.member"),
    "empty anonymous group": ({"actor": {"objectType": "Group", "member": []}}, "actor.member"),
    "group in group": ({"actor": {"objectType": "Group", "member": [GROUP]}}, "actor.member[0]"),
    "actor an activity": ({"actor": {"objectType": "Activity", "id": "https://a.b"}}, "actor.objectType"),
    "verb no iri": ({"verb": {"id": "viewed"}}, "verb.id"),
    "verb display no language": ({"verb": {"id": "urn:a:b", "display": {"Chinese!": "x"}}}, "verb.display"),
    "verb display number": ({"verb": {"id": "urn:a:b", "display": {"zh": 1}}}, "verb.display[...]"),
    "activity id with space": ({"object": {"id": "https://example.org/a b"}}, "object.id"),
    "object type unknown": ({"object": {"objectType": "Course", "id": "https://a.b"}}, "object.objectType"),
    "object type null": ({"object": {"objectType": None, "id": "https://a.b"}}, "object.objectType"),
    "object unknown property": ({"object": {"id": "https://a.b", "title": "x"}}, "object"),
    "reference no uuid": ({"object": {"objectType": "StatementRef", "id": "x"}}, "object.id"),
    "sub in sub": ({"object": SUB | {"object": SUB}}, "object.object.objectType"),
    "sub with id": ({"object": SUB | {"id": "7f8b6c3e-2a52-4c43-9a43-0d3c5ec23f10"}}, "object"),
    "sub with bad verb": ({"object": SUB | {"verb": {"id": "x"}}}, "object.verb.id"),
    "voiding an activity": ({"verb": VOIDED}, "object"),
    "scaled above 1": ({"result": {"score": {"scaled": 1.01}}}, "result.score.scaled"),
    "raw above max": ({"result": {"score": {"raw": 11, "max": 10}}}, "result.score.raw"),
    "raw below min": ({"result": {"score": {"raw": -1, "min": 0}}}, "result.score.raw"),
    "min above max": ({"result": {"score": {"min": 2, "max": 1}}}, "result.score.min"),
    "score as text": ({"result": {"score": {"raw": "90"}}}, "result.score.raw"),
    "success as text": ({"result": {"success": "true"}}, "result.success"),
    "duration in words": ({"result": {"duration": "3 minutes"}}, "result.duration"),
    "duration empty": ({"result": {"duration": "PT"}}, "result.duration"),
    "extension no iri": ({"result": {"extensions": {"time": 1}}}, "result.extensions"),
    "registration no uuid": (_context(registration="12"), "context.registration"),
    "team an agent": (_context(team={"mbox": "mailto:a@b.c"}), "context.team"),
    "language": (_context(language="zh_CN"), "context.language"),
    "context activity no iri": (
        _context(contextActivities={"other": [{"id": "x"}]}),
        "context.contextActivities.other[0].id",
    ),
    "context activities unknown": (_context(contextActivities={"sibling": []}), "context.contextActivities"),
    "revision beside an agent": (
        _context(revision="1") | {"object": {"objectType": "Agent", "mbox": "mailto:a@b.c"}},
        "context.revision",
    ),
    "choices of a likert": (
        _interaction(interactionType="likert", choices=[{"id": "a"}]),
        "object.definition.choices",
    ),
    "interaction unknown": (_interaction(interactionType="guess"), "object.definition.interactionType"),
    "choices twice": (
        _interaction(interactionType="choice", choices=[{"id": "a"}, {"id": "a"}]),
        "object.definition.choices",
    ),
    "responses without type": (_interaction(correctResponsesPattern=["a"]), "object.definition.interactionType"),
    "timestamp a date": ({"timestamp": "2026-03-01"}, "timestamp"),
    "timestamp impossible": ({"timestamp": "2026-02-30T00:00:00Z"}, "timestamp"),
    "timestamp minus zero": ({"timestamp": "2026-03-01T08:00:00-00:00"}, "timestamp"),
    "version 0.9": ({"version": "0.9.5"}, "version"),
    "version 2": ({"version": "2.0.0"}, "version"),
    "authority of three": (
        {"authority": GROUP | {"member": [*GROUP["member"], {"mbox": "mailto:c@example.org"}]}},
        "authority.member",
    ),
    "attachment without address": ({"attachments": [ATTACHMENT | {"fileUrl": "x"}]}, "attachments[0].fileUrl"),
    "attachment hash": ({"attachments": [ATTACHMENT | {"sha2": "abc"}]}, "attachments[0].sha2"),
    "attachment type": ({"attachments": [ATTACHMENT | {"contentType": "picture"}]}, "attachments[0].contentType"),
}


@pytest.mark.parametrize("changes", GOOD.values(), ids=GOOD.keys())
def test_a_good_statement_is_taken(changes: dict[str, Any]) -> None:
    text = msgspec.json.encode(a_statement(**changes))
    assert decode(text).original == text


@pytest.mark.parametrize(("changes", "place"), BAD.values(), ids=BAD.keys())
def test_a_bad_statement_is_refused_at_its_place(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(NotAStatement) as refusal:
        decode(msgspec.json.encode(a_statement(**changes)))
    assert refusal.value.place == place


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b'"x"', b"7", b"\xff\xfe", b"{" * 5000, b'{"a":' * 5000])
def test_what_is_no_json_object_is_refused(text: bytes) -> None:
    with pytest.raises(NotAStatement):
        decode(text)


@settings(deadline=None)  # the machine may be busy
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["id", "actor", "verb", "object", "objectType", "mbox", "member", "result", "context"])
                | st.text(),
                inner,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_taken_or_refused_and_never_breaks(value: Any) -> None:
    with suppress(NotAStatement):
        decode(msgspec.json.encode(value))


def test_durations_are_read_in_seconds() -> None:
    assert seconds_of("PT1H30M1.5S") == 5401.5
    assert seconds_of("P1DT1S") == 86401
    assert seconds_of("P2W") == 1209600
    assert [seconds_of(text) for text in ("P", "PT", "1S", "P1S", "PT1D", "")] == [None] * 6


def test_an_instant_is_read_in_utc() -> None:
    assert str(instant_of("2026-03-01T08:00:00+08:00")) == "2026-03-01 00:00:00+00:00"
    assert str(instant_of("2026-03-01T08:00:00")) == "2026-03-01 08:00:00+00:00"
    assert str(instant_of("20260301T080000Z")) == "2026-03-01 08:00:00+00:00"
    assert instant_of("0001-01-01T00:00:00+14:00") is None


def test_iris_and_language_tags() -> None:
    assert [is_iri(text) for text in ("http://a", "urn:a:b", "tag:a,2019:x", "a", "//a", "http://a b", "1a:b")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert [is_language(text) for text in ("zh", "zh-Hans-CN", "en-GB", "x-own", "i-klingon", "zh_CN", "", "e")] == [
        True, True, True, True, True, False, False, False,
    ]  # fmt: skip
