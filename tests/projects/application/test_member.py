import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.accounts.builders import a_member, an_organisation
from tests.projects.builders import (
    a_host,
    an_application,
)
from zyk.accounts.enums import OrganisationKind, Role
from zyk.projects.actions.member import answer_membership, name_member, remove_member
from zyk.projects.enums import MemberKind

pytestmark = pytest.mark.django_db


def test_a_unit_is_named_once_and_asked_again_when_its_part_changes() -> None:
    application = an_application()
    writer, partner = a_host(application), a_member(Role.HOST_EDITOR)
    named = {"application": application, "organisation": partner.organisation, "actor": writer}
    member = name_member(kind=MemberKind.PARTICIPANT, duty="素材", **named)
    answer_membership(member=member, confirms=True, actor=partner)
    assert name_member(kind=MemberKind.PARTICIPANT, duty="素材", **named).has_confirmed
    assert not name_member(kind=MemberKind.CO_HOST, duty="素材", **named).has_confirmed
    assert application.members.count() == 1
    remove_member(member=member, actor=writer)
    assert application.members.count() == 0


def test_the_lead_host_and_authorities_are_not_named() -> None:
    application = an_application()
    writer = a_host(application)
    for unit in (application.lead_host, an_organisation(kind=OrganisationKind.PROVINCE)):
        with pytest.raises(ValidationError):
            name_member(application=application, organisation=unit, kind=MemberKind.CO_HOST, duty="", actor=writer)


def test_only_the_named_unit_answers_and_says_why_it_declines() -> None:
    application = an_application()
    writer, partner = a_host(application), a_member(Role.SEAL_KEEPER)
    member = name_member(
        application=application, organisation=partner.organisation, kind=MemberKind.CO_HOST, duty="", actor=writer
    )
    for stranger in (writer, a_member(Role.SEAL_KEEPER), a_member(Role.TEACHER, partner.organisation)):
        with pytest.raises(PermissionDenied):
            answer_membership(member=member, confirms=True, actor=stranger)
    with pytest.raises(ValidationError):
        answer_membership(member=member, confirms=False, actor=partner)
