"""A year of the programme: applications stand at every stage, one project has gone all the way to acceptance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.library.models import Library
from zyk.media.actions import store_file
from zyk.monitoring.actions import compute_library
from zyk.projects.actions.acceptance import (
    check_self_review,
    open_acceptance,
    submit_self_review,
)
from zyk.projects.actions.acceptance_panel import (
    Finding,
    begin_panel,
    enter_conclusion,
    lay_open,
    publish_conclusions,
)
from zyk.projects.actions.application import start_application
from zyk.projects.actions.attachment import attach_file
from zyk.projects.actions.cycle import close_cycle, open_cycle
from zyk.projects.actions.duty import measure_duty
from zyk.projects.actions.formal_check import (
    begin_formal_check,
    conclude_formal_check,
    receive_paper,
    record_finding,
    sign_waiver,
)
from zyk.projects.actions.member import answer_membership, name_member
from zyk.projects.actions.notice import close_review, publish_notice, start_reviews
from zyk.projects.actions.recommendation import recommend_application
from zyk.projects.actions.report import ensure_report, fill_report, pass_report
from zyk.projects.actions.section import save_section
from zyk.projects.actions.selection import Verdict, countersign_batch, draft_batch, publish_batch, put_in_batch
from zyk.projects.actions.submission import seal_application, submit_application
from zyk.projects.actions.task_book import (
    PlannedTask,
    agree_to_task_book,
    confirm_task_book,
    report_task,
    submit_task_book,
    verify_task,
    write_task_book,
)
from zyk.projects.enums import ApplicationKind, Conclusion, MemberKind, Outcome, TaskState
from zyk.projects.models import Acceptance, Application, Cycle, PoolEntry, Project
from zyk.projects.queries.report import last_quarter_before
from zyk.reviews.actions import (
    admit_objection,
    close_notice,
    conclude_objection,
    file_objection,
    submit_review,
)
from zyk.reviews.models import PublicNotice, Review
from zyk.site.demo.answers import answers_for
from zyk.site.demo.edition import load_demonstration_edition
from zyk.site.demo.libraries import FILES, small_library
from zyk.site.demo.people import CO_HOST, ENTERPRISE, acting, unit

WAN = 1_000_000  # fen


@dataclass(frozen=True)
class Team:
    """The people of one lead host."""

    editor: Actor
    sealer: Actor
    province: Actor


def run_programme(lifts: Library, *, tell: Callable[[str], None]) -> Cycle:
    """Open this year's cycle and bring applications to the stages a newcomer wants to see."""
    officer, second = acting("yanshi-bu"), acting("yanshi-huiqian")
    today = timezone.localdate()
    first = Team(acting("yanshi-tianbao"), acting("yanshi-gaizhang"), acting("yanshi-sheng"))
    other = Team(acting("yanshi-chuannan", Role.HOST_EDITOR), acting("yanshi-chuannan2"), acting("yanshi-sheng2"))
    last_year = open_cycle(rulebook=load_demonstration_edition(today.year - 1, today), actor=officer)
    cycle = open_cycle(rulebook=load_demonstration_edition(today.year, today), actor=officer)
    _close(last_year)

    tell("applications at each stage / 各阶段申请")
    compute_library(lifts, as_of=today, rulebook=cycle.rulebook)
    approved = _handed_in(lifts, cycle, first, with_members=True)
    pooled = _handed_in(_small("460305", "演示工业机器人技术专业教学资源库", first), cycle, first)
    _recommended([(approved, 1), (pooled, 2)], first)
    other_one = _handed_in(_small("520201", "演示护理专业教学资源库", other), cycle, other)
    _recommended([(other_one, 1)], other)
    for application in (approved, pooled, other_one):
        _checked(application, officer)
    _notice_and_review(cycle, [approved, pooled, other_one], officer)
    _decided(cycle, approved, pooled, other_one, officer, second)

    tell("a project from task book to acceptance / 从任务书到验收")
    _project(Project.objects.get(application=approved), cycle, first, officer)

    waiting = _handed_in(_small("510201", "演示计算机应用技术专业教学资源库", other), cycle, other)
    _recommended([(waiting, 2)], other)
    in_notice = _handed_in(_small("500701", "演示邮政快递运营管理专业教学资源库", other), cycle, other)
    _recommended([(in_notice, 3)], other)
    _checked(in_notice, officer)
    _notice(cycle, [in_notice], officer)
    _handed_in(_small("530601", "演示工商企业管理专业教学资源库", first), cycle, first)
    _exempt(last_year, cycle, other)
    start_application(
        library=_small("460301", "演示机电一体化技术专业教学资源库", first),
        kind=ApplicationKind.CANDIDATE,
        cycle=cycle,
        actor=first.editor,
    )
    return cycle


