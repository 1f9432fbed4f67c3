"""Holding, late objections, the line, letters, reconsideration."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import Member, a_member, signed_in
from tests.projects.builders import a_cycle, a_host, an_application
from zyk.accounts.enums import Role
from zyk.accounts.models import Membership, Notification
from zyk.common.moves import NotInThisState
from zyk.projects.actions.hold import hold_application, resume_application
from zyk.projects.actions.line import draw_line
from zyk.projects.actions.reconsideration import ask_reconsideration, propose_grant, refuse_reconsideration, sign_grant
from zyk.projects.actions.selection import (
    Verdict,
    countersign_batch,
    draft_batch,
    name_document,
    publish_batch,
    put_in_batch,
)
from zyk.projects.enums import ApplicationState, BatchState, Outcome, ReconsiderationState
from zyk.projects.models import (
    Application,
    Cycle,
    Decision,
    DecisionBatch,
    DecisionLetter,
    PoolEntry,
    Project,
    Reconsideration,
)
from zyk.projects.queries.line import in_order, splits_equals
from zyk.projects.queries.reconsideration import last_day_to_ask
from zyk.reviews.actions import admit_objection, close_notice, conclude_objection, file_objection, open_notice
from zyk.reviews.enums import ObjectionState
from zyk.reviews.models import NoticeItem, Objection
from zyk.reviews.queries import ReviewResult

pytestmark = pytest.mark.django_db
S = ApplicationState


def an_officer() -> Member:
    return a_member(Role.MINISTRY_OFFICER)


def laid_open(application: Application, *, closed: bool) -> NoticeItem:
    """A notice with the application's dossier; by direct steps, without the application's own moves."""
    today, officer = timezone.localdate(), an_officer()
    dossier = application.revisions.get().dossier
    assert dossier is not None
    notice = open_notice(
        kind="candidate", title="公示", dossiers=[dossier], opens_on=today, closes_on=today, actor=officer
    )
    if closed:
        close_notice(notice, actor=officer, today=today + timedelta(days=1))
    return NoticeItem.objects.get(notice=notice)


def now_in(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


def test_an_application_waits_and_goes_on_from_where_it_stood(client: Client) -> None:
    application = an_application(state=S.UNDER_REVIEW)
    host, officer = a_host(application), an_officer()
    page = reverse("projects:handling", args=[application.uuid])
    signed_in(client, host)
    assert client.post(reverse("projects:hold", args=[application.uuid])).status_code == 404
    signed_in(client, officer)
    client.post(reverse("projects:hold", args=[application.uuid]), {"hold_form-why": "核实举报"})
    assert (now_in(application), Application.objects.get().held_state) == (S.ON_HOLD, S.UNDER_REVIEW)
    assert Notification.objects.filter(recipient=host.user, text__contains="暂停办理").exists()
    assert "resume_form" in client.post(reverse("projects:resume", args=[application.uuid])).context
    client.post(reverse("projects:resume", args=[application.uuid]), {"resume_form-why": "查无此事"})
    assert (now_in(application), Application.objects.get().held_state) == (S.UNDER_REVIEW, "")
    for reader in (host, a_member(Role.REVIEW_SECRETARY)):
        signed_in(client, reader)
        assert client.get(page).status_code == 200
    signed_in(client, a_member(Role.HOST_EDITOR))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("state", [S.DRAFT, S.POOLED, S.APPROVED, S.RETURNED])
def test_what_is_with_the_unit_or_decided_is_not_held(state: str) -> None:
    with pytest.raises(NotInThisState):
        hold_application(an_application(state=state), why="x", actor=an_officer())


def test_a_notice_that_ended_during_the_hold_is_over_for_it_too() -> None:
    application = an_application(state=S.IN_NOTICE)
    item = laid_open(application, closed=False)
    officer = an_officer()
    hold_application(application, why="核实", actor=officer)
    close_notice(item.notice, actor=officer, today=timezone.localdate() + timedelta(days=1))
    assert now_in(application) == S.ON_HOLD
    resume_application(application, why="查清", actor=officer)
    assert now_in(application) == S.NOTICE_DONE


@pytest.mark.parametrize(
    ("outcome", "to"),
    [("unfounded", S.REVIEWED), ("upheld-curable", S.RETURNED), ("upheld-serious", S.INELIGIBLE)],
)
def test_a_late_objection_holds_and_its_outcome_decides(client: Client, outcome: str, to: str) -> None:
    application = an_application(state=S.REVIEWED)
    laid_open(application, closed=True)
    officer = an_officer()
    signed_in(client, officer)
    given = {"late_form-grounds": "数据造假", "late_form-contact_name": "张三", "late_form-contact": "13800000000"}
    client.post(reverse("projects:late_objection", args=[application.uuid]), given)
    objection = Objection.objects.get()
    assert (objection.is_late, now_in(application)) == (True, S.ON_HOLD)
    with pytest.raises(ValidationError, match="未办结"):
        resume_application(application, why="继续", actor=officer)
    admit_objection(objection, handler=officer.organisation, actor=officer)
    conclude_objection(objection, to_state=outcome, finding="查明", reply="已查明", actor=officer)
    assert (now_in(application), Application.objects.get().held_state) == (to, "")


def test_a_late_objection_is_an_officers_and_only_after_the_notice() -> None:
    item = laid_open(an_application(state=S.IN_NOTICE), closed=False)
    given: dict[str, Any] = {"grounds": "x", "contact_name": "甲", "contact": "乙", "today": timezone.localdate()}
    with pytest.raises(PermissionDenied):
        file_objection(item=item, actor=a_member(Role.STUDENT), is_late=True, **given)
    with pytest.raises(ValidationError):
        file_objection(item=item, actor=an_officer(), is_late=True, **given)


def test_an_objection_goes_to_one_officer_who_has_no_post_at_its_units_and_is_answered(client: Client) -> None:
    application = an_application(state=S.IN_NOTICE)
    item = laid_open(application, closed=False)
    filer, officer = a_member(Role.TEACHER), an_officer()
    assignee = a_member(Role.MINISTRY_OFFICER, officer.organisation)
    tied = a_member(Role.MINISTRY_OFFICER, officer.organisation)
    Membership.objects.create(user=tied.user, organisation=application.lead_host, role=Role.TEACHER)
    given: dict[str, Any] = {"grounds": "x", "contact_name": "甲", "contact": "乙", "today": timezone.localdate()}
    objection = file_objection(item=item, actor=filer, **given)
    with pytest.raises(ValidationError, match="回避"):
        admit_objection(objection, handler=officer.organisation, assignee=tied.user, actor=officer)
    with pytest.raises(PermissionDenied):
        admit_objection(objection, handler=officer.organisation, actor=tied)
    signed_in(client, tied)
    assert client.get(reverse("reviews:objection", args=[objection.uuid])).status_code == 404
    assert "异议" not in client.get(reverse("projects:cycle", args=[application.cycle.year])).context["objections"]
    admit_objection(objection, handler=officer.organisation, assignee=assignee.user, actor=officer)
    done: dict[str, Any] = {"to_state": ObjectionState.UNFOUNDED, "finding": "内部核查"}
    with pytest.raises(PermissionDenied):
        conclude_objection(objection, reply="无", actor=officer, **done)
    with pytest.raises(ValidationError):
        conclude_objection(objection, actor=assignee, **done)
    conclude_objection(objection, reply="经核对属实", actor=assignee, **done)
    signed_in(client, filer)
    mine = client.get(reverse("reviews:my_objections")).content.decode()
    assert "经核对属实" in mine
    assert "内部核查" not in mine


def test_an_objection_is_taken_back_by_its_filer_alone(client: Client) -> None:
    item = laid_open(an_application(state=S.IN_NOTICE), closed=False)
    filer = a_member(Role.TEACHER)
    given: dict[str, Any] = {"grounds": "x", "contact_name": "甲", "contact": "乙", "today": timezone.localdate()}
    objection = file_objection(item=item, actor=filer, **given)
    url = reverse("reviews:objection_withdraw", args=[objection.uuid])
    signed_in(client, a_member(Role.TEACHER))
    assert client.post(url).status_code == 404
    signed_in(client, filer)
    client.post(url)
    assert Objection.objects.get().state == ObjectionState.WITHDRAWN


def result(mark: str) -> ReviewResult:
    return ReviewResult(
        expected=2,
        submitted=2,
        totals=(Decimal(mark),),
        raw_mean=Decimal(mark),
        trimmed_mean=None,
        spread=None,
        recommendations={},
    )


def test_the_order_is_by_marks_the_number_deciding_among_equals_and_none_last() -> None:
    cycle = a_cycle()
    low, high, equal, none = (an_application(state=S.REVIEWED, cycle=cycle) for _ in range(4))
    for each in (low, high, equal):
        each.budget_ministry_fen = 100
    placed = in_order([low, none, equal, high], {low.pk: result("60"), high.pk: result("90"), equal.pk: result("90")})
    assert [each.application.pk for each in placed] == [high.pk, equal.pk, low.pk, none.pk]
    assert [each.sum_fen for each in placed] == [100, 200, 300, 300]
    assert [each.is_tied for each in placed] == [True, True, False, False]
    assert (splits_equals(placed, 1), splits_equals(placed, 2)) == (True, False)


def a_batch(cycle: Cycle, officer: Member, ceiling: int | None = None) -> DecisionBatch:
    return draft_batch(cycle, title="批次", document_number="", budget_ceiling_fen=ceiling, actor=officer)


def published(batch: DecisionBatch, officer: Member) -> None:
    countersign_batch(batch, actor=an_officer())
    name_document(batch, document_number="教职成函〔2019〕1 号", actor=officer)
    publish_batch(batch, actor=officer, at=timezone.now())


def test_a_line_fills_the_batch_and_one_publication_makes_everything(client: Client) -> None:
    cycle, officer = a_cycle(), an_officer()
    cycle.reconsideration_working_days = 5
    cycle.save()
    first, second, third = (an_application(state=S.REVIEWED, cycle=cycle) for _ in range(3))
    Application.objects.update(budget_ministry_fen=300_000_000)
    batch = a_batch(cycle, officer, ceiling=300_000_000)
    url = reverse("projects:batch_line", args=[batch.uuid])
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    assert client.get(url).status_code == 404
    signed_in(client, officer)
    shown = client.post(url, {"approved": "2", "pooled": "1", "step": "compute"})
    assert (shown.context["money"], shown.context["is_over"], shown.context["fits"]) == (600_000_000, True, 1)
    refused = client.post(url, {"approved": "1", "pooled": "1", "step": "draw", "grounds": ""})
    assert set(refused.context["form"].errors) == {"grounds"}
    assert set(client.post(url, {"approved": "9", "pooled": "0", "step": "draw"}).context["form"].errors) == {
        "approved"
    }
    client.post(url, {"approved": "1", "pooled": "1", "step": "draw", "grounds": "名额所限"})
    outcomes = dict(Decision.objects.values_list("application", "outcome"))
    assert outcomes == {
        first.pk: Outcome.APPROVED,
        second.pk: Outcome.POOLED,
        third.pk: Outcome.NOT_SELECTED,
    }
    assert (PoolEntry.objects.count(), DecisionLetter.objects.count()) == (0, 0)
    published(batch, officer)
    assert (Project.objects.count(), PoolEntry.objects.count(), DecisionLetter.objects.count()) == (1, 2, 3)
    letter = DecisionLetter.objects.get(decision__application=third)
    assert "名额所限" in "".join(letter.paragraphs)
    assert "5 个工作日" in letter.paragraphs[-1]
    url = reverse("projects:decision_letter", args=[third.uuid, letter.uuid, "pdf"])
    signed_in(client, a_host(third))
    assert client.get(url).content.startswith(b"%PDF")
    assert "结果通知书" in client.get(reverse("projects:handling", args=[third.uuid])).content.decode()
    strange = reverse("projects:decision_letter", args=[first.uuid, letter.uuid, "pdf"])
    assert client.get(strange).status_code == 404
    signed_in(client, a_host(first))
    assert client.get(url).status_code == 404


def test_a_line_is_not_drawn_into_a_countersigned_batch_nor_by_others() -> None:
    cycle, officer = a_cycle(), an_officer()
    application = an_application(state=S.REVIEWED, cycle=cycle)
    batch = a_batch(cycle, officer)
    given: dict[str, Any] = {"kind": "candidate", "approved": 1, "pooled": 0, "grounds": ""}
    with pytest.raises(PermissionDenied):
        draw_line(batch, actor=a_host(application), **given)
    assert draw_line(batch, actor=officer, **given) == 1
    hold = an_officer()
    with pytest.raises(ValidationError, match="批次"):
        hold_application(application, why="x", actor=hold)
    countersign_batch(batch, actor=hold)
    batch.refresh_from_db()
    with pytest.raises(NotInThisState):
        draw_line(batch, actor=officer, **given)
    assert batch.state == BatchState.COUNTERSIGNED


def decided(outcome: str, *, days: int | None = 5) -> Application:
    cycle, officer = a_cycle(), an_officer()
    Cycle.objects.filter(pk=cycle.pk).update(reconsideration_working_days=days)
    application = an_application(state=S.REVIEWED, cycle=Cycle.objects.get(pk=cycle.pk))
    batch = a_batch(application.cycle, officer)
    put_in_batch(batch, verdicts={application: Verdict(outcome, grounds="得分靠后")}, actor=officer)
    published(batch, officer)
    return Application.objects.get(pk=application.pk)


def ask(application: Application, **changed: Any) -> Reconsideration:
    given: dict[str, Any] = {
        "ground": "step",
        "text": "评议只有两人",
        "actor": a_host(application),
        "at": timezone.now(),
    }
    return ask_reconsideration(application, **(given | changed))


@pytest.mark.parametrize("outcome", [Outcome.POOLED, Outcome.NOT_SELECTED])
def test_a_fault_of_procedure_reopens_the_decision_by_two_officers(client: Client, outcome: str) -> None:
    application = decided(outcome)
    host, first, second = a_host(application), an_officer(), an_officer()
    signed_in(client, host)
    given = {"reconsideration_form-ground": "step", "reconsideration_form-text": "评议只有两人"}
    client.post(reverse("projects:reconsider", args=[application.uuid]), given)
    act = {
        name: reverse("projects:answer_reconsideration", args=[application.uuid, name]) for name in ("propose", "sign")
    }
    assert client.post(act["sign"]).status_code == 404
    signed_in(client, first)
    client.post(act["propose"], {"answer_form-answer": "属实"})
    client.post(act["sign"])  # his own proposal
    assert Reconsideration.objects.get().state == ReconsiderationState.PROPOSED
    signed_in(client, second)
    client.post(act["sign"])
    assert (Reconsideration.objects.get().state, now_in(application)) == (ReconsiderationState.GRANTED, S.REVIEWED)
    assert not PoolEntry.objects.exists()
    batch = a_batch(application.cycle, first)
    again = Application.objects.get(pk=application.pk)
    put_in_batch(batch, verdicts={again: Verdict(Outcome.POOLED)}, actor=first)
    published(batch, first)
    assert (now_in(application), DecisionLetter.objects.count()) == (S.POOLED, 2)


def test_reconsideration_is_asked_in_time_once_with_a_ground_by_the_lead_host() -> None:
    application = decided(Outcome.NOT_SELECTED)
    last = last_day_to_ask(application.decisions.get())
    assert last is not None
    for changed in ({"at": last}, {"ground": "taste"}, {"text": " "}):
        with pytest.raises(ValidationError):
            ask(application, **changed)
    with pytest.raises(PermissionDenied):
        ask(application, actor=a_member(Role.HOST_EDITOR))
    asked = ask(application, at=last - timedelta(seconds=1))
    with pytest.raises(NotInThisState):
        ask(application)
    refuse_reconsideration(asked, answer="人数符合规定", actor=an_officer(), at=timezone.now())
    assert (Reconsideration.objects.get().state, now_in(application)) == (ReconsiderationState.REFUSED, S.NOT_SELECTED)


def test_without_a_set_time_nobody_asks_and_a_pool_entry_in_use_is_not_taken_back() -> None:
    unset = decided(Outcome.NOT_SELECTED, days=None)
    with pytest.raises(ValidationError, match="未设定"):
        ask(unset)
    pooled = decided(Outcome.POOLED)
    asked, first = ask(pooled), an_officer()
    propose_grant(asked, answer="属实", actor=first)
    entry = PoolEntry.objects.get(application=pooled)
    an_application(state=S.DRAFT, cycle=a_cycle(year=2020), library=pooled.library, exempt_basis=None)
    Application.objects.filter(cycle__year=2020).update(exempt_basis=entry)
    with pytest.raises(ValidationError, match="免推"):
        sign_grant(asked, actor=an_officer(), at=timezone.now())
    assert now_in(pooled) == S.POOLED
