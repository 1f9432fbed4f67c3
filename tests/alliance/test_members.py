"""Founding, inviting, answering, leaving."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.accounts.builders import a_member, an_organisation
from tests.alliance.builders import FOUNDED_ON, a_joined, an_alliance, an_invited
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.models import Notification
from zyk.alliance.actions import answer_invitation, found_alliance, leave_alliance
from zyk.alliance.enums import MemberKind, MemberState
from zyk.alliance.models import Alliance
from zyk.alliance.queries import joined_members, joined_organisations
from zyk.common.audit import history_of
from zyk.common.moves import NotInThisState

pytestmark = pytest.mark.django_db
TODAY = date(2019, 6, 1)


def test_the_founder_is_the_lead_host_from_the_first_day() -> None:
    alliance, lead = an_alliance()
    (member,) = alliance.members.all()
    assert (member.organisation, member.kind, member.state, member.joined_on) == (
        lead.organisation,
        MemberKind.LEAD_HOST,
        MemberState.JOINED,
        FOUNDED_ON,
    )
    assert [entry.verb for entry in history_of(alliance)] == ["create"]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STUDENT, Role.SEAL_KEEPER, Role.MINISTRY_OFFICER])
def test_others_found_no_alliance(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        found_alliance(name="联盟", purpose="", founded_on=FOUNDED_ON, actor=a_member(role))
    assert Alliance.objects.count() == 0


def test_an_invited_unit_is_told_in_chinese_whatever_the_inviter_reads() -> None:
    from django.utils.translation import override

    alliance, lead = an_alliance()
    keeper = a_member(Role.SEAL_KEEPER)
    with override("en"):
        an_invited(alliance, lead, keeper.organisation)
    assert [(note.recipient, note.text) for note in Notification.objects.all()] == [
        (keeper.user, f"你单位受邀加入“{alliance.name}”。")
    ]


def test_only_the_lead_host_invites() -> None:
    alliance, lead = an_alliance()
    _member, keeper = a_joined(alliance, lead)
    stranger = a_member(Role.PROJECT_LEAD, keeper.organisation)
    with pytest.raises(PermissionDenied):
        an_invited(alliance, stranger)


def test_authorities_and_a_second_lead_host_are_refused() -> None:
    alliance, lead = an_alliance()
    with pytest.raises(ValidationError) as refused:
        an_invited(alliance, lead, an_organisation(kind=OrganisationKind.PROVINCE))
    assert list(refused.value.message_dict) == ["organisation"]
    with pytest.raises(ValidationError) as refused:
        an_invited(alliance, lead, kind=MemberKind.LEAD_HOST)
    assert list(refused.value.message_dict) == ["kind"]


def test_a_unit_is_invited_once_and_again_after_it_declined() -> None:
    alliance, lead = an_alliance()
    unit = an_organisation()
    member = an_invited(alliance, lead, unit)
    with pytest.raises(ValidationError):
        an_invited(alliance, lead, unit)
    answer_invitation(member, is_accepted=False, actor=a_member(Role.PROJECT_LEAD, unit), today=TODAY)
    again = an_invited(alliance, lead, unit, MemberKind.CO_HOST)
    assert (again.pk, again.state) == (member.pk, MemberState.INVITED)
    again.refresh_from_db()
    assert again.kind == MemberKind.CO_HOST


def test_only_the_invited_unit_answers_and_only_once() -> None:
    alliance, lead = an_alliance()
    member = an_invited(alliance, lead)
    for stranger in (lead, a_member(Role.SEAL_KEEPER), a_member(Role.TEACHER, member.organisation)):
        with pytest.raises(PermissionDenied):
            answer_invitation(member, is_accepted=True, actor=stranger, today=TODAY)
    keeper = a_member(Role.SEAL_KEEPER, member.organisation)
    stale = type(member).objects.get(pk=member.pk)
    answer_invitation(member, is_accepted=True, actor=keeper, today=TODAY)
    with pytest.raises(NotInThisState):
        answer_invitation(stale, is_accepted=False, actor=keeper, today=TODAY)
    member.refresh_from_db()
    assert (member.state, member.joined_on) == (MemberState.JOINED, TODAY)


def test_a_unit_leaves_with_a_reason_by_its_own_people() -> None:
    alliance, lead = an_alliance()
    member, keeper = a_joined(alliance, lead)
    with pytest.raises(PermissionDenied):
        leave_alliance(member, why="学校调整", actor=lead)
    with pytest.raises(PermissionDenied):
        leave_alliance(member, why="学校调整", actor=a_member(Role.STUDENT, member.organisation))
    with pytest.raises(ValidationError):
        leave_alliance(member, why=" ", actor=keeper)
    leave_alliance(member, why="学校调整", actor=keeper)
    assert list(joined_organisations(alliance)) == [lead.organisation]


def test_the_lead_host_does_not_leave() -> None:
    alliance, lead = an_alliance()
    with pytest.raises(PermissionDenied):
        leave_alliance(alliance.members.get(), why="不办了", actor=lead)


def test_members_stand_in_the_order_of_their_kind() -> None:
    alliance, lead = an_alliance()
    participant, _keeper = a_joined(alliance, lead)
    co_host = an_invited(alliance, lead, kind=MemberKind.CO_HOST)
    answer_invitation(co_host, is_accepted=True, actor=a_member(Role.SEAL_KEEPER, co_host.organisation), today=TODAY)
    expected = [lead.organisation, co_host.organisation, participant.organisation]
    assert [member.organisation for member in joined_members(alliance)] == expected
    assert list(joined_organisations(alliance)) == expected
