"""The edges of the review system's state machines that no journey takes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, signed_in
from tests.reviews.builders import CRITERIA, a_dossier, a_notice, an_expert, as_actor
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.common.audit import SYSTEM
from zyk.reviews.actions import (
    assign_reviews,
    confirm_assignment,
    declare_recusal,
    file_objection,
    invite_members,
    move_panel,
    propose_assignment,
    recuse_review,
    save_review_draft,
    seat_expert,
    set_up_panel,
    submit_review,
)
from zyk.reviews.actions.draw import commit_draw, freeze_pool, void_draw
from zyk.reviews.actions.objection import admit_objection, conclude_objection, withdraw_objection
from zyk.reviews.actions.panel import answer_invitation, expire_invitations, remove_member
from zyk.reviews.models import Objection, Panel, PanelMember, Review
from zyk.reviews.rules.recusal import RecusalPolicy

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Actor:
    return a_member(Role.MINISTRY_OFFICER)


def a_panel(officer: Actor, experts: int = 1) -> tuple[Panel, list[PanelMember]]:
    panel = set_up_panel(
        title="组", dossiers=[a_dossier()], criteria=CRITERIA, actor=officer, reviews_each=1, max_load=9
    )
    return panel, [seat_expert(panel, expert=an_expert(), actor=officer) for _ in range(experts)]


def a_review(officer: Actor) -> Review:
    panel = Panel.objects.create(title="组")
    panel.members.create(expert=an_expert())
    assign_reviews(panel, dossiers=[a_dossier()], criteria=CRITERIA, actor=officer)
    return Review.objects.get(panel=panel)


def states(panel: Panel) -> list[str]:
    return list(panel.members.order_by("pk").values_list("state", flat=True))


def test_each_seat_ends_as_its_expert_and_the_officer_say(client: Client, officer: Actor) -> None:
    panel, (yes, no, late, gone, chosen, out) = a_panel(officer, 6)
    today, now = timezone.localdate(), timezone.now()
    remove_member(chosen, why="重复", actor=officer)
    invite_members(panel, answer_until=today, actor=officer, at=now)
    for member in (yes, out):
        answer_invitation(member, accepts=True, actor=as_actor(member.expert), at=now)
    reason = {"kind": "time", "reason": "没有时间"}
    for member in (no, out):
        answer_invitation(member, accepts=False, actor=as_actor(member.expert), at=now, **reason)
    gone.refresh_from_db()
    remove_member(gone, why="工作调动", actor=officer)
    expire_invitations(today=today + timedelta(days=1), actor=SYSTEM)
    assert states(panel) == ["accepted", "declined", "expired", "removed", "removed", "declined"]
    signed_in(client, officer)
    page = reverse("reviews:panel", args=[panel.uuid])
    assert "也再次邀请逾期未答复的专家" in client.get(page).content.decode()
    client.post(reverse("reviews:panel_invite", args=[panel.uuid]), {"answer_until": today.isoformat(), "again": "on"})
    late.refresh_from_db()
    assert late.state == "invited"
    expire_invitations(today=today + timedelta(days=1), actor=SYSTEM)
    for member in (yes, late):
        member.refresh_from_db()
        remove_member(member, why="重新组成", actor=officer)
    assert set(states(panel)) == {"removed", "declined"}


def test_a_draw_is_given_up_before_and_after_its_pool_is_frozen(officer: Actor) -> None:
    panel, _seats = a_panel(officer)
    for is_frozen in (False, True):
        panel.refresh_from_db()
        draw = commit_draw(
            panel,
            title="抽取",
            size=1,
            seed="seed-of-the-witness",
            witness="监督人",
            dossiers=list(panel.dossiers.all()),
            quotas={},
            policy=RecusalPolicy.of(panel.policy),
            actor=officer,
            at=timezone.now(),
        )
        if is_frozen:
            freeze_pool(draw, actor=officer, at=timezone.now())
        void_draw(draw, why="监督人缺席", actor=officer)
        draw.refresh_from_db()
        assert draw.state == "void"


def test_a_panel_goes_back_to_scoring_and_ends_from_either_phase(officer: Actor) -> None:
    panel, (member,) = a_panel(officer)
    PanelMember.objects.update(state="accepted")
    first = propose_assignment(panel, seed="a", actor=officer, at=timezone.now())
    second = propose_assignment(panel, seed="b", actor=officer, at=timezone.now())
    first.refresh_from_db()
    assert first.state == "dropped"
    (review,) = confirm_assignment(second, actor=officer, at=timezone.now())
    with pytest.raises(ValidationError):
        move_panel(panel, "closed", actor=officer)
    recuse_review(review, reason="认识主持人", actor=as_actor(member.expert))
    for phase in ("discussing", "scoring", "closed"):
        move_panel(panel, phase, actor=officer)
    Panel.objects.update(state="discussing")
    move_panel(panel, "closed", actor=officer)
    panel.refresh_from_db()
    assert panel.state == "closed"


def test_a_review_is_given_up_in_every_state(officer: Actor) -> None:
    begun, handed_in = a_review(officer), a_review(officer)
    words: dict[str, Any] = {
        "scores": {"plan": 8, "base": 7},
        "recommendation": "support",
        "opinion": "可行",
        "confidential": "",
    }
    save_review_draft(begun, **words, actor=as_actor(begun.expert), at=timezone.now())
    submit_review(handed_in, **words, actor=as_actor(handed_in.expert), at=timezone.now())
    for review in (begun, handed_in):
        declare_recusal(
            expert=review.expert,
            organisation=review.dossier.lead_organisation,
            reason="横向课题",
            kind="cooperation",
            actor=as_actor(review.expert),
        )
    assert set(Review.objects.values_list("state", flat=True)) == {"recused"}


def test_an_objection_is_taken_back_or_upheld(officer: Actor) -> None:
    today = timezone.localdate()

    def filed() -> tuple[Objection, Actor]:
        citizen = a_member(Role.TEACHER)
        item = a_notice().items.get()
        words: dict[str, Any] = {"grounds": "数据不实", "contact_name": "王", "contact": "w@example.org"}
        return file_objection(item=item, actor=citizen, today=today, **words), citizen

    early, citizen = filed()
    withdraw_objection(early, actor=citizen)
    assert officer.organisation
    ends = {}
    for end in ("withdrawn", "upheld-curable", "upheld-serious"):
        objection, citizen = filed()
        admit_objection(objection, handler=officer.organisation, actor=officer)
        if end == "withdrawn":
            withdraw_objection(objection, actor=citizen)
        else:
            conclude_objection(objection, to_state=end, finding="属实", reply="已查实", actor=officer)
        objection.refresh_from_db()
        ends[end] = objection.state
    assert ends == {end: end for end in ends}
