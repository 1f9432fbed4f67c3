import hashlib
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import a_member, signed_in
from tests.known import known
from tests.projects.builders import a_cycle, a_revision, an_application
from tests.reviews.builders import an_expert, as_actor
from zyk.accounts.enums import Role
from zyk.projects.actions.notice import close_review, end_notice, publish_notice, start_reviews
from zyk.projects.enums import ApplicationKind, ApplicationState, BatchState, Outcome
from zyk.projects.models import Application, ApplicationMember, Cycle, DecisionBatch, PaperReceipt, PoolEntry, Project
from zyk.projects.workdays import last_working_day
from zyk.reviews.actions import close_notice, submit_review
from zyk.reviews.models import AssignmentProposal, ExpertDraw, Panel, PanelMember, PublicNotice, Review
from zyk.reviews.rules.lot import faults_in

pytestmark = pytest.mark.django_db
S = ApplicationState


def a_ready(cycle: Cycle | None = None, **fields: Any) -> Application:
    application = an_application(state=S.NOTICE_READY, cycle=cycle, **fields)
    with_paper(application)
    return application


def with_paper(application: Application) -> None:
    code = known(application.revisions.first()).sha256[:12]
    PaperReceipt.objects.create(
        application=application, received_on=timezone.localdate(), printed_code=code, matches=True
    )


def a_noticed_cycle() -> Cycle:
    cycle = a_cycle()
    Cycle.objects.update(notice_working_days=5)
    cycle.refresh_from_db()
    return cycle


def picked(*applications: Application, **more: object) -> dict[str, object]:
    return {"applications": [str(each.uuid) for each in applications], **more}


def test_a_notice_is_published_for_what_was_picked_with_its_last_day_shown_first(client: Client) -> None:
    cycle = a_noticed_cycle()
    first, second = a_ready(cycle), a_ready(cycle)
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    url = reverse("projects:selection_notice", args=[cycle.year])
    shown = client.post(url, picked(first, second))
    opens_on = shown.context["form"].initial["opens_on"]
    assert shown.context["last_day"] == last_working_day(opens_on, 5)
    given = {"title": "材料公示", "opens_on": opens_on.isoformat(), "step": "publish"}
    answer = client.post(url, picked(first, second, **given))
    notice = PublicNotice.objects.get()
    assert answer["Location"] == reverse("reviews:notice", args=[notice.uuid])
    assert notice.closes_on == last_working_day(opens_on, 5)
    assert set(Application.objects.values_list("state", flat=True)) == {S.IN_NOTICE}


def test_without_paper_or_from_a_past_day_nothing_is_published_and_it_says_why(client: Client) -> None:
    cycle = a_noticed_cycle()
    without = an_application(state=S.NOTICE_READY, cycle=cycle)
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    url, today = reverse("projects:selection_notice", args=[cycle.year]), timezone.localdate()
    given = {"title": "公示", "opens_on": today.isoformat(), "step": "publish"}
    refused = client.post(url, picked(without, **given))
    assert "纸质件未收到" in refused.context["form"].non_field_errors()[0]
    with_paper(without)
    past = given | {"opens_on": (today - timedelta(days=1)).isoformat()}
    assert set(client.post(url, picked(without, **past)).context["form"].errors) == {"opens_on"}
    upgrade = an_application(state=S.NOTICE_READY, cycle=cycle, kind=ApplicationKind.UPGRADE)
    with_paper(upgrade)
    mixed = client.post(url, picked(without, upgrade, **given))
    assert mixed.context["form"].non_field_errors() == ["一次公示只能放同一类别的申请，请分开公示。"]
    assert PublicNotice.objects.count() == 0


def test_nothing_picked_says_so(client: Client) -> None:
    cycle = a_noticed_cycle()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    for name in ("notice", "review", "close_reviews"):
        answer = client.post(reverse(f"projects:selection_{name}", args=[cycle.year]), {"applications": ["x"]})
        assert answer["Location"].startswith(reverse("projects:selection", args=[cycle.year]))


def test_closing_an_earlier_notice_leaves_a_later_one_alone() -> None:
    cycle, officer = a_noticed_cycle(), a_member(Role.MINISTRY_OFFICER)
    application = a_ready(cycle)

    def laid_open() -> PublicNotice:
        return publish_notice(
            cycle,
            kind=application.kind,
            applications=[application],
            opens_on=timezone.localdate(),
            title="公示",
            actor=officer,
        )

    earlier = laid_open()
    Application.objects.update(state=S.NOTICE_READY)  # returned, mended, sealed and checked again
    a_revision(application, number=2, basic={"changed": "1"})
    laid_open()
    end_notice(earlier, actor=officer)
    application.refresh_from_db()
    assert application.state == S.IN_NOTICE


