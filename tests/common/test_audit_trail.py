import pytest
from django.db import connection
from django.test import Client

from tests.accounts.builders import a_member, an_organisation, signed_in
from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.common import audit
from zyk.common.models import AuditEntry

pytestmark = pytest.mark.django_db


def a_trail(length: int = 3) -> Organisation:
    organisation = an_organisation(name="示范学院")
    for number in range(length):
        audit.record(actor=audit.SYSTEM, verb="create", about=organisation, why=f"第 {number} 次")
    return organisation


def test_each_entry_carries_the_hash_of_the_one_before() -> None:
    organisation = a_trail()
    entries = list(audit.history_of(organisation).order_by("sequence"))
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries] == ["0" * 64, entries[0].hash, entries[1].hash]
    assert list(audit.broken_links()) == []


def test_an_altered_row_breaks_the_chain() -> None:
    a_trail()
    AuditEntry.objects.filter(sequence=2).update(why="改过")
    assert list(audit.broken_links()) == ["第 2 条被改动过"]


def test_a_row_altered_together_with_its_hash_breaks_the_next() -> None:
    a_trail()
    entry = AuditEntry.objects.get(sequence=2)
    entry.why = "改过"
    AuditEntry.objects.filter(sequence=2).update(why=entry.why, hash=audit.entry_hash(entry))
    assert list(audit.broken_links()) == ["第 3 条接不上前一条"]


def test_a_missing_row_breaks_the_chain() -> None:
    a_trail()
    AuditEntry.objects.filter(sequence=2).delete()
    assert "缺少第 2 条，下一条是第 3 条" in list(audit.broken_links())


def test_a_missing_last_row_is_noticed_by_the_head() -> None:
    a_trail()
    AuditEntry.objects.filter(sequence=3).delete()
    assert list(audit.broken_links()) == ["链条止于第 2 条，链头记的是第 3 条"]


@pytest.mark.parametrize("role", [Role.MINISTRY_OFFICER, Role.OPERATOR])
def test_those_who_answer_for_the_platform_read_the_trail(client: Client, role: str) -> None:
    a_trail()
    page = signed_in(client, a_member(role)).get("/trail/").content.decode()
    assert "审计记录" in page
    assert "第 2 次" in page


@pytest.mark.parametrize("role", [Role.PROVINCE_OFFICER, Role.STUDENT, Role.EXPERT])
def test_for_others_the_trail_does_not_exist(client: Client, role: str) -> None:
    assert signed_in(client, a_member(role)).get("/trail/").status_code == 404


def test_the_trail_is_filtered_by_object_person_and_verb(client: Client) -> None:
    a_trail()
    officer = a_member(Role.MINISTRY_OFFICER, name="张经办")
    audit.record(actor=officer, verb="freeze", about=officer.organisation)  # type: ignore[arg-type]
    signed_in(client, officer)
    for query in ("?verb=freeze", "?person=张经办", f"?thing={officer.organisation}"):
        assert [line.entry.verb for line in client.get(f"/trail/{query}").context["lines"]] == ["freeze"]
    assert client.get("/trail/?kind=accounts.user").context["lines"] == []
    assert client.get("/trail/?since=2999-01-01").context["lines"] == []


def test_the_trail_can_be_taken_away_as_a_workbook(client: Client) -> None:
    a_trail()
    answer = signed_in(client, a_member(Role.OPERATOR)).get("/trail/entries.xlsx")
    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert answer.content.startswith(b"PK")


def test_verifying_says_whether_the_chain_holds(client: Client) -> None:
    a_trail()
    signed_in(client, a_member(Role.OPERATOR))
    assert "链条完整" in client.post("/trail/verify/").content.decode()
    AuditEntry.objects.filter(sequence=2).update(why="改过")
    assert "第 2 条被改动过" in client.post("/trail/verify/").content.decode()


def test_a_long_trail_costs_as_many_queries_as_a_short_one(client: Client) -> None:
    from django.test.utils import CaptureQueriesContext

    signed_in(client, a_member(Role.OPERATOR))
    counts = []
    for length in (1, 30):
        a_trail(length)
        client.get("/trail/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get("/trail/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
