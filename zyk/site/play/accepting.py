"""Acceptance in all its outcomes, then the yearly duties, watched and judged."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.library.actions import create_resource, publish_resource
from zyk.library.enums import ApplicationType, Standing
from zyk.library.models import Library
from zyk.library.noting import note_resource
from zyk.projects.actions.acceptance import (
    check_self_review,
    decide_postponement,
    open_acceptance,
    request_postponement,
    resume_acceptance,
    submit_self_review,
)
from zyk.projects.actions.acceptance_panel import (
    Finding,
    begin_panel,
    enter_conclusion,
    lay_open,
    publish_conclusions,
)
from zyk.projects.actions.duty import measure_all_duties
from zyk.projects.actions.exit_review import decide_exit, explain_breach
from zyk.projects.actions.rectification import finish_rectification, plan_rectification
from zyk.projects.enums import AcceptanceState, Conclusion, ExitReviewState, ProjectState
from zyk.projects.models import Acceptance, ExitReview, Project, Rectification
from zyk.projects.queries.self_review import SECTIONS
from zyk.records.verbs import Verb
from zyk.reviews.actions import close_notice, submit_review
from zyk.reviews.models import PublicNotice, Review
from zyk.site.play.applying import Round
from zyk.site.play.building import hosts_of
from zyk.site.play.judging import points_for

OPINIONS = {
    Conclusion.PASSED: "任务完成，运行正常，同意通过。",
    Conclusion.WITHHELD: "个别任务没有完成，暂缓通过。",
    Conclusion.FAILED: "建设内容与任务书不符，不予通过。",
}


def accept(played: Round, *, outcomes: Sequence[str], size: int, year: int) -> None:
    """Call the projects in building to acceptance; `outcomes` are dealt out in the order of their codes."""
    hosts, officer = hosts_of(played), played.cast.officer
    played.clock.go_to(date(year, 9, 1))
    projects = Project.objects.filter(state=ProjectState.BUILDING, application__cycle__year__lt=year)
    called = [
        open_acceptance(project, cycle=played.cycle, actor=officer)
        for project in projects.select_related("lead_host", "library").order_by("code")
    ]
    called += _postponed_before(played)
    fates = dict(zip([each.pk for each in called], outcomes, strict=False))
    played.clock.go_to(date(year, 9, 20))
    for acceptance in called:
        host = hosts[acceptance.project.lead_host_id]
        province = played.cast.provinces[acceptance.project.lead_host.province_id or ""]
        if fates.get(acceptance.pk) == "postponed":
            until = date(year + 1, 10, 31)
            request_postponement(acceptance, reason="主要合作企业停产，实训资源延期。", until=until, actor=host.lead)
            decide_postponement(acceptance, is_granted=True, why="情况属实。", actor=officer)
            continue
        _hand_in(acceptance, host.lead)
        check_self_review(acceptance, opinion="材料齐全。", actor=province)
    _lay_open_and_judge(played, date(year, 10, 9), fates, size=size)


def _postponed_before(played: Round) -> list[Acceptance]:
    """A year later the postponed are due again, in the new year's round."""
    waiting = Acceptance.objects.filter(state=AcceptanceState.POSTPONED, cycle__year__lt=played.year)
    found = list(waiting.select_related("project__lead_host", "project__library"))
    for acceptance in found:
        resume_acceptance(acceptance, actor=played.cast.officer)
        Acceptance.objects.filter(pk=acceptance.pk).update(cycle=played.cycle)
        acceptance.refresh_from_db()
    return found


def rectify(played: Round, day: date) -> None:
    """The withheld mend what was asked for and say so."""
    hosts = hosts_of(played)
    played.clock.go_to(day)
    for rectification in Rectification.objects.filter(state="open").select_related("acceptance__project__lead_host"):
        lead = hosts[rectification.acceptance.project.lead_host_id].lead
        plan_rectification(rectification, plan="补建两门课程，完善企业案例。", actor=lead, at=timezone.now())
        finish_rectification(rectification, report="已按要求补建并发布。", proof=None, actor=lead, at=timezone.now())


def tend(played: Round, day: date) -> None:
    """Two of three accepted libraries are kept up: a new resource, and new people who come to see it."""
    played.clock.go_to(day)
    hosts = hosts_of(played)
    accepted = Library.objects.filter(standing=Standing.ACCEPTED, yearly_duties__year=day.year).distinct()
    for number, library in enumerate(accepted.order_by("id")):
        if number % 3 == 2:
            continue
        host = hosts[library.lead_host_id]
        resource = create_resource(
            library=library,
            actor=host.editor,
            title=f"{day.year} 年更新：新工艺导学",
            body="# 新工艺\n\n按企业新工艺更新的导学内容。",
            application_type=ApplicationType.STUDY_GUIDE,
            author=host.editor.trail_name,
            source="模拟",
            audience="在校生",
        )
        publish_resource(resource, actor=host.editor)
        note_resource(played.cast.learner(host, played.random), Verb.VIEWED, resource)