def _small(code: str, name: str, team: Team) -> Library:
    return small_library(code, name, leader=team.editor)


def _close(cycle: Cycle) -> None:
    """Last year's round is over; its pool is the basis of this year's exemptions."""
    close_cycle(cycle=cycle, actor=acting("yanshi-bu"), why="演示：上一年度工作结束")


def _handed_in(library: Library, cycle: Cycle, team: Team, *, with_members: bool = False) -> Application:
    """Filled in, submitted and sealed."""
    application = start_application(library=library, kind=ApplicationKind.CANDIDATE, cycle=cycle, actor=team.editor)
    _fill(application, team.editor)
    if with_members:
        _members(application, team.editor)
    submit_application(application=application, actor=team.editor)
    return seal_application(application=application, actor=team.sealer)


def _fill(application: Application, editor: Actor) -> None:
    edition = application.cycle.rulebook.edition
    for code, content in answers_for(edition, application.kind, application.library).items():
        draft = application.sections.filter(code=code).first()
        save_section(
            application=application, code=code, content=content, version=draft.version if draft else 0, actor=editor
        )
    for slot in edition.form_of(application.kind).attachments:
        if slot.required:
            attach_file(application=application, slot=slot.code, file=_upload(slot.kinds), actor=editor)


def _upload(kinds: list) -> SimpleUploadedFile:
    name = "catalogue_zh.pdf" if "pdf" in map(str, kinds) else "paper.docx"
    return SimpleUploadedFile(name, (FILES / name).read_bytes())


def _members(application: Application, editor: Actor) -> None:
    for organisation, kind, duty, person in (
        (CO_HOST, MemberKind.CO_HOST, "电梯控制类课程", acting("yanshi-gongcheng")),
        (ENTERPRISE, MemberKind.PARTICIPANT, "企业案例与岗位培训", acting("yanshi-qiye", Role.SEAL_KEEPER)),
    ):
        member = name_member(
            application=application, organisation=unit(organisation), kind=kind, duty=duty, actor=editor
        )
        answer_membership(member=member, confirms=True, actor=person)


def _recommended(ranked: list[tuple[Application, int]], team: Team) -> None:
    with (FILES / "catalogue_zh.pdf").open("rb") as file:
        letter = store_file(file, name="演示推荐公函.pdf", actor=team.province)
    for application, rank in ranked:
        recommend_application(
            application,
            rank=rank,
            opinion="基础扎实，同意推荐。",
            letter_number=f"演教函〔{application.cycle.year}〕{rank} 号",
            letter=letter,
            actor=team.province,
            at=timezone.now(),
        )


def _checked(application: Application, officer: Actor) -> None:
    """Paper with the right code; what only eyes can judge is judged; what a small world cannot reach is waived."""
    now = timezone.now()
    application.refresh_from_db()
    revision = application.revisions.order_by("-number")[0]
    receive_paper(application, received_on=timezone.localdate(), printed_code=revision.sha256[:12], actor=officer)
    for check in begin_formal_check(application, actor=officer, at=now):
        if check.is_met is None:
            record_finding(check, is_met=True, found="已核对", waiver_reason="", actor=officer, at=now)
        elif check.is_met is False:
            record_finding(
                check,
                is_met=True,
                found="",
                waiver_reason="演示环境规模小，准予豁免",
                actor=officer,
                at=now,
            )
            sign_waiver(check, actor=acting("yanshi-huiqian"), at=now)
    conclude_formal_check(application, outcome="pass", why="", actor=officer)


