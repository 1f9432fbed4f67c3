from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import Member, a_member, an_organisation, signed_in
from zyk.accounts.actions import delegate, end_delegation
from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.middleware import SESSION_KEY
from zyk.accounts.models import Delegation, Mail
from zyk.accounts.queries import actor_of, capacities_of, people_in_role
from zyk.common.moves import NotInThisState

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def two_officers() -> tuple[Member, Member]:
    ministry = an_organisation(OrganisationKind.MINISTRY)
    return a_member(Role.MINISTRY_OFFICER, ministry, name="甲"), a_member(Role.REVIEW_SECRETARY, ministry, name="乙")


def delegated(giver: Member, receiver: Member, *, days: int = 7) -> Delegation:
    return delegate(
        giver.membership,
        receiver=receiver.user,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=days),
        reason="出差",
        actor=giver,
        today=TODAY,
    )


def test_a_stand_in_acts_under_his_own_name_until_it_ends() -> None:
    giver, receiver = two_officers()
    delegation = delegated(giver, receiver)
    acting = actor_of(receiver.user, giver.membership.pk)
    assert (acting.user, acting.role, acting.stands_in_for) == (receiver.user, Role.MINISTRY_OFFICER, giver.user)
    assert acting.trail_capacity.endswith("（代 甲）")
    assert list(capacities_of(receiver.user)) == [receiver.membership, giver.membership]
    assert list(people_in_role(giver.organisation, Role.MINISTRY_OFFICER)) == [giver.user, receiver.user]
    assert Mail.objects.get().recipient == receiver.user
    end_delegation(delegation, actor=giver, at=timezone.now())
    assert actor_of(receiver.user, giver.membership.pk) == Actor(receiver.user, receiver.membership)
    with pytest.raises(NotInThisState):
        end_delegation(delegation, actor=giver, at=timezone.now())


def test_a_delegation_begins_and_ends_with_its_days() -> None:
    giver, receiver = two_officers()
    delegation = delegated(giver, receiver)
    for shift in (-30, 30):
        Delegation.objects.update(
            valid_from=TODAY + timedelta(days=shift), valid_until=TODAY + timedelta(days=shift + 1)
        )
        assert giver.membership not in capacities_of(receiver.user), delegation


def test_only_a_colleague_stands_in_and_only_for_ones_own_work() -> None:
    giver, receiver = two_officers()
    stranger, expert = a_member(Role.MINISTRY_OFFICER), a_member(Role.EXPERT, giver.organisation)
    lent = Actor(receiver.user, delegated(giver, receiver).membership)
    for membership, person, actor in (
        (giver.membership, stranger.user, giver),
        (giver.membership, giver.user, giver),
        (giver.membership, expert.user, lent),
        (expert.membership, receiver.user, expert),
    ):
        with pytest.raises(ValidationError):
            delegate(
                membership,
                receiver=person,
                valid_from=TODAY,
                valid_until=TODAY,
                reason="",
                actor=actor,
                today=TODAY,
            )
    with pytest.raises(ValidationError):
        delegated(giver, receiver, days=-1)


def test_a_colleague_is_asked_and_dismissed_in_the_page(client: Client) -> None:
    giver, receiver = two_officers()
    signed_in(client, giver)
    typed = {
        "membership": giver.membership.pk,
        "receiver": receiver.user.pk,
        "valid_from": TODAY,
        "valid_until": TODAY,
        "reason": "休假",
    }
    client.post(reverse("accounts:delegations"), typed)
    assert "休假" in client.get(reverse("accounts:delegations")).content.decode()
    other = Client()
    signed_in(other, receiver)
    other.post(reverse("accounts:switch_capacity"), {"membership": giver.membership.uuid})
    assert other.session[SESSION_KEY] == giver.membership.pk
    assert "代 甲" in other.get(reverse("accounts:profile")).content.decode()
    client.post(reverse("accounts:delegation_end", args=[Delegation.objects.get().uuid]))
    assert Delegation.objects.get().ended_at
    stranger = Client()
    signed_in(stranger, a_member(Role.TEACHER))
    assert stranger.post(reverse("accounts:delegation_end", args=[Delegation.objects.get().uuid])).status_code == 404
