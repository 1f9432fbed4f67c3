"""Sessions: what labelled days show, what is kept of real records, and what an appeal changes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, an_organisation, signed_in
from tests.known import known
from tests.library.builders import a_library, a_resource
from tests.monitoring.builders import CHINA, a_student
from tests.rulebook.builders import rulebook_2019
from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role
from zyk.common.models import AuditEntry
from zyk.library.models import Library, Resource, Viewing
from zyk.monitoring.actions import compute_library, decide_appeal, file_appeal, judge_new, withdraw_appeal
from zyk.monitoring.enums import Verdict
from zyk.monitoring.models import Appeal, Session
from zyk.monitoring.sessions import labelled
from zyk.monitoring.sessions.scoring import Contribution, shown
from zyk.monitoring.sessions.trial import Tally, judged
from zyk.records import iris
from zyk.records.actions import record
from zyk.records.authority import PLATFORM
from zyk.records.models import Statement
from zyk.records.origin import ADDRESS, DEVICE, coded
from zyk.records.statements import activity_of, statement
from zyk.records.verbs import Verb
from zyk.rulebook.edition import CredibleUse

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)
MORNING = datetime.combine(YESTERDAY, datetime.min.time(), CHINA) + timedelta(hours=9)


def rules() -> CredibleUse:
    return known(rulebook_2019().edition.credible_use)


def test_a_labelled_day_is_told_apart() -> None:
    """Seed 2026: 116 honest and 115 dishonest people. Nobody honest is doubted, and only scripts that pause like a
    reader and send no heartbeats stay undiscovered."""
    tally = judged(labelled.a_day(2026), rules())

    assert tally.wronged == 0
    assert tally.dishonest - tally.found == tally.people["patient_script"] == 6
    assert tally.precision == 1
    assert tally.recall > 0.9


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (labelled.skipping_script, {"impossible_speed", "sustained_speed", "burst", "no_heartbeat"}),
        (labelled.metronome, {"identical_timing", "no_heartbeat"}),
        (labelled.night_machine, {"night_machine", "no_heartbeat"}),
        (labelled.tireless_player, {"never_sleeps"}),
        (labelled.farm_of_browsers, {"lockstep", "shared_device"}),
        (labelled.answer_key, {"answer_pattern"}),
        (labelled.without_script, {"no_heartbeat"}),
        (partial(labelled.class_in_one_room, size=25), {"shared_address"}),
        (labelled.in_a_hurry, set()),
        (labelled.shared_machines, set()),
    ],
)
def test_each_kind_shows_its_own_signs(kind: Callable[[labelled.Day], None], codes: set[str]) -> None:
    day = labelled.Day(Random(7))
    kind(day)

    shown_codes = {code for _kind, code in judged(day, rules(), Tally()).signals}
    assert shown_codes - {"one_library"} == codes  # everybody in the trial is new to his only library


def test_a_sign_is_said_with_its_figures_in_both_languages() -> None:
    figures = {"opens": 52, "median_gap": 1.2, "seconds": 2.5}
    said = known(shown(Contribution("impossible_speed", 35, figures), rules()))

    assert said.zh == "打开 52 个内容，相邻两次的中位间隔 1.2 秒（界限 2.5 秒）"
    assert said.en == "Opened 52 items, a median 1.2 seconds apart (limit 2.5)"


# -- on real records --------------------------------------------------------------


@pytest.fixture
def resource() -> Resource:
    rulebook_2019()
    return a_resource(a_library())


def scripted(person: Actor, resource: Resource, *, times: int = 50, beats: bool = False) -> None:
    """Opens pages of ours one a second, as a script does; with heartbeats when it is a browser."""
    user = known(person.user)
    batch = []
    for number in range(times):
        viewing = uuid4()
        made = statement(
            user=user,
            verb=Verb.VIEWED,
            activity=activity_of("resource", resource.uuid, resource.title),
            library_iri=iris.iri_of("library", resource.library.uuid),
            registration=viewing,
            extensions={ADDRESS: coded("192.0.2.1"), DEVICE: coded(str(user.pk))},
        )
        batch.append(made | {"timestamp": (MORNING + timedelta(seconds=number * 1.3 + number % 3 * 0.4)).isoformat()})
        if beats:
            Viewing.objects.create(uuid=viewing, user=user, resource=resource, began_at=MORNING, last_at=MORNING)
    record(batch, authority=PLATFORM)


def beat(person: Actor, resource: Resource) -> None:
    """Every page the person opened has sent its heartbeats after all."""
    for registration in Statement.objects.filter(registration__isnull=False).values_list("registration", flat=True):
        viewing = {"resource": resource, "began_at": MORNING, "last_at": MORNING}
        Viewing.objects.create(uuid=known(registration), user=known(person.user), **viewing)


def officer_of(library: Library) -> Actor:
    return a_member(Role.PROJECT_LEAD, library.lead_host)


def test_a_script_is_kept_with_its_reasons_and_an_honest_reader_is_not(resource: Resource) -> None:
    script, reader = a_student(resource.library), a_student(resource.library)
    scripted(script, resource)
    scripted(reader, resource, times=4, beats=True)

    assert judge_new() == 1
    session = Session.objects.get()
    assert (session.user, session.verdict, session.acts) == (script.user, Verdict.DOUBTFUL, 50)
    assert [each["code"] for each in session.signals][:2] == ["impossible_speed", "no_heartbeat"]
    assert session.signals[1]["figures"] | {"offered": 50, "beaten": 0} == session.signals[1]["figures"]
    assert judge_new() == 0  # nothing new since


def test_judging_again_keeps_the_session_and_late_heartbeats_clear_it(resource: Resource) -> None:
    student = a_student(resource.library)
    scripted(student, resource, times=30)
    judge_new()
    session = Session.objects.get()
    assert session.verdict == Verdict.DOUBTFUL

    beat(student, resource)
    scripted(student, resource, times=1, beats=True)
    judge_new()
    again = Session.objects.get()
    assert (again.pk, again.verdict) == (session.pk, Verdict.WATCHED)  # quick, but a browser


def test_doubtful_acts_are_left_out_and_count_again_once_an_appeal_is_upheld(resource: Resource) -> None:
    library = resource.library
    scripted(a_student(library), resource)
    assert _credible(library) == (50, 0)
    assert library.computations.latest("id").excluded == {"too_fast": 50}

    host, officer = officer_of(library), a_member(Role.MINISTRY_OFFICER)
    appeal = file_appeal(library, sessions=Session.objects.all(), grounds="机房统一播放的演示课", actor=host)
    with pytest.raises(ValidationError, match="已在申诉中"):
        file_appeal(library, sessions=Session.objects.all(), grounds="再来一次", actor=host)
    with pytest.raises(PermissionDenied):
        decide_appeal(appeal, is_upheld=True, finding="属实", actor=host, at=timezone.now())
    decide_appeal(appeal, is_upheld=True, finding="有监控和课表为证", actor=officer, at=timezone.now())

    assert Session.objects.get().verdict == Verdict.UPHELD
    assert _credible(library) == (50, 50)
    assert AuditEntry.objects.filter(object_uuid=appeal.uuid, to_state="upheld", why="有监控和课表为证").exists()
    scripted(a_student(library), resource, times=1)
    judge_new()
    assert Session.objects.get().verdict == Verdict.UPHELD  # judged again, it stays as decided


def test_an_appeal_is_rejected_or_withdrawn_with_reasons(resource: Resource) -> None:
    library = resource.library
    scripted(a_student(library), resource)
    judge_new()
    host, officer = officer_of(library), a_member(Role.MINISTRY_OFFICER)

    with pytest.raises(PermissionDenied):
        file_appeal(library, sessions=Session.objects.all(), grounds="x", actor=officer_of(a_library()))
    with pytest.raises(ValidationError, match="申诉理由"):
        file_appeal(library, sessions=Session.objects.all(), grounds=" ", actor=host)
    first = file_appeal(library, sessions=Session.objects.all(), grounds="误判", actor=host)
    withdraw_appeal(first, actor=host)
    second = file_appeal(library, sessions=Session.objects.all(), grounds="确是误判", actor=host)
    with pytest.raises(ValidationError, match="裁定理由"):
        decide_appeal(second, is_upheld=False, finding="", actor=officer, at=timezone.now())
    decide_appeal(second, is_upheld=False, finding="没有证据", actor=officer, at=timezone.now())

    assert list(Appeal.objects.order_by("id").values_list("state", flat=True)) == ["withdrawn", "rejected"]
    assert Session.objects.get().verdict == Verdict.DOUBTFUL
    assert known(host.user).notifications.filter(text__contains="不成立").count() == 1


def _credible(library: Library) -> tuple[int, int]:
    result = compute_library(library, as_of=timezone.localdate()).results.get(code="activity_total")
    return int(result.raw_value or 0), int(result.credible_value or 0)


# -- pages ------------------------------------------------------------------------


def test_the_host_appeals_and_the_ministry_decides(client: Client, resource: Resource) -> None:
    library, student = resource.library, a_student(resource.library, name="张三丰")
    scripted(student, resource)
    judge_new()
    session = Session.objects.get()
    signed_in(client, officer_of(library))
    listed = client.get(reverse("monitoring:sessions"), {"signal": "burst", "verdict": "doubtful"}).content.decode()
    assert "快得不可能在看" in listed
    assert "张三丰" not in listed
    assert client.get(reverse("monitoring:sessions"), {"export": "xlsx"}).status_code == 200
    opened = client.get(reverse("monitoring:session", args=[session.uuid])).content.decode()
    assert "打开 50 个本平台页面，其中 0 个发回了观看或阅读的心跳" in opened
    assert "50 条" in opened

    asked = client.post(reverse("monitoring:appeal_new"), {"session": session.pk})
    assert asked.status_code == 200
    sent = {"session": session.pk, "grounds": "统一演示", "evidence": ContentFile(b"%PDF-broken", name="a.pdf")}
    refused = client.post(reverse("monitoring:appeal_new"), sent).content.decode()
    assert "统一演示" in refused
    assert not Appeal.objects.exists()
    done = client.post(reverse("monitoring:appeal_new"), {"session": session.pk, "grounds": "统一演示"})
    appeal = Appeal.objects.get()
    assert done["Location"] == reverse("monitoring:appeal", args=[appeal.uuid])
    assert client.post(reverse("monitoring:appeal_decide", args=[appeal.uuid]), {}).status_code == 404

    officer = a_member(Role.MINISTRY_OFFICER)
    signed_in(client, officer)
    address = reverse("monitoring:appeal_decide", args=[appeal.uuid])
    assert "必填" in client.post(address, {"is_upheld": "yes"}).content.decode()
    client.post(address, {"is_upheld": "no", "finding": "没有课表"})
    assert "没有课表" in client.get(reverse("monitoring:appeal", args=[appeal.uuid])).content.decode()
    assert "申诉不成立" in client.get(reverse("monitoring:appeals"), {"state": "rejected"}).content.decode()


def test_a_name_is_read_with_a_reason_on_record_by_those_whose_work_it_is(client: Client, resource: Resource) -> None:
    scripted(a_student(resource.library, name="张三丰"), resource)
    judge_new()
    address = reverse("monitoring:person", args=[Session.objects.get().uuid])

    province = resource.library.lead_host.province
    in_province = a_member(Role.PROVINCE_OFFICER, an_organisation(OrganisationKind.PROVINCE, province))
    signed_in(client, in_province)
    assert "张三丰" not in client.get(address).content.decode()
    assert client.post(address, {"why": "好奇"}).status_code == 404
    signed_in(client, officer_of(resource.library))
    assert "张三丰" not in client.post(address, {"why": ""}).content.decode()
    assert "张三丰" in client.post(address, {"why": "向本人核实"}).content.decode()
    assert AuditEntry.objects.get(verb="read_sessions").why == "向本人核实"


def test_strangers_find_neither_sessions_nor_appeals(client: Client, resource: Resource) -> None:
    scripted(a_student(resource.library), resource)
    judge_new()
    session = Session.objects.get()
    appeal = file_appeal(resource.library, sessions=[session], grounds="误判", actor=officer_of(resource.library))
    addresses = [reverse(f"monitoring:{name}", args=[session.uuid]) for name in ("session", "person")]
    addresses.append(reverse("monitoring:appeal", args=[appeal.uuid]))
    signed_in(client, officer_of(a_library()))

    assert [client.get(address).status_code for address in addresses] == [404] * 3
    assert resource.library.name not in client.get(reverse("monitoring:sessions")).content.decode()
    assert client.post(reverse("monitoring:appeal_new"), {"session": session.pk}).status_code == 302
    assert client.post(reverse("monitoring:appeal_withdraw", args=[appeal.uuid])).status_code == 404
    signed_in(client, a_member(Role.STUDENT))
    assert client.get(reverse("monitoring:sessions")).status_code == 404


def test_the_list_costs_the_same_for_one_session_and_for_many(
    client: Client, resource: Resource, django_assert_max_num_queries: Any
) -> None:
    signed_in(client, officer_of(resource.library))
    for _ in range(3):
        scripted(a_student(resource.library), resource, times=20)
    judge_new()
    assert Session.objects.count() == 3
    with django_assert_max_num_queries(18):
        client.get(reverse("monitoring:sessions"))
