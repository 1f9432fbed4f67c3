from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.accounts.builders import a_member
from tests.reviews.builders import CRITERIA, a_dossier, a_notice, an_expert, as_actor
from zyk.accounts.actor import VISITOR
from zyk.accounts.enums import Role
from zyk.reviews.actions import (
    admit_objection,
    assign_reviews,
    close_notice,
    conclude_objection,
    declare_recusal,
    draw_panel,
    file_objection,
    recuse_review,
    save_review_draft,
    submit_review,
)
from zyk.reviews.actions.draw import is_repeatable
from zyk.reviews.enums import ObjectionState, ReviewState
from zyk.reviews.models import Expert, Panel
from zyk.reviews.queries import review_result
from zyk.reviews.rules.scoring import weights_of

pytestmark = pytest.mark.django_db


def test_a_dossier_is_frozen_once_for_a_subject_and_revision() -> None:
    first = a_dossier()
    again = a_dossier(subject_uuid=first.subject_uuid, title="改过的名称")
    assert (again.pk, again.title) == (first.pk, "演示机电专业教学资源库")


def test_a_notice_closes_only_after_its_last_day() -> None:
    notice = a_notice()
    officer = a_member(Role.MINISTRY_OFFICER)
    with pytest.raises(ValidationError, match="公示期未满"):
        close_notice(notice, actor=officer, today=notice.closes_on)
    close_notice(notice, actor=officer, today=notice.closes_on + timedelta(days=1))
    notice.refresh_from_db()
    assert notice.state == "closed"


def test_an_open_objection_keeps_the_notice_open() -> None:
    notice = a_notice()
    item = notice.items.get()
    officer = a_member(Role.MINISTRY_OFFICER)
    objection = file_objection(
        item=item,
        grounds="用户数与在校生数不符",
        contact_name="王某",
        contact="1",
        actor=VISITOR,
        today=notice.opens_on,
    )
    after = notice.closes_on + timedelta(days=1)
    with pytest.raises(ValidationError, match="未办结的异议"):
        close_notice(notice, actor=officer, today=after)
    assert officer.organisation
    admit_objection(objection, handler=officer.organisation, actor=officer)
    conclude_objection(objection, to_state=ObjectionState.UNFOUNDED, finding="经核对一致", reply="属实", actor=officer)
    close_notice(notice, actor=officer, today=after)


def test_an_anonymous_objection_needs_evidence_and_names_nobody() -> None:
    notice = a_notice()
    with pytest.raises(ValidationError, match="匿名异议须附依据材料"):
        file_objection(item=notice.items.get(), grounds="x", is_anonymous=True, actor=VISITOR, today=notice.opens_on)


def test_an_objection_after_the_notice_is_refused() -> None:
    notice = a_notice()
    with pytest.raises(ValidationError, match="不在公示期内"):
        file_objection(
            item=notice.items.get(),
            grounds="x",
            contact_name="王某",
            contact="1",
            actor=VISITOR,
            today=notice.closes_on + timedelta(days=1),
        )


def test_only_the_handling_province_or_the_ministry_concludes() -> None:
    notice = a_notice()
    officer = a_member(Role.MINISTRY_OFFICER)
    handler, other = a_member(Role.PROVINCE_OFFICER), a_member(Role.PROVINCE_OFFICER)
    objection = file_objection(
        item=notice.items.get(), grounds="x", contact_name="王", contact="1", actor=VISITOR, today=notice.opens_on
    )
    assert handler.organisation
    admit_objection(objection, handler=handler.organisation, actor=officer)
    with pytest.raises(PermissionDenied):
        conclude_objection(objection, to_state=ObjectionState.UNFOUNDED, finding="查无此事", reply="无", actor=other)
    conclude_objection(objection, to_state=ObjectionState.UNFOUNDED, finding="查无此事", reply="未查到", actor=handler)
    assert objection.state == ObjectionState.UNFOUNDED


