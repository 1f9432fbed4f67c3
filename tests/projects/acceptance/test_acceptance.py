"""Acceptance in each role: every edge of its machine, its four outcomes, and what strangers find."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from msgspec import structs

from tests.accounts.builders import Member, a_member, an_organisation, signed_in
from tests.known import known, rows_in
from tests.projects.builders import a_cycle
from tests.projects.project.builders import People, a_participant, a_project, a_task_book, people_of, strangers
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Membership
from zyk.common.moves import NotInThisState
from zyk.library.enums import Standing
from zyk.monitoring.models import Baseline
from zyk.projects.actions.acceptance import (
    check_self_review,
    decide_postponement,
    open_acceptance,
    request_postponement,
    resume_acceptance,
    return_self_review_to_host,
    save_self_review,
    submit_self_review,
)
from zyk.projects.actions.acceptance_panel import (
    Finding,
    begin_panel,
    enter_conclusion,
    lay_open,
    publish_conclusions,
    send_back_to_panel,
)
from zyk.projects.actions.rectification import finish_rectification
from zyk.projects.enums import AcceptanceState, Conclusion, ProjectState, RectificationState, TaskState
from zyk.projects.models import Acceptance, Task, YearlyDuty
from zyk.reviews.actions import (
    close_notice,
    move_panel,
    register_expert,
    sign_opinion,
    submit_review,
    write_opinion,
)
from zyk.reviews.models import PublicNotice, Review
from zyk.rulebook.models import Rulebook

pytestmark = pytest.mark.django_db
MEDIA = Path(__file__).parents[2] / "media" / "samples"
TEXTS = {"summary": "自评概述", "use": "广泛使用"}


def opened(**fields: Any) -> tuple[Acceptance, People]:
    project = a_project(state=ProjectState.BUILDING, **fields)
    people = people_of(project)
    return open_acceptance(project, cycle=a_cycle(), actor=people.ministry), people


def submitted() -> tuple[Acceptance, People]:
    acceptance, people = opened()
    submit_self_review(acceptance, texts=TEXTS, actor=people.lead, at=timezone.now())
    acceptance.refresh_from_db()
    return acceptance, people


def an_expert(people: People) -> Member:
    """Someone of another province who may judge it."""
    member = a_member(Role.TEACHER, an_organisation(), name="专家丁")
    register_expert(
        user=known(member.user), organisation=known(member.organisation), title="教授", fields=[], actor=people.ministry
    )
    held = Membership.objects.get(user=member.user, role=Role.EXPERT)
    return cast(Member, Actor(user=member.user, membership=held))


def laid_open(acceptance: Acceptance, people: People) -> PublicNotice:
    check_self_review(acceptance, opinion="", actor=people.province)
    acceptance.cycle.notice_working_days = 5
    acceptance.cycle.save()
    today = timezone.localdate()
    return lay_open(acceptance.cycle, acceptances=[acceptance], title="公示", opens_on=today, actor=people.ministry)


def end(notice: PublicNotice, people: People) -> None:
    today = timezone.localdate()
    PublicNotice.objects.filter(pk=notice.pk).update(
        opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1)
    )
    notice.refresh_from_db()
    close_notice(notice, actor=people.ministry, today=today)


def under_review(*, reviewed: bool = True) -> tuple[Acceptance, People, Member]:
    acceptance, people = submitted()
    expert = an_expert(people)
    end(laid_open(acceptance, people), people)
    begin_panel(
        acceptance.cycle, acceptances=[acceptance], title="组", size=1, seed="1", witness="证", actor=people.ministry,
        at=timezone.now(),
    )  # fmt: skip
    acceptance.refresh_from_db()
    if reviewed:
        reviews_submitted(acceptance)
    return acceptance, people, expert


def reviews_submitted(acceptance: Acceptance) -> None:
    for review in Review.objects.filter(panel=acceptance.panel).select_related("expert__user"):
        points = {each["code"]: Decimal(each["maximum"]) for each in review.criteria}
        submit_review(
            review, scores=points, recommendation="support", opinion="可用", confidential="",
            actor=Actor(user=review.expert.user), at=timezone.now(), justifications=dict.fromkeys(points, "试用所见"),
        )  # fmt: skip


def concluded(conclusion: str) -> tuple[Acceptance, People]:
    acceptance, people, _expert = under_review()
    due = timezone.localdate() + timedelta(days=90)
    finding = Finding(conclusion, "专家组意见", "补齐资源", due, "经核实不影响")
    enter_conclusion(acceptance, finding, actor=people.ministry, at=timezone.now())
    acceptance.refresh_from_db()
    publish_conclusions([acceptance], document_number="文1号", actor=people.ministry, at=timezone.now())
    acceptance.refresh_from_db()
    return acceptance, people


def test_passing_accepts_the_library_freezes_the_baseline_and_begins_the_duties() -> None:
    acceptance, _people = concluded(Conclusion.PASSED)

    project = acceptance.project
    project.refresh_from_db()
    project.library.refresh_from_db()
    assert (acceptance.conclusion, acceptance.document_number) == (Conclusion.PASSED, "文1号")
    assert (project.state, project.library.standing) == (ProjectState.ACCEPTED, Standing.ACCEPTED)
    assert Baseline.objects.get(library=project.library).frozen_on == timezone.localdate()
    duties = YearlyDuty.objects.filter(library=project.library)
    owed = {duty.code for duty in acceptance.cycle.rulebook.edition.yearly_duties}
    assert set(duties.values_list("code", "year")) == {(code, timezone.localdate().year + 1) for code in owed}


def test_withholding_opens_a_rectification_and_the_next_attempt_follows_it() -> None:
    acceptance, people = concluded(Conclusion.WITHHELD)
    project = acceptance.project
    project.refresh_from_db()
    assert project.state == ProjectState.BUILDING
    with pytest.raises(NotInThisState):
        open_acceptance(project, cycle=acceptance.cycle, actor=people.ministry)

    mended = acceptance.rectification
    with pytest.raises(ValidationError):
        finish_rectification(mended, report=" ", proof=None, actor=people.lead, at=timezone.now())
    finish_rectification(mended, report="已补齐", proof=None, actor=people.lead, at=timezone.now())
    again = open_acceptance(project, cycle=acceptance.cycle, actor=people.ministry)

    mended.refresh_from_db()
    assert (mended.state, again.attempt) == (RectificationState.DONE, 2)


def test_failing_ends_the_project_leaves_no_baseline_and_no_standing_nobody_ruled() -> None:
    acceptance, _people = concluded(Conclusion.FAILED)

    acceptance.project.refresh_from_db()
    acceptance.project.library.refresh_from_db()
    assert acceptance.project.state == ProjectState.FAILED
    assert acceptance.project.library.standing == Standing.APPROVED  # the 2019 rulebook leaves it open
    assert not Baseline.objects.exists()


def test_a_veto_needs_the_panels_reason_and_nothing_takes_effect_before_publication() -> None:
    acceptance, people, _expert = under_review()
    a_task_book(acceptance.project)
    now = timezone.now()
    with pytest.raises(ValidationError) as refused:
        enter_conclusion(acceptance, Finding("passed", "好"), actor=people.ministry, at=now)
    assert set(refused.value.message_dict) == {"despite_vetoes"}
    with pytest.raises(ValidationError) as refused:
        enter_conclusion(acceptance, Finding("withheld", " "), actor=people.ministry, at=now)
    assert set(refused.value.message_dict) == {"opinion", "requirements", "rectify_by"}
    enter_conclusion(acceptance, Finding("passed", "好", despite_vetoes="已完成"), actor=people.ministry, at=now)
    acceptance.refresh_from_db()
    assert (acceptance.state, acceptance.conclusion, acceptance.project.state) == ("reviewed", "", "acceptance")
    assert [veto["code"] for veto in acceptance.vetoes] == ["task_completion"]
    send_back_to_panel(acceptance, why="再核实", actor=people.ministry)
    acceptance.refresh_from_db()
    assert acceptance.state == AcceptanceState.UNDER_REVIEW
    with pytest.raises(NotInThisState):
        publish_conclusions([acceptance], document_number="1", actor=people.ministry, at=now)


def test_the_self_review_freezes_the_figures_of_its_day_in_a_dossier() -> None:
    acceptance, people = opened()
    a_task_book(acceptance.project)
    submit_self_review(acceptance, texts=TEXTS, actor=people.editor, at=timezone.now())
    acceptance.refresh_from_db()
    Task.objects.filter(task_book__project=acceptance.project).update(state=TaskState.DONE)

    assert known(acceptance.computation).as_of == timezone.localdate()
    assert [row[4] for row in acceptance.figures["tasks"]["rows"]] == ["未开始", "未开始"]
    dossier = known(acceptance.dossier)
    assert {"trial", "summary", "tasks", "use"} <= {section["code"] for section in dossier.content}
    with pytest.raises(NotInThisState):
        submit_self_review(acceptance, texts=TEXTS, actor=people.editor, at=timezone.now())

    return_self_review_to_host(acceptance, why="材料不全", actor=people.province)
    submit_self_review(acceptance, texts=TEXTS, actor=people.editor, at=timezone.now())
    check_self_review(acceptance, opinion="", actor=people.province)
    with pytest.raises(NotInThisState):
        return_self_review_to_host(acceptance, why="晚了", actor=people.province)
    return_self_review_to_host(acceptance, why="补充", actor=people.ministry)
    acceptance.refresh_from_db()
    assert (acceptance.state, acceptance.dossier) == (AcceptanceState.DUE, None)


def test_postponement_is_asked_for_refused_granted_and_ended() -> None:
    acceptance, people = opened()
    due_on = known(acceptance.due_on)
    later = due_on + timedelta(days=100)
    with pytest.raises(ValidationError):
        request_postponement(acceptance, reason="", until=due_on, actor=people.lead)
    for is_granted in (False, True):
        request_postponement(acceptance, reason="疫情", until=later, actor=people.lead)
        acceptance.refresh_from_db()
        with pytest.raises(ValidationError):
            decide_postponement(acceptance, is_granted=False, why="", actor=people.ministry)
        decide_postponement(acceptance, is_granted=is_granted, why="看情况", actor=people.ministry)
        acceptance.refresh_from_db()
    assert (acceptance.state, acceptance.due_on) == (AcceptanceState.POSTPONED, later)
    resume_acceptance(acceptance, actor=people.lead)
    acceptance.refresh_from_db()
    assert acceptance.state == AcceptanceState.DUE


def test_a_conclusion_waits_for_the_reviews_and_for_the_chairs_signature() -> None:
    acceptance, people, expert = under_review(reviewed=False)
    finding, now = Finding("passed", "", despite_vetoes="经核实不影响"), timezone.now()
    with pytest.raises(ValidationError, match="已提交 0 份"):
        enter_conclusion(acceptance, finding, actor=people.ministry, at=now)
    reviews_submitted(acceptance)
    panel = known(acceptance.panel)
    move_panel(panel, "discussing", actor=people.ministry)
    review = panel.reviews.get()
    opinion = write_opinion(review, text="专家组一致同意。", conclusion="passed", actor=expert)
    with pytest.raises(ValidationError, match="签署"):
        enter_conclusion(acceptance, finding, actor=people.ministry, at=now)
    sign_opinion(opinion, actor=expert, at=now)
    enter_conclusion(acceptance, finding, actor=people.ministry, at=now)
    acceptance.refresh_from_db()
    assert acceptance.opinion == "专家组一致同意。"


def test_what_the_rulebook_allows_of_postponements_counts_over_all_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    acceptance, people = opened()
    edition = acceptance.cycle.rulebook.edition
    strict = structs.replace(edition, acceptance=structs.replace(edition.acceptance, postponements_allowed=1))
    monkeypatch.setattr(Rulebook, "edition", property(lambda _rulebook: strict))
    later = known(acceptance.due_on) + timedelta(days=100)
    request_postponement(acceptance, reason="疫情", until=later, actor=people.lead)
    decide_postponement(acceptance, is_granted=True, why="", actor=people.ministry)
    acceptance.refresh_from_db()
    resume_acceptance(acceptance, actor=people.lead)
    again = Acceptance.objects.create(project=acceptance.project, cycle=acceptance.cycle, attempt=2)
    with pytest.raises(ValidationError, match="已用完"):
        request_postponement(again, reason="再延", until=later, actor=people.lead)


def test_of_two_tabs_the_stale_self_review_changes_nothing() -> None:
    acceptance, people = opened()
    save_self_review(acceptance, texts={"summary": "先写的"}, seen=0, actor=people.lead)
    with pytest.raises(NotInThisState):
        save_self_review(acceptance, texts={"summary": "后写的"}, seen=0, actor=people.editor)
    acceptance.refresh_from_db()
    assert acceptance.texts == {"summary": "先写的"}


def test_only_the_ministry_opens_arranges_concludes_and_publishes() -> None:
    acceptance, people, _expert = under_review()
    now = timezone.now()
    for actor in [people.lead, people.province, *strangers()]:
        with pytest.raises(PermissionDenied):
            enter_conclusion(acceptance, Finding("passed", "好"), actor=actor, at=now)
        with pytest.raises(PermissionDenied):
            publish_conclusions([acceptance], document_number="1", actor=actor, at=now)
        with pytest.raises(PermissionDenied):
            open_acceptance(acceptance.project, cycle=acceptance.cycle, actor=actor)


# -- pages ------------------------------------------------------------------------------------------------------------
def url(name: str, thing: Any) -> str:
    return reverse(f"projects:{name}", args=[thing.uuid])


def test_the_whole_way_by_the_pages(client: Client) -> None:
    project = a_project(state=ProjectState.BUILDING)
    people, cycle = people_of(project), a_cycle()
    expert = an_expert(people)
    signed_in(client, people.ministry)
    client.post(url("acceptance_open", project), {"cycle": cycle.pk})
    acceptance = project.acceptances.get()
    page, year = url("acceptance", acceptance), reverse("projects:acceptance_year", args=[cycle.year])

    signed_in(client, people.lead)
    writing = url("self_review", acceptance)
    refused = client.post(writing, {"seen": "0", "submit": "1", "use": "我写的"}).content.decode()
    assert ("请填写自评概述" in refused, "我写的" in refused) == (True, True)
    client.post(writing, {"seen": "0", "summary": "我的自评"})
    assert "我的自评" in client.get(writing).content.decode()
    pdf = SimpleUploadedFile("audit.pdf", (MEDIA / "paper.pdf").read_bytes())
    client.post(url("acceptance_material", acceptance), {"slot": "final_account", "file": pdf})
    assert acceptance.materials.count() == 1
    client.post(writing, {"seen": "1", "summary": "我的自评", "submit": "1"})
    signed_in(client, people.province)
    client.post(url("acceptance_check", acceptance), {"answer": "check", "opinion": "齐全"})
    cycle.notice_working_days = 5
    cycle.save()
    signed_in(client, people.ministry)
    chosen = {"acceptance": str(acceptance.uuid)}
    late = client.post(year, chosen | {"step": "notice", "title": "公示", "opens_on": "2001-01-01"}).content.decode()
    assert "公示不能从过去的日子开始" in late
    client.post(year, chosen | {"step": "notice", "title": "公示", "opens_on": timezone.localdate().isoformat()})
    end(PublicNotice.objects.get(), people)
    drawn = {"step": "panel", "title": "组", "size": "1", "seed": "1", "witness": "证"}
    client.post(year, chosen | drawn)
    assert "专家丁" in client.get(page).content.decode()

    trial = url("acceptance_trial", acceptance)
    assert signed_in(client, a_member(Role.EXPERT)).get(trial).status_code == 404
    tried = signed_in(client, expert).get(trial).content.decode()
    assert ("我的自评" in tried, reverse("library:library", args=[project.library.uuid]) in tried) == (True, True)

    signed_in(client, people.ministry)
    early = client.post(url("acceptance_conclude", acceptance), {"conclusion": "withheld", "opinion": "还差一点"})
    assert "已提交 0 份评议" in early.content.decode()
    acceptance.refresh_from_db()
    assert known(acceptance.panel).is_blind is False
    reviews_submitted(acceptance)
    answer = client.post(url("acceptance_conclude", acceptance), {"conclusion": "withheld", "opinion": "还差一点"})
    assert "还差一点" in answer.content.decode()
    due = date(timezone.localdate().year + 1, 6, 30).isoformat()
    more = {"conclusion": "withheld", "opinion": "还差一点", "requirements": "补齐", "rectify_by": due}
    client.post(url("acceptance_conclude", acceptance), more)
    assert "还差一点" not in signed_in(client, people.lead).get(page).content.decode()
    signed_in(client, people.ministry)
    assert "请填写公布文件的文号" in client.post(url("acceptance_publish", acceptance), {}).content.decode()
    client.post(year, chosen | {"step": "publish", "document_number": "文1号"})
    signed_in(client, people.editor)
    client.post(url("acceptance_plan", acceptance), {"plan": "三个月补齐"})
    client.post(url("acceptance_rectify", acceptance), {"report": "已补齐"})

    acceptance.refresh_from_db()
    assert (acceptance.conclusion, acceptance.rectification.state) == (Conclusion.WITHHELD, RectificationState.DONE)
    shown = client.get(page).content.decode()
    assert [words in shown for words in ("三个月补齐", "已补齐", "文1号")] == [True] * 3


def test_a_refused_postponement_keeps_what_was_typed(client: Client) -> None:
    acceptance, people = opened()
    typed = {"reason": "我的理由", "until": known(acceptance.due_on).isoformat()}

    page = signed_in(client, people.lead).post(url("postpone", acceptance), typed).content.decode()

    assert "我的理由" in page
    assert "延期日期应晚于原期限" in page


def test_strangers_find_nothing_and_a_member_unit_only_reads(client: Client) -> None:
    acceptance, _people = opened()
    acts = ["postpone", "answer_postponement", "acceptance_resume", "acceptance_conclude", "acceptance_publish"]
    acts += ["acceptance_rectify", "acceptance_plan", "self_review", "acceptance_check", "acceptance_send_back"]
    acts += ["acceptance_material"]
    for actor in strangers():
        signed_in(client, actor)
        assert client.get(url("acceptance", acceptance)).status_code == 404
        assert client.get(url("acceptance_trial", acceptance)).status_code == 404
        assert client.get(url("acceptance_open", acceptance.project)).status_code == 404
        assert {client.post(url(act, acceptance)).status_code for act in acts} == {404}
    signed_in(client, a_participant(acceptance.project))
    assert client.get(url("acceptance", acceptance)).status_code == 200
    typed = {"reason": "r", "until": "2099-01-01", "report": "r", "summary": "s", "plan": "p"}
    assert {client.post(url(act, acceptance), typed).status_code for act in acts} == {404}


def test_the_list_filters_and_is_exported(client: Client) -> None:
    acceptance, people = opened()
    signed_in(client, people.ministry)
    code = acceptance.project.code
    assert code in client.get("/projects/acceptances/", {"state": "due"}).content.decode()
    assert code not in client.get("/projects/acceptances/", {"conclusion": "passed"}).content.decode()
    rows = rows_in(client.get("/projects/acceptances/export/").content)
    assert [row[0] for row in rows[1:]] == [code]


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "当日指标"), ("en", "Indicators of that day")])
def test_the_page_speaks_both_languages(client: Client, language: str, word: str) -> None:
    acceptance, people, _expert = under_review()
    assert Review.objects.count() == 1
    for actor in [people.lead, people.province, people.ministry]:
        page = signed_in(client, actor).get(url("acceptance", acceptance), headers={"accept-language": language})
        assert word in page.content.decode()
