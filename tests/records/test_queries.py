"""Finding statements again: filters, order, pages, formats, voiding."""

from uuid import uuid4

import pytest

from tests.records.builders import SOURCE, Machine, a_statement
from zyk.records import queries
from zyk.records.actions import record
from zyk.records.authority import Authority
from zyk.records.models import Statement
from zyk.records.queries import Filters, Window
from zyk.records.refusals import NotAllowed

pytestmark = pytest.mark.django_db

LI, WANG = {"mbox": "mailto:li@example.org"}, {"mbox": "mailto:wang@example.org"}
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}
A, B = "https://example.org/a", "https://example.org/b"


def _kept(**changes: object) -> str:
    statement = a_statement(**changes)
    record(statement, authority=SOURCE)
    return statement["id"]


def _voiding(target: str) -> dict:
    return a_statement(verb=VOIDED, object={"objectType": "StatementRef", "id": target})


def test_each_filter_finds_its_own() -> None:
    registration = str(uuid4())
    one = _kept(actor=LI, object={"id": A}, verb={"id": "urn:v:1"})
    two = _kept(actor=WANG, object={"id": B}, verb={"id": "urn:v:2"}, context={"registration": registration})
    machine = Machine()
    assert machine.ids() == [two, one]
    assert machine.ids(ascending="true") == [one, two]
    assert machine.ids(agent='{"mbox":"mailto:li@example.org"}') == [one]
    assert machine.ids(agent='{"objectType":"Agent","name":"x","mbox":"mailto:wang@example.org"}') == [two]
    assert machine.ids(verb="urn:v:1") == [one]
    assert machine.ids(activity=B) == [two]
    assert machine.ids(registration=registration) == [two]
    assert machine.ids(registration=registration, verb="urn:v:1") == []
    assert machine.ids(activity="https://example.org/unknown") == []
    assert machine.ids(agent='{"mbox":"mailto:nobody@example.org"}') == []


def test_since_and_until_are_by_the_time_of_storing() -> None:
    first, second, third = (_kept() for _ in range(3))
    stored = list(Statement.objects.order_by("sequence").values_list("stored", flat=True))
    machine = Machine()
    assert machine.ids(since=stored[0].isoformat()) == [third, second]
    assert machine.ids(until=stored[1].isoformat()) == [second, first]
    assert machine.ids(since=stored[0].isoformat(), until=stored[1].isoformat()) == [second]
    assert machine.ids(until="2001-01-01T00:00:00Z") == []
    assert machine.ids(since="2001-01-01T00:00:00Z") == [third, second, first]


def test_an_agent_is_found_as_actor_object_and_group_member() -> None:
    acted = _kept(actor=WANG)
    object_ = _kept(actor=LI, object={"objectType": "Agent", **WANG})
    member = _kept(actor={"objectType": "Group", "member": [LI, WANG]})
    taught = _kept(actor=LI, context={"instructor": WANG})
    inside = _kept(
        actor=LI,
        object={"objectType": "SubStatement", "actor": WANG, "verb": {"id": "urn:v:1"}, "object": {"id": A}},
    )
    machine = Machine()
    agent = '{"mbox":"mailto:wang@example.org"}'
    assert machine.ids(agent=agent) == [member, object_, acted]
    assert machine.ids(agent=agent, related_agents="true") == [inside, taught, member, object_, acted]


def test_an_activity_is_found_in_context_when_asked() -> None:
    about = _kept(object={"id": A})
    places = [
        _kept(object={"id": B}, context={"contextActivities": {place: [{"id": A}]}})
        for place in ("parent", "grouping", "category", "other")
    ]
    machine = Machine()
    assert machine.ids(activity=A) == [about]
    assert machine.ids(activity=A, related_activities="true") == [*reversed(places), about]


def test_more_leads_through_all_pages_without_gap_or_repetition() -> None:
    everything = [_kept(actor=LI if number % 2 else WANG) for number in range(7)]
    machine = Machine()
    for order, expected in (("false", everything[::-1]), ("true", everything)):
        answer = machine.get(limit="3", ascending=order).json()
        seen = [statement["id"] for statement in answer["statements"]]
        while answer["more"]:
            answer = machine.get(answer["more"]).json()
            seen += [statement["id"] for statement in answer["statements"]]
        assert seen == expected


def test_statements_that_arrive_meanwhile_do_not_shift_the_pages() -> None:
    first, second, third = (_kept() for _ in range(3))
    machine = Machine()
    answer = machine.get(limit="2").json()
    _kept()
    assert [statement["id"] for statement in machine.get(answer["more"]).json()["statements"]] == [first]
    assert [statement["id"] for statement in answer["statements"]] == [third, second]


def test_limit_nought_means_as_many_as_the_store_gives() -> None:
    for _ in range(3):
        _kept()
    answer = Machine().get(limit="0").json()
    assert (len(answer["statements"]), answer["more"]) == (3, "")