def test_a_closed_notice_lets_its_applications_into_review() -> None:
    cycle, officer = a_noticed_cycle(), a_member(Role.MINISTRY_OFFICER)
    application = a_ready(cycle)
    notice = publish_notice(
        cycle,
        kind=application.kind,
        applications=[application],
        opens_on=timezone.localdate(),
        title="公示",
        actor=officer,
    )
    close_notice(notice, actor=officer, today=notice.closes_on + timedelta(days=1))
    application.refresh_from_db()
    assert application.state == S.NOTICE_DONE


def reviewed(cycle: Cycle, number: int = 1, experts: int = 2) -> list[Application]:
    """Applications whose review is closed, each with `experts` submitted reviews."""
    officer = a_member(Role.MINISTRY_OFFICER)
    applications = [an_application(state=S.NOTICE_DONE, cycle=cycle) for _ in range(number)]
    for _person in range(experts):
        an_expert()
    start_reviews(
        cycle,
        applications=applications,
        title="组",
        size=experts,
        seed="7",
        witness="监督人",
        actor=officer,
        at=timezone.now(),
    )
    for review in Review.objects.filter(state="assigned").select_related("expert__user"):
        submit_review(
            review,
            scores={each["code"]: Decimal(8) for each in review.criteria},
            recommendation="support",
            opinion="好",
            confidential="",
            actor=as_actor(review.expert),
            at=timezone.now(),
        )
    for application in applications:
        close_review(application, actor=officer, at=timezone.now())
        application.refresh_from_db()
    return applications


def test_a_panel_is_set_up_drawn_invited_given_its_work_and_closed_when_all_are_in(client: Client) -> None:
    """The whole way by page: three steps of the draw, a refusal and its replacement, a proposal, scores, the end."""
    cycle = a_cycle()
    application = an_application(state=S.NOTICE_DONE, cycle=cycle)
    insider = an_expert(application.lead_host)
    experts = [an_expert() for _ in range(4)]
    officer = a_member(Role.MINISTRY_OFFICER)
    signed_in(client, officer)
    url = reverse("projects:selection_review", args=[cycle.year])
    assert client.post(url, picked(application)).status_code == 200
    given = {
        "step": "start",
        "title": "装备组",
        "kind": "online",
        "reviews_each": "2",
        "method": "raw",
        "alliance": "on",
    }
    answer = client.post(url, picked(application, **given))
    panel = Panel.objects.get()
    assert answer["Location"] == reverse("reviews:panel", args=[panel.uuid])
    assert "已在另一专家组" in client.post(url, picked(application, **given)).context["form"].non_field_errors()[0]

    lot = {"size": "3", "witness": "纪检王", "seed": "witness-keeps", "fields_text": "46=2"}
    client.post(reverse("reviews:panel_draw", args=[panel.uuid]), lot)
    draw = ExpertDraw.objects.get()
    assert (draw.seed, draw.seed_sha256) == ("", hashlib.sha256(b"witness-keeps").hexdigest())
    page = reverse("reviews:draw", args=[draw.uuid])
    assert "witness-keeps" not in client.get(page).content.decode()
    client.post(reverse("reviews:draw_freeze", args=[draw.uuid]))
    reveal = reverse("reviews:draw_reveal", args=[draw.uuid])
    assert "不是封存的种子" in client.post(reveal, {"seed": "another"}).context["form"].errors["seed"][0]
    client.post(reveal, {"seed": "witness-keeps"})
    draw.refresh_from_db()
    assert (draw.state, len(draw.result), len(draw.reserve)) == ("drawn", 3, 1)
    assert {"expert": str(insider.uuid), "why": "recused", "kind": "same-unit"} in draw.excluded
    protocol = json.loads(client.get(reverse("reviews:draw_protocol", args=[draw.uuid])).content)
    assert faults_in(protocol) == []
    assert faults_in(protocol | {"result": protocol["result"][::-1]}) != []
    assert client.get(reverse("reviews:draw_minutes", args=[draw.uuid])).status_code == 200

    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    client.post(reverse("reviews:panel_invite", args=[panel.uuid]), {"answer_until": until})
    people = {expert.pk: expert for expert in experts}
    first, *others = panel.members.order_by("id")

    def answered(member: PanelMember, **words: str) -> Any:
        signed_in(client, as_actor(people[member.expert_id]))
        return client.post(reverse("reviews:invitation", args=[member.uuid]), words)

    assert set(answered(first, answer="decline").context["problem"]) == {"kind", "reason"}
    answered(first, answer="decline", kind="time", reason="出国")
    for member in others:
        answered(member, answer="accept")
    signed_in(client, officer)
    client.post(reverse("reviews:member", args=[first.uuid, "replace"]))
    substitute = panel.members.get(replaces=first)
    assert (substitute.is_chair, str(substitute.expert.uuid)) == (True, draw.reserve[0])

    client.post(reverse("reviews:panel_propose", args=[panel.uuid]))
    proposal = AssignmentProposal.objects.get()
    assert proposal.pairs.count() == 2
    shown = reverse("reviews:proposal", args=[proposal.uuid])
    words = {"dossier": str(panel.dossiers.get().uuid), "expert": insider.user.username}
    refused = client.post(reverse("reviews:proposal_add", args=[proposal.uuid]), words)
    assert "没有接受本专家组的邀请" in refused.context["form"].errors["expert"][0]
    assert client.get(shown).status_code == 200
    client.post(reverse("reviews:proposal_confirm", args=[proposal.uuid]))
    application.refresh_from_db()
    assert (application.state, Review.objects.count()) == (S.UNDER_REVIEW, 2)

    close = reverse("projects:selection_close_reviews", args=[cycle.year])
    client.post(close, picked(application))
    application.refresh_from_db()
    assert application.state == S.UNDER_REVIEW
    assert client.get(reverse("projects:application_reviews", args=[application.uuid])).status_code == 200
    for review in Review.objects.select_related("expert__user"):
        submit_review(
            review,
            scores={each["code"]: Decimal(8) for each in review.criteria},
            recommendation="support",
            opinion="好",
            confidential="",
            actor=as_actor(review.expert),
            at=timezone.now(),
        )
    assert client.get(reverse("reviews:board", args=[panel.uuid])).context["board"].rows[0].line.raw == 80
    assert client.get(reverse("reviews:board", args=[panel.uuid]), {"tab": "experts"}).status_code == 200
    assert client.get(reverse("reviews:board_export", args=[panel.uuid])).status_code == 200
    client.post(close, picked(application))
    client.post(reverse("reviews:panel_phase", args=[panel.uuid]), {"to": "closed"})
    application.refresh_from_db()
    panel.refresh_from_db()
    assert (application.state, panel.state) == (S.REVIEWED, "closed")


