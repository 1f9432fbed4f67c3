"""The pages: who sees which library, in both languages, and that a click opens the very rows."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, a_province, an_organisation, signed_in
from tests.known import known
from tests.library.builders import a_library, a_resource, leader_of, on_team
from tests.monitoring.world import AS_OF, a_world
from tests.rulebook.builders import rulebook_2019
from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role
from zyk.library.models import Library
from zyk.monitoring.actions import compute_library, freeze_baseline
from zyk.monitoring.models import Computation, ComputationRequest
from zyk.monitoring.queries import monitored_libraries

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed() -> Computation:
    rulebook_2019()
    return compute_library(a_world().library, as_of=AS_OF)


def _overview(client: Client, **query: str) -> str:
    answer = client.get(reverse("monitoring:overview"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_watches_the_libraries_that_concern_him() -> None:
    zhejiang = a_province("330000", "浙江省", "浙江")
    here, there = a_library(name="甲库"), a_library(an_organisation(province=zhejiang), name="乙库")
    in_zhejiang = a_member(Role.PROVINCE_OFFICER, an_organisation(OrganisationKind.PROVINCE, zhejiang))

    def watched(actor: Actor) -> set[Library]:
        return set(monitored_libraries(actor))

    assert watched(a_member(Role.MINISTRY_OFFICER)) == {here, there}
    assert watched(a_member(Role.OPERATOR)) == {here, there}
    assert watched(in_zhejiang) == {there}
    assert watched(leader_of(here)) == {here}
    assert watched(on_team(there)) == {there}
    assert watched(a_member(Role.UNIT_ADMINISTRATOR, here.lead_host)) == {here}
    assert watched(a_member(Role.TEACHER, here.lead_host)) == set()


def test_a_stranger_gets_404_and_a_visitor_is_asked_to_sign_in(client: Client, computed: Computation) -> None:
    result = computed.results.get(code="activity_total")
    addresses = [
        reverse("monitoring:library", args=[computed.library.uuid]),
        reverse("monitoring:result", args=[result.uuid]),
        reverse("monitoring:records", args=[result.uuid]),
        reverse("monitoring:progress", args=[computed.library.uuid]),
    ]
    assert [client.get(address).status_code for address in addresses] == [302] * 4
    signed_in(client, a_member(Role.TEACHER))
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    signed_in(client, a_member(Role.STUDENT))
    assert client.get(reverse("monitoring:overview")).status_code == 404


def test_the_overview_shows_key_figures_and_filters(client: Client, computed: Computation) -> None:
    other = a_library(name="尚未计算的库")
    signed_in(client, a_member(Role.MINISTRY_OFFICER))

    whole = _overview(client)
    assert all(words in whole for words in (computed.library.name, "83.3%", "5 项不足", other.name, "还没有计算过"))
    assert other.name not in _overview(client, result="missed")
    assert computed.library.name not in _overview(client, result="never")
    assert computed.library.name not in _overview(client, q="没有这个库")
    assert client.get(reverse("monitoring:overview"), {"export": "xlsx"}).status_code == 200


def test_the_overview_costs_the_same_for_one_library_and_for_many(
    client: Client, computed: Computation, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        compute_library(a_library(), as_of=AS_OF)
    signed_in(client, a_member(Role.OPERATOR))
    with django_assert_max_num_queries(12):
        _overview(client)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["验收准备情况", "不足", "尚不能计算", "名册", "未设定", "看自己建设的内容不算使用"]),
        ("en", ["Ready for acceptance", "Missed", "Cannot be computed yet", "registers", "Not set", "not use"]),
    ],
)
def test_the_page_of_a_library_in_both_languages(
    client: Client, computed: Computation, language: str, words: list[str]
) -> None:
    actor = leader_of(computed.library)
    freeze_baseline(computed.library, actor=actor, on=AS_OF)
    signed_in(client, actor)
    client.cookies["django_language"] = language
    page = client.get(
        reverse("monitoring:library", args=[computed.library.uuid]), headers={"accept-language": language}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert [each for each in words if each not in text] == []


def test_an_older_computation_stays_reachable(client: Client, computed: Computation) -> None:
    newer = compute_library(computed.library, as_of=AS_OF.replace(month=7))
    signed_in(client, leader_of(computed.library))
    address = reverse("monitoring:library", args=[computed.library.uuid])

    assert client.get(address).context["computation"] == newer
    assert client.get(address, {"computation": computed.pk}).context["computation"] == computed
    assert client.get(address, {"computation": 10**9}).status_code == 404
    assert client.get(address, {"computation": "x"}).status_code == 404
    assert client.get(address, {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize("code", ["activity_total", "active_user_share", "learning_days", "used_resource_share"])
def test_a_figure_opens_the_rows_that_were_counted(client: Client, computed: Computation, code: str) -> None:
    signed_in(client, leader_of(computed.library))
    result = computed.results.get(code=code)
    how = client.get(reverse("monitoring:result", args=[result.uuid]), headers={"hx-request": "true"})
    assert (how.status_code, "怎样算出来" in how.content.decode()) == (200, False)
    assert "怎样算出来" in client.get(reverse("monitoring:result", args=[result.uuid])).content.decode()

    for side in ("raw", "credible"):
        page = client.get(reverse("monitoring:records", args=[result.uuid]), {"side": side})
        expected = result.inputs[side]["counted"]
        assert (page.context["found"].total, len(page.context["lines"])) == (expected, expected)
        exported = client.get(reverse("monitoring:records", args=[result.uuid]), {"side": side, "export": "csv"})
        assert len(exported.content.decode().strip().splitlines()) == expected + 1


def test_the_rows_name_nobody(client: Client, computed: Computation) -> None:
    signed_in(client, leader_of(computed.library))
    result = computed.results.get(code="active_users")
    page = client.get(reverse("monitoring:records", args=[result.uuid]), {"list": "records", "side": "raw"})
    text = page.content.decode()
    people = [membership.user for membership in computed.library.lead_host.memberships.select_related("user")]

    assert page.context["found"].total == 10
    assert "u-" in text
    assert {url for url, _cells in page.context["lines"]} == {""}
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    read = client.get(reverse("monitoring:records", args=[result.uuid]), {"list": "records"})
    assert all(client.get(url).status_code == 200 for url, _cells in read.context["lines"][:1])
    assert [p for p in people[1:] if p.username in text or str(p.uuid) in text] == []


def test_what_changed_since_is_said(client: Client, computed: Computation) -> None:
    signed_in(client, leader_of(computed.library))
    known(computed.library.points.first()).delete()
    result = computed.results.get(code="knowledge_points")

    page = client.get(reverse("monitoring:records", args=[result.uuid])).content.decode()
    assert "计算之后有人改动了资源库的内容" in page


def test_an_unknown_list_or_side_is_404(client: Client, computed: Computation) -> None:
    signed_in(client, leader_of(computed.library))
    address = reverse("monitoring:records", args=[computed.results.get(code="activity_total").uuid])
    wrong = ({"list": "nothing"}, {"side": "middle"}, {"after": "x"})
    assert [client.get(address, query).status_code for query in wrong] == [404] * 3
    missing = reverse("monitoring:records", args=[computed.results.get(code="host_teaching_hours_share").uuid])
    assert client.get(missing).status_code == 404


def test_the_leader_asks_for_a_computation_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    rulebook_2019()
    library = a_library()
    a_resource(library)
    signed_in(client, leader_of(library))
    compute = reverse("monitoring:compute", args=[library.uuid])

    with django_capture_on_commit_callbacks() as callbacks:
        assert [client.post(compute).status_code for _ in range(2)] == [302, 302]
    assert "排队计算" in client.get(reverse("monitoring:progress", args=[library.uuid])).content.decode()
    assert (len(callbacks), ComputationRequest.objects.count()) == (1, 1)

    callbacks[0]()
    request = ComputationRequest.objects.get()
    assert (request.computation, request.fault) == (Computation.objects.get(library=library), "")
    ended = client.get(reverse("monitoring:progress", args=[library.uuid]))
    assert (ended.status_code, "HX-Redirect" in ended.headers) == (204, True)


def test_a_reader_may_not_ask_for_a_computation(client: Client) -> None:
    library = a_library()
    signed_in(client, on_team(library))
    assert client.post(reverse("monitoring:compute", args=[library.uuid])).status_code == 404
    assert ComputationRequest.objects.count() == 0
