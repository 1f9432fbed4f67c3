"""What waits for a person in the capacity he acts in: counts with the page where it is done.

Each line is one count of rows the actor may see, so that the workbench and the page behind it agree."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.alliance.enums import AgreementState, MemberState
from zyk.alliance.models import Agreement, AllianceMember
from zyk.assessment.enums import AttemptState
from zyk.assessment.models import Attempt
from zyk.certification.enums import CertificationState
from zyk.certification.models import Certification
from zyk.creditbank.enums import ConversionState, OutcomeState
from zyk.creditbank.models import Conversion, Outcome
from zyk.exchange.enums import OrderState
from zyk.exchange.models import Order
from zyk.learning.enums import EnrolmentState, RunState
from zyk.learning.models import Enrolment
from zyk.library.enums import ResourceState, TeamRole
from zyk.library.models import Library, Resource
from zyk.monitoring.models import MonitoringReport
from zyk.monitoring.queries.sessions import open_appeals
from zyk.projects.enums import ApplicationState, BatchState, ExitReviewState, ReportState, TaskBookState
from zyk.projects.models import Acceptance, Application, DecisionBatch, ExitReview, Project, QuarterReport, TaskBook
from zyk.projects.queries.application import waiting_for_second
from zyk.projects.queries.writing import sections_to_write
from zyk.projects.rules.selection import OPEN_RECONSIDERATIONS
from zyk.reviews.enums import InvitationState, ObjectionState, ReviewState
from zyk.reviews.models import Objection, PanelMember, Review


@dataclass(frozen=True)
class Todo:
    """`count` things to do at `url`."""

    count: int
    title: str | Promise
    url: str


def todos_of(actor: Actor) -> list[Todo]:
    """What waits, in the order of the day's work; nothing with a count of zero."""
    found = [*BY_ROLE.get(actor.role, _learner)(actor), *_sections_to_write(actor)]
    return [todo for todo in found if todo.count]


def _sections_to_write(actor: Actor) -> Iterator[Todo]:
    """Sections of applications that others have invited this person to write, one line an application."""
    for application, sections in sections_to_write(actor):
        words = gettext("个章节请你协助填写：%(title)s") % {"title": application.library.name}
        yield Todo(sections, words, reverse("projects:shared_sections", args=[application.uuid]))


def _ministry(actor: Actor) -> Iterator[Todo]:
    applications = Application.objects.visible_to(actor)
    cycles = reverse("projects:cycles")
    selection = reverse("projects:selection_newest")
    yield Todo(
        applications.filter(state=ApplicationState.FORMAL_CHECK).count(),
        _("件申请待形式审查"),
        reverse("projects:applications") + "?state=formal-check",
    )
    yield Todo(open_appeals(actor).count(), _("件存疑会话的申诉待裁定"), reverse("monitoring:appeals") + "?state=filed")
    yield Todo(applications.filter(state=ApplicationState.NOTICE_READY).count(), _("件申请待公示"), selection)
    yield Todo(applications.filter(state=ApplicationState.NOTICE_DONE).count(), _("件申请待抽取专家评议"), selection)
    yield Todo(applications.filter(state=ApplicationState.REVIEWED).count(), _("件申请待决定"), cycles)
    yield Todo(
        Objection.objects.filter(state__in=[ObjectionState.FILED, ObjectionState.INVESTIGATING]).count(),
        _("件异议未办结"),
        reverse("reviews:objections"),
    )
    if actor.is_any(Role.MINISTRY_OFFICER):
        yield from _signatures(actor)
    yield Todo(
        DecisionBatch.objects.exclude(state=BatchState.PUBLISHED).count(),
        _("个决定批次未发布"),
        reverse("projects:batches"),
    )
    yield Todo(
        ExitReview.objects.filter(state=ExitReviewState.OPEN).count(),
        _("件退出评估未办结"),
        reverse("projects:exit_reviews") + "?state=open",
    )
    yield Todo(
        TaskBook.objects.filter(state=TaskBookState.PROVINCE_AGREED).count(),
        _("份任务书待确认"),
        reverse("projects:projects"),
    )
    yield Todo(
        QuarterReport.objects.filter(state__in=[ReportState.LEAD_PASSED, ReportState.PROVINCE_SEEN]).count(),
        _("份季报待审核"),
        reverse("projects:reports"),
    )
    yield Todo(
        Acceptance.objects.filter(state__in=["submitted", "under-review", "postponement-requested"]).count(),
        _("个项目在验收中待处理"),
        reverse("projects:acceptances"),
    )