def test_a_unit_that_joins_later_takes_its_people_off_the_review() -> None:
    cycle = a_cycle()
    application = an_application(state=S.NOTICE_DONE, cycle=cycle)
    expert = an_expert()
    an_expert()
    words: dict[str, Any] = {"title": "组", "size": 2, "seed": "1", "witness": "监督人", "at": timezone.now()}
    start_reviews(cycle, applications=[application], actor=a_member(Role.MINISTRY_OFFICER), **words)
    ApplicationMember.objects.create(application=application, organisation=expert.organisation, kind="participant")
    assert Review.objects.get(expert=expert).state == "recused"
    assert Review.objects.exclude(expert=expert).get().state == "assigned"


def test_closing_the_review_locks_what_experts_wrote() -> None:
    (application,) = reviewed(a_cycle())
    assert application.state == S.REVIEWED
    assert Review.objects.filter(closed_at__isnull=True).count() == 0


def test_a_batch_is_decided_countersigned_by_another_and_published(client: Client) -> None:
    cycle = a_cycle()
    first, second, third = reviewed(cycle, number=3)
    drafter, other = a_member(Role.MINISTRY_OFFICER), a_member(Role.MINISTRY_OFFICER)
    signed_in(client, drafter)
    client.post(reverse("projects:batch_new", args=[cycle.year]), {"title": "第一批", "budget_ceiling": "300"})
    batch = DecisionBatch.objects.get()
    assert batch.budget_ceiling_fen == 300_000_000
    url = {
        name: reverse(f"projects:batch_{name}", args=[batch.uuid])
        for name in ("decide", "countersign", "publish", "document", "send_back", "take_out")
    }
    assert client.post(url["decide"], picked(first, second, third)).status_code == 200
    given = {
        "step": "save",
        f"outcome-{first.pk}": "approved",
        f"amount-{first.pk}": "350.55",
        f"outcome-{second.pk}": "pooled",
        f"outcome-{third.pk}": "not-selected",
    }
    without_grounds = client.post(url["decide"], picked(first, second, third, **given))
    assert "未入选须写明理由" in without_grounds.content.decode()
    assert batch.decisions.count() == 0
    client.post(url["decide"], picked(first, second, third, **given, **{f"grounds-{third.pk}": "需求不清"}))
    assert batch.decisions.get(application=first).amount_fen == 350_550_000
    client.post(url["countersign"])
    signed_in(client, other)
    client.post(url["countersign"])  # over the ceiling
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFTING
    assert "不能会签" in client.get(reverse("projects:batch", args=[batch.uuid])).content.decode()
    client.post(
        url["decide"],
        picked(first, **{"step": "save", f"outcome-{first.pk}": "approved", f"amount-{first.pk}": "299.99"}),
    )
    client.post(url["countersign"])
    client.post(url["publish"])  # without the document's number
    batch.refresh_from_db()
    assert (batch.state, batch.countersigned_by) == (BatchState.COUNTERSIGNED, other.user)
    client.post(url["document"], {"document_number": "教职成司函〔2019〕99号"})
    client.post(url["publish"])
    states = [Application.objects.get(pk=each.pk).state for each in (first, second, third)]
    assert states == [S.APPROVED, S.POOLED, S.NOT_SELECTED]
    assert Project.objects.get().grant_fen == 299_990_000
    assert set(PoolEntry.objects.values_list("application", flat=True)) == {first.pk, second.pk}
    page = client.get(reverse("projects:pool", args=[cycle.year])).content.decode()
    assert (first.library.name in page, second.library.name in page, third.library.name in page) == (True, True, False)


