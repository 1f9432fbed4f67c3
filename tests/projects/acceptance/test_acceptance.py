from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import signed_in
from tests.known import known, rows_in
from tests.projects.builders import a_cycle
from tests.projects.project.builders import People, a_participant, a_project, a_task_book, people_of, strangers
from zyk.common.moves import NotInThisState
from zyk.library.enums import Standing
from zyk.monitoring.models import Baseline
from zyk.projects.actions.acceptance import (
    begin_review,
    conclude_acceptance,
    decide_postponement,
    finish_rectification,
    open_acceptance,
    request_postponement,
    resume_acceptance,
    submit_self_review,
)
from zyk.projects.enums import AcceptanceState, Conclusion, ProjectState, RectificationState
from zyk.projects.models import Acceptance, YearlyDuty
from zyk.projects.queries.acceptance import draft_self_review

pytestmark = pytest.mark.django_db


def opened(**fields: Any) -> tuple[Acceptance, People]:
    project = a_project(state=ProjectState.BUILDING, **fields)
    people = people_of(project)
    return open_acceptance(project, cycle=a_cycle(), actor=people.ministry), people


def under_review() -> tuple[Acceptance, People]:
    acceptance, people = opened()
    submit_self_review(acceptance, self_review="自评", actor=people.lead, at=timezone.now())
    begin_review(acceptance, actor=people.ministry)
    acceptance.refresh_from_db()
    return acceptance, people


def conclude(acceptance: Acceptance, people: People, conclusion: str) -> None:
    conclude_acceptance(
        acceptance,
        conclusion=conclusion,
        opinion="专家组意见",
        rectification_requirements="补齐资源",
        rectification_due_on=timezone.localdate() + timedelta(days=90),
        actor=people.ministry,
        at=timezone.now(),
    )
    acceptance.refresh_from_db()


def test_passing_accepts_the_library_freezes_the_baseline_and_begins_the_duties() -> None:
    acceptance, people = under_review()

    conclude(acceptance, people, Conclusion.PASSED)

    project = acceptance.project
    project.refresh_from_db()
    project.library.refresh_from_db()
    assert (project.state, project.library.standing) == (ProjectState.ACCEPTED, Standing.ACCEPTED)
    assert Baseline.objects.get(library=project.library).frozen_on == timezone.localdate()
    duties = YearlyDuty.objects.filter(library=project.library)
    assert sorted(duties.values_list("code", "year")) == [
        ("resources", timezone.localdate().year + 1),
        ("users", timezone.localdate().year + 1),
    ]


def test_an_upgrade_project_passes_though_its_library_was_accepted_before() -> None:
    acceptance, people = under_review()
    library = acceptance.project.library
    library.standing = Standing.ACCEPTED
    library.save()

    conclude(acceptance, people, Conclusion.PASSED)

    library.refresh_from_db()
    assert (acceptance.conclusion, library.standing) == (Conclusion.PASSED, Standing.ACCEPTED)


def test_withholding_opens_a_rectification_and_the_next_attempt_follows_it() -> None:
    acceptance, people = under_review()
    conclude(acceptance, people, Conclusion.WITHHELD)
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


def test_failing_ends_the_project_and_leaves_no_baseline() -> None:
    acceptance, people = under_review()

    conclude(acceptance, people, Conclusion.FAILED)

    acceptance.project.refresh_from_db()
    assert acceptance.project.state == ProjectState.FAILED
    assert not Baseline.objects.exists()


def test_a_conclusion_needs_an_opinion_and_withholding_its_requirements_and_day() -> None:
    acceptance, people = under_review()
    with pytest.raises(ValidationError) as refused:
        conclude_acceptance(acceptance, conclusion="withheld", opinion=" ", actor=people.ministry, at=timezone.now())
    assert set(refused.value.message_dict) == {"opinion", "rectification_requirements", "rectification_due_on"}


def test_only_the_ministry_opens_reviews_and_concludes() -> None:
    acceptance, people = under_review()
    for actor in [people.lead, people.province, *strangers()]:
        with pytest.raises(PermissionDenied):
            conclude_acceptance(acceptance, conclusion="passed", opinion="好", actor=actor, at=timezone.now())
        with pytest.raises(PermissionDenied):
            open_acceptance(acceptance.project, cycle=acceptance.cycle, actor=actor)


def test_the_self_review_keeps_the_figures_of_its_day() -> None:
    acceptance, people = opened()
    submit_self_review(acceptance, self_review="自评", actor=people.editor, at=timezone.now())
    acceptance.refresh_from_db()

    assert acceptance.state == AcceptanceState.SUBMITTED
    assert known(acceptance.computation).as_of == timezone.localdate()
    with pytest.raises(NotInThisState):
        submit_self_review(acceptance, self_review="再来", actor=people.editor, at=timezone.now())