def _notice(cycle: Cycle, applications: list[Application], officer: Actor, *, began_days_ago: int = 0) -> PublicNotice:
    first_day = timezone.localdate() - timedelta(days=began_days_ago)
    return publish_notice(
        cycle,
        kind=ApplicationKind.CANDIDATE,
        applications=applications,
        opens_on=first_day,
        today=first_day,
        title=f"{cycle.year} 年度备选资源库申报材料公示（演示）",
        actor=officer,
    )


def _notice_and_review(cycle: Cycle, applications: list[Application], officer: Actor) -> None:
    """A notice that ended yesterday, with one objection found unfounded; then the four experts free to judge."""
    today = timezone.localdate()
    notice = _notice(cycle, applications, officer, began_days_ago=14)
    _objection(notice, officer)
    close_notice(notice, actor=officer, today=today)
    start_reviews(
        cycle,
        applications=applications,
        title=f"{cycle.year} 年度备选资源库网络评审（演示）",
        size=4,
        seed=f"demo-{cycle.year}",
        witness="演示监督人",
        actor=officer,
        at=timezone.now(),
    )
    for index, review in enumerate(Review.objects.select_related("expert__user").order_by("id")):
        expert = acting(review.expert.user.username)
        scores = {
            criterion["code"]: Decimal(9 - (index + place) % 3) for place, criterion in enumerate(review.criteria)
        }
        submit_review(
            review,
            scores=scores,
            recommendation="support",
            opinion="设计完整，企业参与充分；建议加强拓展资源与社会学习者服务。",
            confidential="",
            actor=expert,
            at=timezone.now(),
        )
    for application in applications:
        close_review(application, actor=officer, at=timezone.now())


def _objection(notice: PublicNotice, officer: Actor) -> None:
    objection = file_objection(
        item=notice.items.order_by("id")[0],
        grounds="申报材料中的用户数与公开信息不一致，请核对。",
        contact_name="演示公众",
        contact="demo@example.invalid",
        actor=acting("yanshi-shehui"),
        today=notice.opens_on,
    )
    assert officer.organisation
    admit_objection(objection, handler=officer.organisation, actor=officer)
    conclude_objection(
        objection,
        to_state="unfounded",
        finding="用户数由系统按学习记录计算，经核对一致。",
        reply="经核对，申报材料中的用户数与系统按学习记录计算的一致。",
        actor=officer,
    )


def _decided(
    cycle: Cycle, approved: Application, pooled: Application, other: Application, officer: Actor, second: Actor
) -> None:
    batch = draft_batch(
        cycle,
        title=f"{cycle.year} 年度第一批（演示）",
        document_number=f"演示函〔{cycle.year}〕1 号",
        budget_ceiling_fen=1000 * WAN,
        actor=officer,
    )
    for application in (approved, pooled, other):
        application.refresh_from_db()
    verdicts = {
        approved: Verdict(Outcome.APPROVED, 500 * WAN, "评议结果优秀"),
        pooled: Verdict(Outcome.POOLED, None, "列入备选"),
        other: Verdict(Outcome.APPROVED, 300 * WAN, "择优立项"),
    }
    put_in_batch(batch, verdicts=verdicts, actor=officer)
    countersign_batch(batch, actor=second)
    publish_batch(batch, actor=officer, at=timezone.now())


