"""Agreements: who signs, when they come into force, who reads them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.accounts.builders import a_member, a_province, an_organisation
from tests.alliance.builders import a_joined, an_agreement, an_alliance
from zyk.accounts.actor import VISITOR
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.models import Notification
from zyk.alliance.actions import draft_agreement, end_agreement, leave_alliance, sign_agreement
from zyk.alliance.enums import AgreementState
from zyk.alliance.rules import can_read_agreements
from zyk.common.audit import history_of
from zyk.common.moves import NotInThisState

pytestmark = pytest.mark.django_db


def test_the_last_signature_brings_it_into_force() -> None:
    alliance, lead = an_alliance()
    _member, keeper = a_joined(alliance, lead)
    agreement = an_agreement(alliance, lead)
    sign_agreement(agreement, actor=lead, at=timezone.now())
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.DRAFT
    sign_agreement(agreement, actor=keeper, at=timezone.now())
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.IN_FORCE
    assert [entry.verb for entry in history_of(agreement)] == ["move", "sign", "sign", "create"]


def test_nobody_agrees_with_himself_alone() -> None:
    alliance, lead = an_alliance()
    agreement = an_agreement(alliance, lead)
    sign_agreement(agreement, actor=lead, at=timezone.now())
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.DRAFT


def test_a_unit_signs_once() -> None:
    alliance, lead = an_alliance()
    a_joined(alliance, lead)
    agreement = an_agreement(alliance, lead)
    sign_agreement(agreement, actor=lead, at=timezone.now())
    with pytest.raises(ValidationError):
        sign_agreement(agreement, actor=lead, at=timezone.now())
    assert agreement.signatures.count() == 1


def test_strangers_and_people_without_the_seal_do_not_sign() -> None:
    alliance, lead = an_alliance()
    member, _keeper = a_joined(alliance, lead)
    agreement = an_agreement(alliance, lead)
    for actor in (a_member(Role.SEAL_KEEPER), a_member(Role.TEACHER, member.organisation), VISITOR):
        with pytest.raises(PermissionDenied):
            sign_agreement(agreement, actor=actor, at=timezone.now())


def test_when_the_last_unsigned_member_leaves_it_comes_into_force() -> None:
    alliance, lead = an_alliance()
    _first, first_keeper = a_joined(alliance, lead)
    second, second_keeper = a_joined(alliance, lead)
    agreement = an_agreement(alliance, lead)
    sign_agreement(agreement, actor=lead, at=timezone.now())
    sign_agreement(agreement, actor=first_keeper, at=timezone.now())
    leave_alliance(second, why="学校调整", actor=second_keeper)
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.IN_FORCE


def test_the_lead_host_drafts_and_every_signer_is_told() -> None:
    alliance, lead = an_alliance()
    _member, keeper = a_joined(alliance, lead)
    with pytest.raises(PermissionDenied):
        an_agreement(alliance, keeper)
    Notification.objects.all().delete()
    agreement = an_agreement(alliance, lead)
    assert {note.recipient for note in Notification.objects.all()} == {lead.user, keeper.user}
    assert {note.text for note in Notification.objects.all()} == {f"请签署“{agreement.title}”。"}


def test_an_agreement_does_not_end_before_it_starts() -> None:
    alliance, lead = an_alliance()
    with pytest.raises(ValidationError) as refused:
        draft_agreement(
            alliance,
            title="协议",
            terms="条款",
            starts_on=date(2020, 1, 2),
            ends_on=date(2020, 1, 1),
            file=None,
            actor=lead,
        )
    assert list(refused.value.message_dict) == ["ends_on"]


def test_the_lead_host_ends_it_once_and_says_why() -> None:
    alliance, lead = an_alliance()
    _member, keeper = a_joined(alliance, lead)
    agreement = an_agreement(alliance, lead)
    with pytest.raises(PermissionDenied):
        end_agreement(agreement, why="期满", actor=keeper)
    with pytest.raises(ValidationError):
        end_agreement(agreement, why="", actor=lead)
    end_agreement(agreement, why="期满", actor=lead)
    with pytest.raises(NotInThisState):
        end_agreement(agreement, why="期满", actor=lead)
    with pytest.raises(ValidationError):
        sign_agreement(agreement, actor=lead, at=timezone.now())


def test_members_their_provinces_and_the_ministry_read_it_and_nobody_else() -> None:
    alliance, lead = an_alliance()
    member, keeper = a_joined(alliance, lead)
    province = an_organisation(kind=OrganisationKind.PROVINCE, province=a_province())
    elsewhere = an_organisation(kind=OrganisationKind.PROVINCE, province=a_province("330000", "浙江省", "浙江"))
    asked = {
        "lead": lead,
        "member": keeper,
        "ministry": a_member(Role.MINISTRY_OFFICER),
        "province": a_member(Role.PROVINCE_OFFICER, province),
        "other province": a_member(Role.PROVINCE_OFFICER, elsewhere),
        "student of a member": a_member(Role.STUDENT, member.organisation),
        "stranger": a_member(Role.PROJECT_LEAD),
        "visitor": VISITOR,
    }
    assert [name for name, actor in asked.items() if can_read_agreements(actor, alliance)] == [
        "lead",
        "member",
        "ministry",
        "province",
    ]