def test_the_drafter_does_not_countersign_his_own_batch(client: Client) -> None:
    cycle = a_cycle()
    (application,) = reviewed(cycle)
    drafter = a_member(Role.MINISTRY_OFFICER)
    signed_in(client, drafter)
    client.post(reverse("projects:batch_new", args=[cycle.year]), {"title": "第一批"})
    batch = DecisionBatch.objects.get()
    decide = reverse("projects:batch_decide", args=[batch.uuid])
    client.post(decide, picked(application, **{"step": "save", f"outcome-{application.pk}": "pooled"}))
    client.post(reverse("projects:batch_countersign", args=[batch.uuid]))
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFTING
    assert "另一名教育部经办人会签" in client.get(reverse("projects:batch", args=[batch.uuid])).content.decode()
    client.post(reverse("projects:batch_take_out", args=[batch.uuid]), {"application": application.number})
    assert batch.decisions.count() == 0


def test_an_upgrade_project_never_enters_the_candidate_pool(client: Client) -> None:
    cycle = a_cycle()
    application = an_application(state=S.REVIEWED, cycle=cycle, kind=ApplicationKind.UPGRADE)
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    client.post(reverse("projects:batch_new", args=[cycle.year]), {"title": "升级"})
    batch = DecisionBatch.objects.get()
    decide = reverse("projects:batch_decide", args=[batch.uuid])
    shown = client.post(decide, picked(application))
    assert shown.context["rows"][0]["outcomes"] == (Outcome.APPROVED, Outcome.NOT_SELECTED)
    client.post(decide, picked(application, **{"step": "save", f"outcome-{application.pk}": "pooled"}))
    assert batch.decisions.count() == 0
    client.post(decide, picked(application, **{"step": "save", f"outcome-{application.pk}": "approved"}))
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    client.post(reverse("projects:batch_document", args=[batch.uuid]), {"document_number": "1号"})
    client.post(reverse("projects:batch_countersign", args=[batch.uuid]))
    client.post(reverse("projects:batch_publish", args=[batch.uuid]))
    assert (Project.objects.count(), PoolEntry.objects.count()) == (1, 0)


def test_selection_and_batches_are_the_ministrys_alone(client: Client) -> None:
    cycle = a_cycle()
    application = an_application(state=S.UNDER_REVIEW, cycle=cycle)
    officer = a_member(Role.MINISTRY_OFFICER)
    batch = DecisionBatch.objects.create(cycle=cycle, title="未公开的批次", drafted_by=officer.user)
    read = [
        reverse("projects:selection", args=[cycle.year]),
        reverse("projects:batches"),
        reverse("projects:batch", args=[batch.uuid]),
        reverse("projects:application_reviews", args=[application.uuid]),
    ]
    acts = [reverse(f"projects:batch_{name}", args=[batch.uuid]) for name in ("decide", "countersign", "publish")]
    acts += [reverse(f"projects:selection_{name}", args=[cycle.year]) for name in ("notice", "review", "close_reviews")]
    for role in Role:
        signed_in(client, a_member(role))
        expected = 200 if role in {Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY} else 404
        assert {client.get(url).status_code for url in read} == {expected}
        if role != Role.MINISTRY_OFFICER:
            assert {client.post(url).status_code for url in acts} == {404}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_stage_renders_and_costs_the_same_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, language: str
) -> None:
    cycle = a_cycle()
    reviewed(cycle, number=6)
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    client.cookies["django_language"] = language
    url = reverse("projects:selection", args=[cycle.year])
    with django_assert_max_num_queries(16):
        assert client.get(url, {"state": "reviewed"}).status_code == 200
    for state in ("formal-check", "notice-ready", "in-notice", "notice-done", "under-review", "pooled"):
        assert client.get(url, {"state": state}).status_code == 200
    assert client.get(url, {"state": "reviewed", "export": "xlsx"}).status_code == 200
    assert [
        client.get(reverse("projects:pool_years")).status_code,
        client.get(reverse("projects:batches")).status_code,
    ] == [200, 200]
    assert client.get(reverse("projects:selection_newest"))["Location"] == url
