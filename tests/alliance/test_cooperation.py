"""Cooperation requests and the shared list of work."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, signed_in
from tests.alliance.builders import a_joined, an_alliance
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.alliance.actions import (
    add_work,
    answer_cooperation,
    ask_cooperation,
    drop_work,
    settle_work,
    withdraw_cooperation,
)
from zyk.alliance.enums import CooperationKind, CooperationState, MemberState, WorkState
from zyk.alliance.models import Alliance, CooperationRequest, WorkItem
from zyk.common.moves import NotInThisState

pytestmark = pytest.mark.django_db
DUE = date(2019, 12, 1)


def a_request(alliance: Alliance, actor: Actor, kind: str = CooperationKind.JOIN) -> CooperationRequest:
    return ask_cooperation(alliance, kind=kind, text="可承担两门课程。", actor=actor)


def test_a_unit_that_asked_to_join_and_is_accepted_is_a_member() -> None:
    alliance, lead = an_alliance()
    stranger = a_member(Role.PROJECT_LEAD)
    request = a_request(alliance, stranger)
    assert Notification.objects.filter(recipient=lead.user).exists()
    with pytest.raises(ValidationError):
        a_request(alliance, stranger)
    with pytest.raises(PermissionDenied):
        answer_cooperation(request, is_accepted=True, answer="", actor=stranger, at=timezone.now())
    answer_cooperation(request, is_accepted=True, answer="", actor=lead, at=timezone.now())
    member = alliance.members.get(organisation=stranger.organisation)
    assert (member.state, member.contribution) == (MemberState.JOINED, "可承担两门课程。")
    assert Notification.objects.filter(recipient=stranger.user).exists()
    with pytest.raises(NotInThisState):
        answer_cooperation(request, is_accepted=False, answer="迟了", actor=lead, at=timezone.now())
    with pytest.raises(ValidationError):
        a_request(alliance, stranger)


def test_an_offer_is_declined_with_a_reason_or_taken_back() -> None:
    alliance, lead = an_alliance()
    stranger = a_member(Role.UNIT_ADMINISTRATOR)
    offer = a_request(alliance, stranger, CooperationKind.OFFER)
    need = a_request(alliance, stranger, CooperationKind.ASK)
    with pytest.raises(ValidationError):
        answer_cooperation(offer, is_accepted=False, answer=" ", actor=lead, at=timezone.now())
    answer_cooperation(offer, is_accepted=False, answer="已有同类资源", actor=lead, at=timezone.now())
    with pytest.raises(PermissionDenied):
        withdraw_cooperation(need, actor=lead)
    withdraw_cooperation(need, actor=stranger)
    assert {row.state for row in CooperationRequest.objects.all()} == {
        CooperationState.DECLINED,
        CooperationState.WITHDRAWN,
    }
    with pytest.raises(PermissionDenied):
        a_request(alliance, a_member(Role.TEACHER))


def test_work_is_listed_done_opened_again_and_dropped() -> None:
    alliance, lead = an_alliance()
    member, keeper = a_joined(alliance, lead)
    builder = a_member(Role.HOST_EDITOR, member.organisation)
    item = add_work(alliance, title="电梯结构模块", member=member, due_on=DUE, actor=lead)
    assert Notification.objects.filter(recipient=builder.user).exists()
    with pytest.raises(PermissionDenied):
        add_work(alliance, title="某", member=member, due_on=DUE, actor=builder)
    with pytest.raises(PermissionDenied):
        settle_work(item, is_done=True, actor=keeper, today=DUE)
    settle_work(item, is_done=True, actor=builder, today=DUE)
    assert (item.state, item.done_on) == (WorkState.DONE, DUE)
    with pytest.raises(PermissionDenied):
        drop_work(item, actor=lead)
    settle_work(item, is_done=False, actor=lead, today=DUE)
    drop_work(item, actor=lead)
    assert not WorkItem.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_unit_asks_the_lead_host_answers_and_gives_it_work(client: Client, language: str) -> None:
    alliance, lead = an_alliance()
    stranger = a_member(Role.HOST_EDITOR)
    other = a_member(Role.HOST_EDITOR)
    page = reverse("alliance:cooperation", args=[alliance.uuid])
    client.cookies["django_language"] = language
    signed_in(client, stranger)
    assert page in client.get(reverse("alliance:alliance", args=[alliance.uuid])).content.decode()
    ask = reverse("alliance:ask_cooperation", args=[alliance.uuid])
    assert client.post(ask, {"kind": "join", "text": ""}).context["ask_form"].errors
    client.post(ask, {"kind": "join", "text": "愿意共建。"})
    request = CooperationRequest.objects.get()
    answer = reverse("alliance:answer_cooperation", args=[request.uuid])
    signed_in(client, other)
    assert "愿意共建" not in client.get(page).content.decode()
    assert client.post(answer, {"act": "accept"}).status_code == 404
    signed_in(client, lead)
    client.post(answer, {"act": "accept"})
    member = alliance.members.get(organisation=stranger.organisation)
    add = reverse("alliance:add_work", args=[alliance.uuid])
    assert client.post(add, {"title": "", "member": member.pk}).context["work_form"].errors
    client.post(add, {"title": "控制柜模块", "member": member.pk, "due_on": "2019-12-01"})
    signed_in(client, stranger)
    assert "控制柜模块" in client.get(page).content.decode()
    client.post(reverse("alliance:change_work", args=[WorkItem.objects.get().uuid]), {"act": "done"})
    assert WorkItem.objects.get().state == WorkState.DONE
    signed_in(client, other)
    assert "控制柜模块" not in client.get(page).content.decode()
    signed_in(client, a_member(Role.STUDENT))
    assert client.get(page).status_code in (302, 403, 404)