def test_the_draw_is_repeatable_and_leaves_out_the_recused() -> None:
    dossier = a_dossier()
    insider = an_expert(dossier.lead_organisation)
    recused = an_expert()
    officer = a_member(Role.REVIEW_SECRETARY)
    declare_recusal(expert=recused, organisation=dossier.lead_organisation, reason="合作项目", actor=officer)
    free = [an_expert() for _ in range(4)]
    panel = draw_panel(
        title="网络评审", size=3, dossiers=[dossier], seed="2019", witness="监督人", actor=officer, at=timezone.now()
    )
    draw = panel.draw
    assert draw is not None
    assert [entry["expert"] for entry in draw.pool] == [str(expert.uuid) for expert in free]
    assert {entry["expert"] for entry in draw.excluded} == {str(insider.uuid), str(recused.uuid)}
    assert is_repeatable(draw)
    assert panel.members.count() == 3


def test_too_few_experts_refuse_the_draw() -> None:
    an_expert()
    with pytest.raises(ValidationError, match="少于需要的"):
        draw_panel(
            title="评审",
            size=2,
            dossiers=[a_dossier()],
            seed="1",
            witness="监督人",
            actor=a_member(Role.REVIEW_SECRETARY),
            at=timezone.now(),
        )


def a_panel(*experts: Expert) -> Panel:
    panel = Panel.objects.create(title="专家组")
    for expert in experts:
        panel.members.create(expert=expert)
    return panel


def test_nobody_reviews_his_own_unit_and_assigning_twice_adds_nothing() -> None:
    own, other = a_dossier(), a_dossier()
    expert = an_expert(own.lead_organisation)
    panel, officer = a_panel(expert), a_member(Role.REVIEW_SECRETARY)
    assign_reviews(panel, dossiers=[own, other], criteria=CRITERIA, actor=officer)
    assign_reviews(panel, dossiers=[own, other], criteria=CRITERIA, actor=officer)
    assert list(panel.reviews.values_list("dossier", flat=True)) == [other.pk]


def test_a_review_is_submitted_whole_and_then_stands() -> None:
    dossier, expert = a_dossier(), an_expert()
    panel = a_panel(expert)
    (review,) = assign_reviews(panel, dossiers=[dossier], criteria=CRITERIA, actor=a_member(Role.REVIEW_SECRETARY))
    words: dict[str, Any] = {"recommendation": "support", "opinion": "基础扎实", "confidential": ""}
    now = timezone.now()
    with pytest.raises(ValidationError) as refused:
        submit_review(review, scores={"plan": Decimal(8)}, actor=as_actor(expert), at=now, **words)
    assert list(refused.value.message_dict) == ["base"]
    scores = {"plan": Decimal(8), "base": Decimal(5)}
    save_review_draft(review, scores=scores, actor=as_actor(expert), at=now, **words)
    submit_review(review, scores=scores, actor=as_actor(expert), at=now, **words)
    result = review_result(dossier)
    assert (result.submitted, result.raw_mean) == (1, Decimal("62.00"))
    with pytest.raises(ValidationError):
        save_review_draft(review, scores=scores, actor=as_actor(expert), at=now, **words)


def test_another_expert_cannot_touch_the_review() -> None:
    dossier, expert = a_dossier(), an_expert()
    (review,) = assign_reviews(
        a_panel(expert), dossiers=[dossier], criteria=CRITERIA, actor=a_member(Role.REVIEW_SECRETARY)
    )
    with pytest.raises(PermissionDenied):
        recuse_review(review, reason="x", actor=as_actor(an_expert()))


def test_a_recused_review_no_longer_counts() -> None:
    dossier, expert = a_dossier(), an_expert()
    (review,) = assign_reviews(
        a_panel(expert), dossiers=[dossier], criteria=CRITERIA, actor=a_member(Role.REVIEW_SECRETARY)
    )
    recuse_review(review, reason="曾参与该项目", actor=as_actor(expert))
    assert review_result(dossier).expected == 0
    review.refresh_from_db()
    assert review.state == ReviewState.RECUSED
    assert list(expert.recusals.values_list("organisation", flat=True)) == [dossier.lead_organisation_id]


def test_unset_weights_share_what_the_set_ones_leave() -> None:
    assert weights_of(CRITERIA) == {"plan": Decimal("0.4"), "base": Decimal("0.6")}