def _signatures(actor: Actor) -> Iterator[Todo]:
    """What another officer has asked this one to sign, and the requests for reconsideration."""
    applications = Application.objects.visible_to(actor)
    page = reverse("projects:applications")
    yield Todo(
        applications.filter(waiting_for_second(actor.user)).count(),
        _("件申请待第二人签署"),
        page + "?waiting=signature",
    )
    yield Todo(
        applications.filter(reconsiderations__state__in=OPEN_RECONSIDERATIONS).count(),
        _("件复核申请待办理"),
        page + "?waiting=reconsideration",
    )


def _province(actor: Actor) -> Iterator[Todo]:
    yield Todo(
        Application.objects.visible_to(actor).filter(state=ApplicationState.PROVINCE_REVIEW).count(),
        _("件申请待推荐"),
        reverse("projects:recommendations"),
    )
    yield Todo(
        Objection.objects.filter(state=ObjectionState.INVESTIGATING, handler=actor.organisation_id).count(),
        _("件异议待核查"),
        reverse("reviews:objections"),
    )
    yield Todo(
        TaskBook.objects.filter(
            state=TaskBookState.SUBMITTED, project__in=Project.objects.visible_to(actor).values("pk")
        ).count(),
        _("份任务书待审核"),
        reverse("projects:projects"),
    )


def _host(actor: Actor) -> Iterator[Todo]:
    """The units' own work; each role sees what it can do."""
    own = Application.objects.filter(lead_host=actor.organisation_id)
    applications = reverse("projects:applications")
    yield Todo(
        MonitoringReport.objects.visible_to(actor).filter(state=MonitoringReport.State.SENT).count(),
        _("份监测报告待签收"),
        reverse("monitoring:reports") + "?state=sent",
    )
    if actor.is_any(Role.HOST_EDITOR, Role.PROJECT_LEAD):
        yield Todo(own.filter(state=ApplicationState.DRAFT).count(), _("份申请书在填报"), applications)
        yield Todo(own.filter(state=ApplicationState.RETURNED).count(), _("份申请书被退回修改"), applications)
        yield Todo(
            TaskBook.objects.filter(
                state__in=[TaskBookState.DRAFT, TaskBookState.RETURNED], project__lead_host=actor.organisation_id
            ).count(),
            _("份任务书待完善"),
            reverse("projects:projects"),
        )
    if actor.is_any(Role.SEAL_KEEPER):
        yield Todo(own.filter(state=ApplicationState.UNIT_REVIEW).count(), _("份申请书待盖章"), applications)
    yield from _host_reports(actor)
    yield from _host_alliances(actor)
    if actor.is_any(Role.PROJECT_LEAD, Role.UNIT_ADMINISTRATOR):
        yield from _credit(actor)
    yield Todo(
        Order.objects.filter(listing__seller=actor.organisation_id, state=OrderState.PLACED).count(),
        _("个许可订单待处理"),
        reverse("exchange:orders"),
    )
    if actor.is_any(Role.FINANCE_HEAD, Role.PROJECT_LEAD):
        yield Todo(
            Order.objects.filter(listing__seller=actor.organisation_id, state=OrderState.ACCEPTED).count(),
            _("个订单待结算"),
            reverse("exchange:orders"),
        )
    yield from _team(actor)


def _host_reports(actor: Actor) -> Iterator[Todo]:
    state = {
        Role.HOST_EDITOR: ReportState.RETURNED,
        Role.FINANCE_HEAD: ReportState.FILLED,
        Role.PROJECT_LEAD: ReportState.FINANCE_PASSED,
    }.get(Role(actor.role))
    if state:
        yield Todo(
            QuarterReport.objects.filter(project__lead_host=actor.organisation_id, state=state).count(),
            _("份季报待你处理"),
            reverse("projects:projects"),
        )


