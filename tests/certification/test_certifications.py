"""Certification: asked, judged at once where a machine can, then by a second person."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from tests.accounts.builders import a_member
from tests.certification.builders import (
    BY_PERSON,
    KEYWORDS,
    a_certifiable,
    a_certified,
    a_request,
    a_standard,
    concluded,
    taken_up,
)
from tests.library.builders import a_library, a_resource, leader_of, on_team
from zyk.accounts.actor import VISITOR
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.certification.actions import (
    Requirement,
    conclude_certification,
    request_certification,
    revoke_certification,
    take_up_certification,
)
from zyk.certification.enums import BaseStandard, CertificationState
from zyk.certification.models import Certification
from zyk.certification.queries import requestable_resources
from zyk.common.audit import history_of
from zyk.common.moves import NotInThisState
from zyk.library.actions import add_point, new_version, withdraw_resource
from zyk.library.enums import PointKind, TeamRole
from zyk.library.models import Library, TeamMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> Library:
    return a_library()


def test_the_mark_is_given_when_every_criterion_is_met(library: Library) -> None:
    resource = a_certifiable(library)
    standard = a_standard(library)
    certification = a_request(resource, standard)
    assert certification.state == CertificationState.REQUESTED
    certification, reviewer = taken_up(certification)
    done = concluded(certification, reviewer)
    resource.refresh_from_db()
    assert (done.state, resource.certified_by, resource.certified_at) == (
        CertificationState.CERTIFIED,
        str(standard),
        done.concluded_at,
    )
    found = {result.criterion.title: (result.is_met, result.found) for result in done.results.all()}
    assert found == {KEYWORDS.title: (True, "2"), BY_PERSON.title: (True, "")}
    assert [entry.to_state or entry.verb for entry in history_of(done)] == [
        "certified",
        "in-review",
        "request-certification",
    ]


def test_an_automatic_failure_refuses_at_once_and_says_why(library: Library) -> None:
    resource = a_certifiable(library, keywords="制动器")
    with translation.override("en"):
        certification = a_request(resource, a_standard(library))
    assert (certification.state, certification.opinion) == (
        CertificationState.REFUSED,
        "至少两个关键词：实测 1 个",
    )
    resource.refresh_from_db()
    assert not resource.is_certified


def test_after_a_refusal_one_may_ask_again(library: Library) -> None:
    resource = a_certifiable(library, keywords="制动器")
    standard = a_standard(library)
    a_request(resource, standard)
    type(resource).objects.filter(pk=resource.pk).update(keywords="制动器、间隙")
    resource.refresh_from_db()
    assert a_request(resource, standard).state == CertificationState.REQUESTED


def test_a_version_is_asked_for_once(library: Library) -> None:
    resource, standard = a_certifiable(library), a_standard(library)
    a_request(resource, standard)
    with pytest.raises(ValidationError, match="已经申请过"):
        a_request(resource, standard)
    assert Certification.objects.count() == 1


def test_only_the_team_asks_and_only_for_what_is_published(library: Library) -> None:
    standard, resource = a_standard(library), a_certifiable(library)
    for actor in (VISITOR, a_member(Role.TEACHER, library.lead_host), a_member(Role.MINISTRY_OFFICER)):
        with pytest.raises(PermissionDenied):
            a_request(resource, standard, actor)
    with pytest.raises(PermissionDenied):
        a_request(a_resource(library, published=False), standard)
    old = resource.current_version
    new_version(resource, actor=leader_of(library), changes="改写", body="新的正文。")
    assert old
    with pytest.raises(PermissionDenied):
        request_certification(old, standard=standard, actor=leader_of(library), at=timezone.now())


def test_only_a_standard_of_this_library_in_force_is_asked_by(library: Library) -> None:
    resource = a_certifiable(library)
    for standard in (a_standard(a_library()), a_standard(library, in_force=False)):
        with pytest.raises(ValidationError) as refused:
            a_request(resource, standard)
        assert list(refused.value.message_dict) == ["standard"]


def test_the_reviewer_is_never_the_maker_nor_who_asked(library: Library) -> None:
    maker, asker = on_team(library, TeamRole.REVIEWER), on_team(library, TeamRole.REVIEWER)
    certification = a_request(a_certifiable(library, maker), a_standard(library), asker)
    for actor in (maker, asker, on_team(library, TeamRole.EDITOR), a_member(Role.MINISTRY_OFFICER), VISITOR):
        with pytest.raises(PermissionDenied):
            take_up_certification(certification, actor=actor)
    take_up_certification(certification, actor=leader_of(library))


def test_makers_and_askers_are_not_told_that_it_waits(library: Library) -> None:
    maker, asker = on_team(library, TeamRole.REVIEWER), on_team(library, TeamRole.REVIEWER)
    resource, standard = a_certifiable(library, maker), a_standard(library)
    Notification.objects.all().delete()
    a_request(resource, standard, asker)
    assert [(note.recipient, note.text) for note in Notification.objects.all()] == [
        (leader_of(library).user, f"有资源待认证：{resource.title}")
    ]


def test_two_reviewers_do_not_take_the_same_one(library: Library) -> None:
    certification, reviewer = taken_up(a_request(a_certifiable(library), a_standard(library)))
    with pytest.raises(NotInThisState):
        take_up_certification(certification, actor=leader_of(library))
    with pytest.raises(PermissionDenied):
        concluded(certification, leader_of(library))
    assert reviewer.user
    TeamMember.objects.filter(user=reviewer.user).delete()
    with pytest.raises(PermissionDenied):
        concluded(certification, reviewer)
    take_up_certification(certification, actor=leader_of(library))
    assert concluded(certification, leader_of(library)).state == CertificationState.CERTIFIED


def test_one_criterion_not_met_refuses(library: Library) -> None:
    certification, reviewer = taken_up(a_request(a_certifiable(library), a_standard(library)))
    done = concluded(certification, reviewer, is_met=False)
    done.version.resource.refresh_from_db()
    assert (done.state, done.version.resource.certified_by) == (CertificationState.REFUSED, "")


def test_an_opinion_and_every_judgement_are_needed(library: Library) -> None:
    certification, reviewer = taken_up(a_request(a_certifiable(library), a_standard(library)))
    result = certification.results.get(is_automatic=False)
    with pytest.raises(ValidationError) as refused:
        conclude_certification(certification, judgements={}, opinion="好", actor=reviewer, at=timezone.now())
    assert list(refused.value.message_dict) == [f"criterion-{result.criterion_id}"]
    with pytest.raises(ValidationError) as refused:
        conclude_certification(
            certification, judgements={result.criterion_id: True}, opinion=" ", actor=reviewer, at=timezone.now()
        )
    assert list(refused.value.message_dict) == ["opinion"]


def test_it_is_concluded_once(library: Library) -> None:
    certification, reviewer = taken_up(a_request(a_certifiable(library), a_standard(library)))
    concluded(certification, reviewer)
    with pytest.raises(NotInThisState):
        concluded(certification, reviewer, is_met=False)
    assert certification.results.filter(is_met=True).count() == 2


def test_a_new_published_version_loses_the_mark(library: Library) -> None:
    certification = a_certified(library)
    resource = certification.version.resource
    new_version(resource, actor=leader_of(library), changes="补拍一段", body="新的正文。")
    resource.refresh_from_db()
    certification.refresh_from_db()
    assert (resource.certified_by, resource.certified_at) == ("", None)
    assert certification.state == CertificationState.CERTIFIED
    assert list(requestable_resources(leader_of(library))) == [resource]


def test_a_version_that_waits_leaves_the_mark_where_it_is(library: Library) -> None:
    resource = a_certified(library).version.resource
    new_version(resource, actor=on_team(library), changes="补拍一段", body="新的正文。")
    resource.refresh_from_db()
    assert resource.is_certified


@pytest.mark.parametrize("gone", ["new version", "withdrawn"])
def test_what_people_no_longer_see_is_refused_whatever_the_judgements(library: Library, gone: str) -> None:
    resource = a_certifiable(library)
    certification, reviewer = taken_up(a_request(resource, a_standard(library)))
    if gone == "withdrawn":
        withdraw_resource(resource, reason="过时", actor=leader_of(library))
    else:
        new_version(resource, actor=leader_of(library), changes="改写", body="新的正文。")
    assert concluded(certification, reviewer).state == CertificationState.REFUSED
    resource.refresh_from_db()
    assert not resource.is_certified


def test_revoking_takes_the_mark_and_keeps_the_opinion(library: Library) -> None:
    certification = a_certified(library)
    with pytest.raises(PermissionDenied):
        revoke_certification(certification, why="侵权", actor=on_team(library), at=timezone.now())
    with pytest.raises(ValidationError):
        revoke_certification(certification, why="", actor=leader_of(library), at=timezone.now())
    revoke_certification(certification, why="侵权", actor=leader_of(library), at=timezone.now())
    certification.refresh_from_db()
    certification.version.resource.refresh_from_db()
    assert (certification.state, certification.opinion, certification.revocation_reason) == (
        CertificationState.REVOKED,
        "内容准确，画面清楚。",
        "侵权",
    )
    assert not certification.version.resource.is_certified
    with pytest.raises(NotInThisState):
        revoke_certification(certification, why="侵权", actor=leader_of(library), at=timezone.now())


def test_revoking_an_old_version_leaves_the_mark_of_the_new_one(library: Library) -> None:
    standard = a_standard(library)
    old = a_certified(library, standard)
    resource = old.version.resource
    new_version(resource, actor=leader_of(library), changes="改写", body="新的正文。")
    resource.refresh_from_db()
    reviewer = on_team(library, TeamRole.REVIEWER)
    concluded(*taken_up(a_request(resource, standard), reviewer))
    revoke_certification(old, why="旧版有误", actor=reviewer, at=timezone.now())
    resource.refresh_from_db()
    assert resource.certified_by == str(standard)


def test_another_standards_mark_stands_up_when_one_is_revoked(library: Library) -> None:
    course = a_standard(library, base=BaseStandard.COURSE)
    teaching = a_standard(library)
    first = a_certified(library, course)
    second = concluded(*taken_up(a_request(first.version.resource, teaching)))
    revoke_certification(second, why="教学标准换版", actor=leader_of(library), at=timezone.now())
    first.version.resource.refresh_from_db()
    assert first.version.resource.certified_by == str(course)


def test_each_check_finds_its_number(library: Library) -> None:
    requirements = [
        Requirement("高度", "picture-height", None, Decimal(1)),
        Requirement("知识点", "points", None, Decimal(1)),
        Requirement("关键词", "keywords", None, Decimal(3)),
        Requirement("属性", "described-fields", None, Decimal(2)),
        Requirement("时长", "duration", None, Decimal(60)),
        Requirement("字幕", "subtitles", None, Decimal(1)),
    ]
    resource = a_resource(
        library, file=True, keywords="图；照片;图", actor=on_team(library), source="自主拍摄", description="示意"
    )
    resource.points.add(
        library.points.first() or add_point(library, title="点", kind=PointKind.KNOWLEDGE, actor=leader_of(library))
    )
    a_request(resource, a_standard(library, requirements))
    results = {
        r.criterion.title: (r.is_automatic, r.is_met, r.found) for r in Certification.objects.get().results.all()
    }
    height = resource.current_version.file.height if resource.current_version and resource.current_version.file else 0
    assert results == {
        "高度": (True, True, str(height)),
        "知识点": (True, True, "1"),
        "关键词": (True, False, "2"),
        "属性": (True, True, "3"),
        "时长": (False, None, ""),
        "字幕": (False, None, ""),
    }


def test_marks_are_public_and_open_work_is_the_teams(library: Library) -> None:
    certified = a_certified(library)
    waiting = a_request(a_certifiable(library), certified.standard)
    seen = Certification.objects.visible_to
    assert set(seen(on_team(library))) == {certified, waiting}
    assert set(seen(a_member(Role.MINISTRY_OFFICER))) == {certified, waiting}
    assert list(seen(a_member(Role.TEACHER, library.lead_host))) == [certified]
    assert list(seen(VISITOR)) == [certified]
    worked_on = Certification.objects.worked_on_by
    assert list(worked_on(VISITOR)) == list(worked_on(a_member(Role.TEACHER, library.lead_host))) == []