def test_postponement_is_asked_for_granted_and_ended() -> None:
    acceptance, people = opened()
    due_on = known(acceptance.due_on)
    later = due_on + timedelta(days=100)
    with pytest.raises(ValidationError):
        request_postponement(acceptance, reason="", until=due_on, actor=people.lead)
    request_postponement(acceptance, reason="疫情", until=later, actor=people.lead)
    acceptance.refresh_from_db()
    with pytest.raises(ValidationError):
        decide_postponement(acceptance, is_granted=False, why="", actor=people.ministry)
    decide_postponement(acceptance, is_granted=True, why="", actor=people.ministry)
    acceptance.refresh_from_db()
    assert (acceptance.state, acceptance.due_on) == (AcceptanceState.POSTPONED, later)
    resume_acceptance(acceptance, actor=people.lead)
    acceptance.refresh_from_db()
    assert acceptance.state == AcceptanceState.DUE


def test_the_draft_of_the_self_review_says_what_the_system_knows() -> None:
    acceptance, _people = opened()
    a_task_book(acceptance.project)

    text = draft_self_review(acceptance)

    assert "任务书共 2 项任务，完成 0 项" in text
    assert "演示任务1" in text
    assert "还没有填报季报" in text


# -- pages ------------------------------------------------------------------------------------------------------------
def url(name: str, thing: Any) -> str:
    return reverse(f"projects:{name}", args=[thing.uuid])


def test_the_whole_way_by_the_pages(client: Client) -> None:
    project = a_project(state=ProjectState.BUILDING)
    people, cycle = people_of(project), a_cycle()
    signed_in(client, people.ministry)
    assert client.get(url("acceptance_open", project)).status_code == 200
    client.post(url("acceptance_open", project), {"cycle": cycle.pk})
    acceptance = project.acceptances.get()

    signed_in(client, people.lead)
    assert "验收自评报告" in client.get(url("self_review", acceptance)).content.decode()
    client.post(url("self_review", acceptance), {"self_review": "我的自评"})
    signed_in(client, people.ministry)
    assert url("acceptance_begin", acceptance) in client.get(url("acceptance", acceptance)).content.decode()
    client.post(url("acceptance_begin", acceptance))
    refused = client.post(url("acceptance_conclude", acceptance), {"conclusion": "withheld", "opinion": "还差一点"})
    assert refused.status_code == 200
    assert "还差一点" in refused.content.decode()
    due = date(timezone.localdate().year + 1, 6, 30).isoformat()
    more = {"rectification_requirements": "补齐", "rectification_due_on": due}
    client.post(url("acceptance_conclude", acceptance), {"conclusion": "withheld", "opinion": "还差一点", **more})
    signed_in(client, people.editor)
    client.post(url("acceptance_rectify", acceptance), {"report": "已补齐"})

    acceptance.refresh_from_db()
    assert (acceptance.conclusion, acceptance.rectification.state) == (Conclusion.WITHHELD, RectificationState.DONE)
    assert "已补齐" in client.get(url("acceptance", acceptance)).content.decode()


def test_a_refused_postponement_keeps_what_was_typed(client: Client) -> None:
    acceptance, people = opened()
    typed = {"reason": "我的理由", "until": known(acceptance.due_on).isoformat()}

    page = signed_in(client, people.lead).post(url("postpone", acceptance), typed).content.decode()

    assert "我的理由" in page
    assert "延期日期应晚于原期限" in page


def test_of_two_tabs_the_second_self_review_is_refused_and_keeps_its_text(client: Client) -> None:
    acceptance, people = opened()
    submit_self_review(acceptance, self_review="先交的", actor=people.lead, at=timezone.now())

    page = signed_in(client, people.editor).post(url("self_review", acceptance), {"self_review": "后交的"})

    assert (page.status_code, "后交的" in page.content.decode()) == (200, True)
    acceptance.refresh_from_db()
    assert acceptance.self_review == "先交的"


def test_strangers_find_nothing_and_a_member_unit_only_reads(client: Client) -> None:
    acceptance, _people = opened()
    acts = ["postpone", "answer_postponement", "acceptance_resume", "acceptance_begin", "acceptance_conclude"]
    acts += ["acceptance_rectify", "self_review"]
    for actor in strangers():
        signed_in(client, actor)
        assert client.get(url("acceptance", acceptance)).status_code == 404
        assert client.get(url("acceptance_open", acceptance.project)).status_code == 404
        assert {client.post(url(act, acceptance)).status_code for act in acts} == {404}
    signed_in(client, a_participant(acceptance.project))
    assert client.get(url("acceptance", acceptance)).status_code == 200
    typed = {"reason": "r", "until": "2099-01-01", "report": "r", "self_review": "s"}
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
    acceptance, people = under_review()
    conclude(acceptance, people, Conclusion.PASSED)
    for actor in [people.lead, people.province, people.ministry]:
        page = signed_in(client, actor).get(url("acceptance", acceptance), headers={"accept-language": language})
        assert word in page.content.decode()
