"""Reports of other platforms: authenticated, idempotent, each record by itself."""

from base64 import b64encode
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, signed_in
from tests.library.builders import a_library
from zyk.accounts.enums import Role
from zyk.library.models import Library
from zyk.monitoring.actions.reports import take_report
from zyk.monitoring.models import Quarantined, ReportedDay, ReportedRow, Source
from zyk.monitoring.queries.sources import reported_holdings, source_lines
from zyk.monitoring.sources.messages import BEHAVIOUR, KINDS, USER
from zyk.records import iris
from zyk.records.actions import create_credential
from zyk.records.enums import Scope
from zyk.records.models import Statement
from zyk.records.verbs import Verb

pytestmark = pytest.mark.django_db
USERS = [{"userid": f"u{n}", "role": "学生", "createdtime": "2025-09-01", "username": "张三"} for n in range(3)]


def a_log(number: int, **fields: Any) -> dict[str, Any]:
    row = {"logid": f"l{number}", "time": f"2026-03-0{number % 9 + 1} 08:00:00", "userid": "u1", "objectid": "r1"}
    return row | {"objecttype": "资源素材模块", "action": "浏览资源", "ip": "192.0.2.1", "equipment": "PC"} | fields


class Platform:
    """Another platform with the library's key."""

    def __init__(self, client: Client, library: Library, *, bound: bool = True) -> None:
        iri = iris.iri_of("library", library.uuid) if bound else ""
        _kept, secret = create_credential(
            actor=a_member(Role.UNIT_ADMINISTRATOR, library.lead_host),
            title="学院教学平台",
            scopes=[Scope.WRITE],
            library_iri=iri,
        )
        self.client, self.library = client, library
        self.header = "Basic " + b64encode(f"{secret.key}:{secret.secret}".encode()).decode()

    def says(self, address: str, kind: int, rows: Any, status: int = 200, **fields: Any) -> dict[str, Any]:
        envelope = {"source": 2, "fullname": self.library.name, "instituteincharge": self.library.lead_host.name}
        answer = self.client.post(
            f"/zyk/{address}",
            envelope | {"type": kind, "data": rows} | fields,
            content_type="application/json",
            headers={"Authorization": self.header},
        )
        assert answer.status_code == status, answer.content.decode()
        return answer.json()


@pytest.fixture
def platform(client: Client) -> Platform:
    return Platform(client, a_library())


def test_one_bad_record_among_many_is_put_aside_and_the_rest_is_kept(platform: Platform) -> None:
    rows: list[Any] = [*USERS, {"userid": "u9", "role": "校长", "createdtime": "2025-09-01"}, "nonsense"]
    said = platform.says("up", USER, rows)

    assert (said["accepted"], said["repeated"], said["quarantined"]) == (3, 0, 2)
    assert said["results"][3] == {"key": "u9", "status": "quarantined", "reason": "role 没有“校长”这一项"}
    assert "张三" not in str(list(ReportedRow.objects.values_list("content", flat=True)))
    assert not ReportedRow.objects.filter(key__startswith="u").exists()  # numbers of people are coded

    again = platform.says("up", USER, rows)
    assert (again["accepted"], again["repeated"], again["quarantined"]) == (0, 3, 2)
    assert Quarantined.objects.count() == 2  # the same record is put aside once


def test_a_known_number_is_changed_by_update_only(platform: Platform) -> None:
    course = {"courseid": "c1", "fullname": "电工"}
    platform.says("up", 3, [course])

    assert platform.says("up", 3, [course | {"fullname": "电子"}])["quarantined"] == 1
    assert platform.says("update", 3, [course | {"fullname": "电子"}])["accepted"] == 1
    assert ReportedRow.objects.get().content["fullname"] == "电子"
    assert platform.says("update", 3, [{"courseid": "c1"}], operation=2)["accepted"] == 1
    assert platform.says("update", 3, [{"courseid": "c1"}], operation=2)["repeated"] == 1
    assert reported_holdings(platform.library)["courses"] == 0