def _host_alliances(actor: Actor) -> Iterator[Todo]:
    if actor.is_any(Role.SEAL_KEEPER, Role.PROJECT_LEAD):
        members = AllianceMember.objects.filter(organisation=actor.organisation_id)
        yield Todo(
            members.filter(state=MemberState.INVITED).count(), _("个联盟邀请待答复"), reverse("alliance:alliances")
        )
        unsigned = Agreement.objects.filter(
            state=AgreementState.DRAFT, alliance__members__in=members.filter(state=MemberState.JOINED)
        ).exclude(signatures__member__organisation=actor.organisation_id)
        yield Todo(unsigned.distinct().count(), _("份协议待签署"), reverse("alliance:alliances"))


def _credit(actor: Actor) -> Iterator[Todo]:
    yield Todo(
        Outcome.objects.filter(awarding_organisation=actor.organisation_id, state=OutcomeState.CLAIMED).count(),
        _("项学习成果待认定"),
        reverse("creditbank:outcomes"),
    )
    yield Todo(
        Conversion.objects.filter(rule__organisation=actor.organisation_id, state=ConversionState.REQUESTED).count(),
        _("件学分转换待审核"),
        reverse("creditbank:conversions"),
    )


def _team(actor: Actor) -> Iterator[Todo]:
    """Review and certification in the libraries whose team one belongs to."""
    publishing = Library.objects.filter(team__user=actor.user, team__role__in=[TeamRole.LEADER, TeamRole.REVIEWER])
    yield Todo(
        Resource.objects.filter(library__in=publishing, state=ResourceState.IN_REVIEW).count(),
        _("条资源待审核发布"),
        reverse("library:mine"),
    )
    yield Todo(
        Certification.objects.filter(standard__library__in=publishing, state=CertificationState.REQUESTED)
        .exclude(requested_by=actor.user)
        .count(),
        _("条资源待认证"),
        reverse("certification:certifications"),
    )


def _teacher(actor: Actor) -> Iterator[Todo]:
    yield Todo(
        Attempt.objects.filter(state=AttemptState.SUBMITTED, in_run__enrolment__run__teacher=actor.user).count(),
        _("份作答待批改"),
        reverse("learning:waiting"),
    )
    yield from _team(actor)
    yield from _learner(actor)


def _learner(actor: Actor) -> Iterator[Todo]:
    yield Todo(
        Enrolment.objects.filter(
            user=actor.user,
            state=EnrolmentState.ENROLLED,
            run__state=RunState.OPEN,
            run__closes_on__gte=timezone.localdate(),
        ).count(),
        _("门课程在学"),
        reverse("learning:my_courses"),
    )


def _expert(actor: Actor) -> Iterator[Todo]:
    yield Todo(
        PanelMember.objects.filter(expert__user=actor.user, state=InvitationState.INVITED).count(),
        _("个评议邀请待答复"),
        reverse("reviews:my_reviews"),
    )
    yield Todo(
        Review.objects.filter(
            expert__user=actor.user, state__in=[ReviewState.ASSIGNED, ReviewState.IN_PROGRESS]
        ).count(),
        _("份材料待评"),
        reverse("reviews:my_reviews"),
    )


BY_ROLE: dict[str, Callable[[Actor], Iterator[Todo]]] = {
    Role.MINISTRY_OFFICER: _ministry,
    Role.REVIEW_SECRETARY: _ministry,
    Role.PROVINCE_OFFICER: _province,
    Role.HOST_EDITOR: _host,
    Role.PROJECT_LEAD: _host,
    Role.FINANCE_HEAD: _host,
    Role.SEAL_KEEPER: _host,
    Role.UNIT_ADMINISTRATOR: _credit,
    Role.TEACHER: _teacher,
    Role.EXPERT: _expert,
}
