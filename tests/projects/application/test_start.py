from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.accounts.builders import a_member
from tests.projects.builders import (
    a_cycle,
    a_host,
    a_library,
    a_pool_entry,
    a_revision,
    an_application,
    attach,
    contents_of,
)
from zyk.accounts.enums import Role
from zyk.common.audit import history_of
from zyk.library.enums import Standing
from zyk.projects.actions.application import start_application, withdraw_application
from zyk.projects.actions.cycle import close_cycle
from zyk.projects.enums import ApplicationKind, ApplicationState
from zyk.projects.models import Application, Project
from zyk.projects.queries.application import libraries_to_apply_with
from zyk.projects.queries.window import Deadline

pytestmark = pytest.mark.django_db
CANDIDATE, UPGRADE = ApplicationKind.CANDIDATE, ApplicationKind.UPGRADE


@pytest.mark.parametrize("role", [Role.HOST_EDITOR, Role.PROJECT_LEAD])
def test_a_lead_host_starts_an_application_for_its_library(role: str) -> None:
    cycle, library = a_cycle(), a_library()
    actor = a_member(role, library.lead_host)
    application = start_application(library=library, kind=CANDIDATE, cycle=cycle, actor=actor)
    assert (application.state, application.lead_host, application.is_exempt) == ("draft", library.lead_host, False)
    assert application.number == "2019-B-0001"
    assert history_of(application)[0].verb == "start application"


def test_numbers_count_on_within_cycle_and_kind() -> None:
    cycle = a_cycle()
    for expected in ("2019-B-0001", "2019-B-0002"):
        library = a_library()
        actor = a_member(Role.HOST_EDITOR, library.lead_host)
        assert start_application(library=library, kind=CANDIDATE, cycle=cycle, actor=actor).number == expected
    library = a_library(standing=Standing.ACCEPTED)
    actor = a_member(Role.HOST_EDITOR, library.lead_host)
    assert start_application(library=library, kind=UPGRADE, cycle=cycle, actor=actor).number == "2019-S-0001"


@pytest.mark.parametrize("role", [Role.SEAL_KEEPER, Role.FINANCE_HEAD, Role.TEACHER])
def test_others_of_the_unit_do_not_start_one(role: str) -> None:
    library = a_library()
    with pytest.raises(PermissionDenied):
        start_application(library=library, kind=CANDIDATE, cycle=a_cycle(), actor=a_member(role, library.lead_host))


def test_another_unit_does_not_start_one() -> None:
    with pytest.raises(PermissionDenied):
        start_application(library=a_library(), kind=CANDIDATE, cycle=a_cycle(), actor=a_member(Role.HOST_EDITOR))


def test_outside_the_window_nothing_is_started() -> None:
    library = a_library()
    actor = a_member(Role.HOST_EDITOR, library.lead_host)
    with pytest.raises(ValidationError, match="窗口"):
        start_application(library=library, kind=CANDIDATE, cycle=a_cycle(open=False), actor=actor)


def test_a_closed_cycle_takes_no_application() -> None:
    cycle = close_cycle(cycle=a_cycle(), actor=a_member(Role.MINISTRY_OFFICER))
    library = a_library()
    actor = a_member(Role.HOST_EDITOR, library.lead_host)
    with pytest.raises(ValidationError):
        start_application(library=library, kind=CANDIDATE, cycle=cycle, actor=actor)