def test_behaviour_becomes_statements_once(platform: Platform) -> None:
    platform.says("up", USER, USERS)
    logs = [a_log(1), a_log(2, action="下载资源"), a_log(3, time="2026-13-01"), a_log(4, action="睡觉")]
    said = platform.says("up", BEHAVIOUR, logs)

    assert [each["status"] for each in said["results"]] == ["accepted", "accepted", "quarantined", "quarantined"]
    viewed = Statement.objects.get(verb__iri=Verb.VIEWED.iri)
    assert viewed.library is not None
    assert viewed.library.iri == iris.iri_of("library", platform.library.uuid)
    assert viewed.user_kind == "student"
    assert b"192.0.2.1" not in bytes(viewed.original)
    assert b'"u1"' not in bytes(viewed.original)
    assert platform.says("up", BEHAVIOUR, logs[:2])["repeated"] == 2
    assert platform.says("up", BEHAVIOUR, [a_log(1, action="收藏资源")])["quarantined"] == 1
    assert platform.says("update", BEHAVIOUR, [a_log(1)])["quarantined"] == 1
    assert Statement.objects.filter(library__isnull=False).count() == 2
    assert sum(ReportedDay.objects.values_list("records", flat=True)) == 2


def test_who_lies_about_his_library_is_refused_and_so_is_who_has_no_key(platform: Platform) -> None:
    other = a_library(name="另一个库")
    said = platform.says("up", USER, USERS, 400, fullname=other.name, instituteincharge=other.lead_host.name)
    assert platform.library.name in said["message"]
    assert Platform(platform.client, platform.library, bound=False).says("up", USER, USERS, 400)["status"] == "failed"
    platform.header = "Basic " + b64encode(b"nobody:nothing").decode()
    assert platform.says("up", USER, USERS, 401)["code"] == 401
    assert not Source.objects.exists()


@pytest.mark.parametrize("broken", [{"type": "x"}, {"type": 8}, {"data": {}}, {"fullname": 7}])
def test_a_broken_envelope_is_refused_with_its_reason(platform: Platform, broken: dict[str, Any]) -> None:
    assert platform.says("up", USER, USERS, 400, **broken)["message"]


def test_the_summary_shows_what_is_missing(platform: Platform) -> None:
    platform.says("up", 4, [{"qbid": "b", "title": "题库", "questionnum": "120"}])
    platform.says("up", BEHAVIOUR, [a_log(1), a_log(2, action="睡觉")])
    said = platform.says("get", 1, [])["summary"]

    assert (said["holdings"]["questions"], said["quarantined"]) == (120, 1)
    [line] = source_lines(list(Source.objects.all()), timezone.localdate())
    assert line.is_stale
    assert len(line.gaps) == 30


def test_the_host_tries_a_record_again_or_drops_it_and_strangers_find_nothing(
    client: Client, platform: Platform
) -> None:
    platform.says("up", 3, [{"courseid": "c1", "fullname": "电工"}])
    platform.says("up", 3, [{"courseid": "c1", "fullname": "电子"}, {"fullname": "无号"}])
    numberless, conflicting = Quarantined.objects.order_by("id")
    page = reverse("monitoring:source", args=[Source.objects.get().uuid])
    addresses = [reverse("monitoring:quarantined", args=[row.uuid]) for row in (conflicting, numberless)]

    signed_in(client, a_member(Role.PROJECT_LEAD, a_library().lead_host))
    assert client.get(page).status_code == 404
    assert client.post(addresses[0], {"act": "drop"}).status_code == 404
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    assert "编号已存在而内容不同" in client.get(page).content.decode()
    assert "学院教学平台" in client.get(reverse("monitoring:sources")).content.decode()
    assert client.post(addresses[0], {"act": "drop"}).status_code == 404  # the host's to settle

    signed_in(client, a_member(Role.PROJECT_LEAD, platform.library.lead_host))
    ReportedRow.objects.all().delete()
    client.post(addresses[0], {"act": "retry"})
    assert ReportedRow.objects.get().content["fullname"] == "电子"
    client.post(addresses[1], {"act": "drop"})
    assert not Quarantined.objects.exists()


def test_every_action_of_the_interface_has_its_verb() -> None:
    assert len({verb.action for verb in Verb if verb.action}) == 19
    assert list(KINDS) == [1, 2, 3, 4, 5, 6, 7]
    with pytest.raises(ValidationError, match="1 至 7"):
        take_report(Source(), 9, [], at=timezone.now())