def watch_duties(played: Round, days: Sequence[date]) -> None:
    """The nightly watch on some days of the year, then its end; those in breach explain themselves."""
    hosts = hosts_of(played)
    for day in days:
        played.clock.go_to(day, hour=4)
        measure_all_duties(on=timezone.localdate())
    waiting = ExitReview.objects.filter(state=ExitReviewState.OPEN).select_related("library__lead_host")
    for number, review in enumerate(waiting.order_by("id")):
        lead = hosts[review.library.lead_host_id].lead
        explain_breach(review, answer="教师调整，已制定更新计划。", actor=lead, at=timezone.now())
        review.refresh_from_db()
        decide_exit(
            review,
            is_kept=number % 4 != 3,
            opinion="说明属实，保留并督促更新。" if number % 4 != 3 else "长期不更新，退出。",
            actor=played.cast.officer,
            at=timezone.now(),
        )


def _hand_in(acceptance: Acceptance, lead: Actor) -> None:
    texts = dict.fromkeys(SECTIONS, "建设任务已完成，资金按预算执行。")
    submit_self_review(acceptance, texts=texts, actor=lead, at=timezone.now())


def _lay_open_and_judge(played: Round, day: date, fates: dict[int, str], *, size: int) -> None:
    played.clock.go_to(day)
    officer, cycle = played.cast.officer, played.cycle
    checked = list(Acceptance.objects.filter(cycle=cycle, state=AcceptanceState.PROVINCE_CHECKED))
    if not checked:
        return
    title = f"{cycle.year} 年度验收材料公示（模拟）"
    lay_open(cycle, acceptances=checked, title=title, opens_on=timezone.localdate(), actor=officer)
    played.clock.go_to(day + timedelta(days=14))
    for notice in PublicNotice.objects.filter(state="open"):
        close_notice(notice, actor=officer, today=timezone.localdate())
    done = list(Acceptance.objects.filter(cycle=cycle, state=AcceptanceState.NOTICE_DONE).order_by("pk"))
    for start in range(0, len(done), 8):
        _panel(played, done[start : start + 8], start // 8 + 1, size)
    _conclude(played, fates, day + timedelta(days=45))


def _panel(played: Round, group: list[Acceptance], number: int, size: int) -> None:
    panel = begin_panel(
        played.cycle,
        acceptances=group,
        title=f"{played.year} 年度验收第 {number} 组（模拟）",
        size=size,
        seed=f"accept-{played.year}-{number}-{played.random.getrandbits(64):016x}",
        witness="模拟监督人",
        actor=played.cast.officer,
        at=timezone.now(),
    )
    for review in Review.objects.filter(panel=panel).select_related("expert__user").order_by("id"):
        _try_and_score(played, review)


def _try_and_score(played: Round, review: Review) -> None:
    scores = {each["code"]: points_for(played, int(each["maximum"]), 80) for each in review.criteria}
    submit_review(
        review,
        scores=scores,
        recommendation="support",
        opinion="平台可用，资源完整。",
        confidential="",
        actor=Actor(user=review.expert.user),
        at=timezone.now(),
        justifications=dict.fromkeys(scores, "试用所见。"),
    )


def _conclude(played: Round, fates: dict[int, str], day: date) -> None:
    played.clock.go_to(day)
    judged = list(Acceptance.objects.filter(cycle=played.cycle, state=AcceptanceState.UNDER_REVIEW))
    for acceptance in judged:
        conclusion = fates.get(acceptance.pk, Conclusion.PASSED)
        is_withheld = conclusion == Conclusion.WITHHELD
        finding = Finding(
            conclusion,
            OPINIONS[Conclusion(conclusion)],
            requirements="补建两门课程。" if is_withheld else "",
            rectify_by=date(day.year + 1, 6, 30) if is_withheld else None,
            despite_vetoes="模拟环境规模小，经专家组合议。",
        )
        enter_conclusion(acceptance, finding, actor=played.cast.secretary, at=timezone.now())
    if judged:
        for acceptance in judged:
            acceptance.refresh_from_db()
        number = f"模拟函〔{played.year}〕20 号"
        publish_conclusions(judged, document_number=number, actor=played.cast.officer, at=timezone.now())