def test_the_last_day_of_a_window_is_the_day_in_shanghai() -> None:
    window = a_cycle().windows.get(code="candidate_online")
    window.opens_on = window.closes_on = datetime(2019, 6, 23, tzinfo=UTC).date()
    last_second = datetime(2019, 6, 23, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Shanghai
    deadline = Deadline(window, window.closes_on)
    assert deadline.is_open(last_second)
    assert not deadline.is_open(last_second + timedelta(seconds=1))
    first = datetime(2019, 6, 22, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    assert deadline.is_open(first)
    assert not deadline.is_open(first - timedelta(seconds=1))


def test_one_application_a_library_kind_and_cycle_until_it_is_withdrawn() -> None:
    application = an_application()
    actor = a_host(application)
    again: dict[str, Any] = {
        "library": application.library,
        "kind": CANDIDATE,
        "cycle": application.cycle,
        "actor": actor,
    }
    with pytest.raises(ValidationError, match="已有"):
        start_application(**again)
    withdraw_application(application=application, reason="换一个库", actor=actor)
    assert start_application(**again).state == ApplicationState.DRAFT


@pytest.mark.parametrize("standing", [Standing.NONE, Standing.APPLYING, Standing.APPROVED, Standing.EXITED])
def test_upgrade_support_is_for_accepted_libraries_only(standing: str) -> None:
    library = a_library(standing=standing)
    actor = a_member(Role.PROJECT_LEAD, library.lead_host)
    with pytest.raises(ValidationError, match="已验收"):
        start_application(library=library, kind=UPGRADE, cycle=a_cycle(), actor=actor)
    assert libraries_to_apply_with(actor, UPGRADE, a_cycle()) == []


@pytest.mark.parametrize("standing", [Standing.APPROVED, Standing.ACCEPTED, Standing.EXITED])
def test_a_library_with_a_project_is_no_candidate_any_more(standing: str) -> None:
    library = a_library(standing=standing)
    actor = a_member(Role.PROJECT_LEAD, library.lead_host)
    with pytest.raises(ValidationError, match="立项"):
        start_application(library=library, kind=CANDIDATE, cycle=a_cycle(), actor=actor)


def test_last_years_candidate_is_exempt_by_itself() -> None:
    cycle, library = a_cycle(), a_library()
    entry = a_pool_entry(library, year=cycle.year - 1)
    actor = a_member(Role.HOST_EDITOR, library.lead_host)
    application = start_application(library=library, kind=CANDIDATE, cycle=cycle, actor=actor)
    assert application.exempt_basis == entry


def test_an_older_candidate_or_one_with_a_project_is_not_exempt() -> None:
    cycle = a_cycle()
    older = a_library()
    a_pool_entry(older, year=cycle.year - 2)
    approved = a_library()
    a_pool_entry(approved, year=cycle.year - 1)
    earlier = an_application(cycle=a_cycle(year=cycle.year - 1), library=approved, state=ApplicationState.APPROVED)
    Project.objects.create(
        code="2018-Z-0001",
        application=earlier,
        library=approved,
        lead_host=approved.lead_host,
        year=2018,
        approved_on=timezone.localdate(),
    )
    for library in (older, approved):
        actor = a_member(Role.HOST_EDITOR, library.lead_host)
        assert not start_application(library=library, kind=CANDIDATE, cycle=cycle, actor=actor).is_exempt


def test_last_years_material_is_carried_over_and_units_confirm_again() -> None:
    cycle, library = a_cycle(), a_library()
    before = an_application(cycle=a_cycle(year=cycle.year - 1), library=library, state=ApplicationState.POOLED)
    a_revision(before, number=2, sealed=True, **contents_of(cycle.rulebook.edition))
    partner = a_member(Role.HOST_EDITOR)
    before.members.create(organisation=partner.organisation, kind="co-host", confirmed_at=timezone.now())
    attach(before, "construction_plan")
    actor = a_member(Role.HOST_EDITOR, library.lead_host)
    application = start_application(library=library, kind=CANDIDATE, cycle=cycle, actor=actor)
    assert application.previous == before
    typed = {draft.code: draft.content for draft in application.sections.all()}
    assert typed["goals"] == contents_of(cycle.rulebook.edition)["goals"]
    assert [member.has_confirmed for member in application.members.all()] == [False]
    assert application.attachments.count() == 1
    assert application.budgets.count() == 3


def test_withdrawing_needs_a_reason_and_happens_once() -> None:
    application = an_application(state=ApplicationState.PROVINCE_REVIEW)
    actor = a_host(application)
    with pytest.raises(ValidationError):
        withdraw_application(application=application, reason=" ", actor=actor)
    withdraw_application(application=application, reason="材料有误", actor=actor)
    assert history_of(application)[0].why == "材料有误"
    with pytest.raises(ValidationError):
        withdraw_application(application=application, reason="再撤一次", actor=actor)


@pytest.mark.parametrize("state", [ApplicationState.REVIEWED, ApplicationState.POOLED, ApplicationState.APPROVED])
def test_what_is_being_decided_is_not_withdrawn(state: str) -> None:
    application = an_application(state=state)
    with pytest.raises(ValidationError):
        withdraw_application(application=application, reason="不想要了", actor=a_host(application))
    assert Application.objects.get().state == state