def _project(project: Project, cycle: Cycle, team: Team, officer: Actor) -> None:
    """Task book with three signatures, tasks done and verified, a quarter report passed, acceptance passed."""
    lead, now, today = acting("yanshi-fuze"), timezone.now(), timezone.localdate()
    task_book = write_task_book(
        project,
        summary="建成 8 门核心课程，组建联盟，制定并施行资源认证标准，开展学分认定与资源交换。",
        tasks=[
            PlannedTask("建设标准化课程", "≥ 6 门", today + timedelta(days=20), "已发布课程", "standard_courses"),
            PlannedTask("制定资源认证标准", "1 部", today + timedelta(days=20), "施行的认证标准"),
            PlannedTask("开设公开教学班", "≥ 1 个", today + timedelta(days=20), "教学班与成绩"),
        ],
        actor=team.editor,
    )
    submit_task_book(task_book, actor=lead, at=now)
    agree_to_task_book(task_book, opinion="目标明确，同意。", actor=team.province, at=now)
    confirm_task_book(task_book, actor=officer, at=now)
    for task in task_book.tasks.all():
        report_task(
            task, to_state=TaskState.DONE, evidence="已完成，见资源库页面。", evidence_file=None, actor=team.editor
        )
        verify_task(task, is_verified=True, why="", actor=team.province)
    # Approved in an earlier quarter: else no quarter would be over yet, and none to report on.
    Project.objects.filter(pk=project.pk).update(approved_on=today - timedelta(days=100))
    project.refresh_from_db()
    _quarter_report(project, team, officer)
    acceptance = open_acceptance(project, cycle=cycle, actor=officer)
    texts = {"summary": "建设任务已完成，资金按预算执行，资源库已投入使用。", "use": "两所院校四门课程在用。"}
    submit_self_review(acceptance, texts=texts, actor=team.editor, at=now)
    check_self_review(acceptance, opinion="材料齐全。", actor=team.province)
    _conclude(acceptance, officer)
    for duty in project.library.yearly_duties.all():
        measure_duty(duty, on=today)


def _conclude(acceptance: Acceptance, officer: Actor) -> None:
    """Laid open, reviewed by a panel drawn by lot, concluded and published. The notice's days are over at once: its
    rows are moved into the past, as no demonstration can wait."""
    now, today = timezone.now(), timezone.localdate()
    Cycle.objects.filter(pk=acceptance.cycle_id, notice_working_days=None).update(notice_working_days=5)
    cycle = Cycle.objects.get(pk=acceptance.cycle_id)
    notice = lay_open(cycle, acceptances=[acceptance], title="验收材料公示（演示）", opens_on=today, actor=officer)
    PublicNotice.objects.filter(pk=notice.pk).update(
        opens_on=today - timedelta(days=8), closes_on=today - timedelta(days=1)
    )
    notice.refresh_from_db()
    close_notice(notice, actor=officer, today=today)
    panel = begin_panel(
        cycle,
        acceptances=[acceptance],
        title="验收专家组（演示）",
        size=3,
        seed="demo-acceptance",
        witness="监督员",
        actor=officer,
        at=now,
    )
    for review in panel.reviews.select_related("expert__user"):
        points = {each["code"]: Decimal(each["maximum"]) * Decimal("0.9") for each in review.criteria}
        submit_review(
            review, scores=points, recommendation="support", opinion="试用正常，资源完整。", confidential="",
            actor=Actor(user=review.expert.user), at=now, justifications=dict.fromkeys(points, "试用所见。"),
        )  # fmt: skip
    finding = Finding(conclusion=Conclusion.PASSED, opinion="任务完成，运行正常，同意通过。",
                      despite_vetoes="否决项经专家组核实，不影响使用。")  # fmt: skip
    enter_conclusion(acceptance, finding, actor=officer, at=now)
    acceptance.refresh_from_db()
    publish_conclusions([acceptance], document_number="教职成司函〔演示〕1号", actor=officer, at=now)


def _quarter_report(project: Project, team: Team, officer: Actor) -> None:
    now = timezone.now()
    year, quarter = last_quarter_before(timezone.localdate())
    report = ensure_report(project, year=year, quarter=quarter)
    fill_report(
        report,
        received={"ministry": 300 * WAN, "local": 80 * WAN, "enterprise": 40 * WAN, "school": 100 * WAN},
        spent={
            ("ministry", "1"): 120 * WAN,
            ("ministry", "3"): 60 * WAN,
            ("local", "1"): 40 * WAN,
            ("enterprise", "2"): 20 * WAN,
            ("school", "1"): 50 * WAN,
        },
        note="按计划执行。",
        actor=team.editor,
        at=now,
    )
    for person in (acting("yanshi-caiwu"), acting("yanshi-fuze"), officer):
        pass_report(report, opinion="同意。", actor=person, at=now)


def _exempt(last_year: Cycle, cycle: Cycle, team: Team) -> None:
    """In last year's pool and not approved since: no provincial recommendation, straight to the notice."""
    library = _small("530302", "演示大数据与会计专业教学资源库", team)
    PoolEntry.objects.create(cycle=last_year, library=library, entered_at=timezone.now())
    _handed_in(library, cycle, team)