def test_a_voided_statement_is_found_only_as_such() -> None:
    target = _kept()
    voiding = _voiding(target)
    record(voiding, authority=SOURCE)
    machine = Machine()
    assert machine.ids() == [voiding["id"]]
    assert machine.get(statementId=target).status_code == 404
    assert machine.get(voidedStatementId=target).json()["id"] == target
    assert machine.get(voidedStatementId=voiding["id"]).status_code == 404


def test_a_voiding_statement_may_come_before_its_target() -> None:
    target = a_statement()
    record([_voiding(target["id"]), a_statement()], authority=SOURCE)
    record(target, authority=SOURCE)
    assert Machine().get(voidedStatementId=target["id"]).status_code == 200


def test_a_voiding_statement_cannot_be_voided() -> None:
    voiding = _voiding(str(uuid4()))
    record(voiding, authority=SOURCE)
    record(_voiding(voiding["id"]), authority=SOURCE)
    assert Machine().get(statementId=voiding["id"]).status_code == 200


def test_a_source_voids_only_its_own_word() -> None:
    target = _kept()
    with pytest.raises(NotAllowed):
        record(_voiding(target), authority=Authority("another source"))
    assert Statement.objects.filter(voided=True).count() == 0
    record(_voiding(later := str(uuid4())), authority=Authority("another source"))
    _kept(id=later)
    assert Statement.objects.filter(voided=True).count() == 0


def test_ids_leaves_only_identifiers() -> None:
    uuid = _kept(
        actor={"name": "李", **LI},
        context={"instructor": {"name": "王", **WANG}, "contextActivities": {"parent": {"id": A, "definition": {}}}},
    )
    kept = Machine().get(statementId=uuid, format="ids").json()
    assert kept["actor"] == LI
    assert kept["verb"] == {"id": "http://id.tincanapi.com/verb/viewed"}
    assert kept["object"] == {"id": "https://example.org/resource/1"}
    assert kept["context"] == {"instructor": WANG, "contextActivities": {"parent": [{"id": A}]}}


def test_canonical_speaks_the_readers_language() -> None:
    uuid = _kept()
    machine = Machine()
    machine.headers |= {"Accept-Language": "en-GB, zh;q=0.5"}
    assert machine.get(statementId=uuid, format="canonical").json()["verb"]["display"] == {"en": "viewed"}
    machine.headers |= {"Accept-Language": "zh"}
    assert machine.get(statementId=uuid, format="canonical").json()["verb"]["display"] == {"zh-CN": "浏览了"}


@pytest.mark.parametrize(
    "parameters",
    [
        {"colour": "red"},
        {"limit": "-1"},
        {"limit": "ten"},
        {"ascending": "yes"},
        {"since": "yesterday"},
        {"agent": "li"},
        {"agent": '{"mbox":"li"}'},
        {"verb": "viewed"},
        {"registration": "7"},
        {"format": "short"},
        {"attachments": "yes"},
        {"statementId": "7"},
        {"statementId": str(uuid4()), "voidedStatementId": str(uuid4())},
        {"statementId": str(uuid4()), "limit": "1"},
        {"after": "x"},
    ],
)
def test_a_wrong_question_is_refused(parameters: dict[str, str]) -> None:
    assert Machine().get(**parameters).status_code == 400


def test_a_page_costs_the_same_queries_for_one_statement_and_for_many(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(30):
        _kept()
    machine = Machine()
    with django_assert_max_num_queries(6):
        machine.ids()


def test_facts_come_in_order_without_what_was_voided() -> None:
    library = {"id": A, "definition": {"type": "urn:zyk:activity-type:library"}}
    who = {"urn:zyk:extension:user-kind": "student", "urn:zyk:extension:organisation-code": "10001"}
    context = {"contextActivities": {"grouping": library}, "extensions": who}
    first = _kept(context=context, result={"duration": "PT90S", "success": True})
    record(_voiding(_kept()), authority=SOURCE)
    facts = list(queries.facts())
    kept = Statement.objects.get(uuid=first)
    assert facts[0] == (
        kept.sequence,
        kept.stored,
        kept.timestamp,
        kept.actor_id,
        kept.verb_id,
        kept.activity_id,
        kept.library_id,
        None,
        "student",
        "10001",
        90.0,
        True,
    )
    assert kept.library.iri == A
    assert len(facts) == 2
    assert list(queries.facts(kept.sequence)) == facts[1:]


def test_by_library_is_a_filter() -> None:
    library = {"id": A, "definition": {"type": "urn:zyk:activity-type:library"}}
    uuid = _kept(context={"contextActivities": {"grouping": [library]}})
    _kept()
    found = queries.find(Filters(library=A), Window())
    assert [str(Statement.objects.get(pk=sequence).uuid) for sequence in found.sequences] == [uuid]
