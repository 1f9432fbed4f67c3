from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.accounts.builders import Member, a_member
from tests.known import known
from tests.projects.builders import (
    a_cycle,
    a_host,
    a_library,
    a_loaded_rulebook,
    a_pool_entry,
    a_rulebook,
    a_submitted_application,
    an_application,
    contents_of,
    fill_in,
    noon_after,
)
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.common.audit import history_of
from zyk.common.moves import NotInThisState
from zyk.library.enums import Standing
from zyk.projects.actions.application import start_application
from zyk.projects.actions.attachment import remove_attachment
from zyk.projects.actions.member import answer_membership, name_member
from zyk.projects.actions.submission import (
    NotComplete,
    return_to_writer,
    seal_application,
    submit_application,
)
from zyk.projects.enums import ApplicationKind, ApplicationState, MemberKind
from zyk.projects.models import Application, ProvincialRecommendation
from zyk.reviews.models import Dossier

pytestmark = pytest.mark.django_db
EDITION_2031 = Path(__file__).parents[2] / "rulebook" / "editions" / "test-2031.yaml"


def a_keeper(application: Application) -> Member:
    return a_member(Role.SEAL_KEEPER, application.lead_host, name="盖章人")


def told() -> set[tuple[int, str]]:
    return {(each.recipient_id, each.url) for each in Notification.objects.all()}


# -- submitting ------------------------------------------------------------------------------------------------------
def test_a_complete_application_is_submitted_as_a_revision_that_cannot_change() -> None:
    application, writer = a_submitted_application()
    revision = application.revisions.get()
    assert (application.state, revision.number, revision.submitted_by) == ("unit-review", 1, writer.user)
    assert history_of(application)[0].file_sha256 == revision.sha256
    codes = [section["code"] for section in revision.content["sections"]]
    assert codes == [section.code for section in application.cycle.rulebook.edition.form_of("candidate").sections]
    assert application.budget_total_fen == 40_000_000
    assert application.budget_ministry_fen == 10_000_000


def test_an_incomplete_application_is_refused_with_everything_missing() -> None:
    application = an_application()
    writer = a_host(application)
    fill_in(application, writer, goals={"goals": "", "approach": "有"})
    remove_attachment(attachment=application.attachments.get(), actor=writer)
    with pytest.raises(NotComplete) as refused:
        submit_application(application=application, actor=writer)
    assert [(each.section, each.fault.field) for each in refused.value.missing] == [
        ("goals", "goals"),
        ("attachments", "construction_plan"),
    ]
    assert application.revisions.count() == 0


def test_without_a_seal_keeper_nothing_is_submitted() -> None:
    application = an_application()
    writer = a_host(application)
    fill_in(application, writer)
    application.lead_host.memberships.filter(role=Role.SEAL_KEEPER).delete()
    with pytest.raises(NotComplete, match="盖章人"):
        submit_application(application=application, actor=writer)


def test_named_units_must_have_confirmed() -> None:
    application = an_application()
    writer = a_host(application)
    fill_in(application, writer)
    partner = a_member(Role.PROJECT_LEAD)
    member = name_member(
        application=application, organisation=partner.organisation, kind=MemberKind.CO_HOST, duty="", actor=writer
    )
    with pytest.raises(NotComplete, match="还没有确认"):
        submit_application(application=application, actor=writer)
    answer_membership(member=member, confirms=False, reason="今年不参加", actor=partner)
    with pytest.raises(NotComplete, match="今年不参加"):
        submit_application(application=application, actor=writer)
    answer_membership(member=member, confirms=True, actor=partner)
    assert submit_application(application=application, actor=writer).number == 1


def test_after_the_window_a_draft_is_late_and_a_returned_one_is_not() -> None:
    application = an_application()
    writer = a_host(application)
    fill_in(application, writer)
    closes_on = known(application.cycle.windows.get(code="candidate_online").closes_on)
    with pytest.raises(ValidationError, match="截止"):
        submit_application(application=application, actor=writer, at=noon_after(closes_on, 1))
    Application.objects.update(state=ApplicationState.RETURNED)
    assert submit_application(application=application, actor=writer, at=noon_after(closes_on, 1)).number == 1


def test_submitting_twice_is_refused_the_second_time() -> None:
    application, writer = a_submitted_application()
    with pytest.raises(NotInThisState):
        submit_application(application=application, actor=writer)
    assert application.revisions.count() == 1


def test_the_seal_keeper_is_told_and_mailed(django_capture_on_commit_callbacks: Any) -> None:
    application = an_application()
    writer, keeper = a_host(application), a_keeper(application)
    with django_capture_on_commit_callbacks(execute=True):
        fill_in(application, writer)
        submit_application(application=application, actor=writer)
    assert told() == {(keeper.user.pk, f"/projects/applications/{application.uuid}/")}
    assert [message.to for message in mail.outbox] == [[keeper.user.email]]


# -- sealing ---------------------------------------------------------------------------------------------------------
def test_the_seal_sends_a_candidate_to_its_province_with_a_dossier() -> None:
    officer = a_member(Role.PROVINCE_OFFICER)
    application, _writer = a_submitted_application()
    keeper = a_keeper(application)
    sealed = seal_application(application=application, actor=keeper)
    revision = application.revisions.get()
    assert sealed.state == ApplicationState.PROVINCE_REVIEW
    assert (revision.sealed_by, known(revision.dossier).revision) == (keeper.user, 1)
    assert known(revision.dossier).sha256 == revision.sha256
    assert [file.file_name for file in known(revision.dossier).files.all()] == ["演示方案.pdf"]
    application.library.refresh_from_db()
    assert application.library.standing == Standing.APPLYING
    assert Notification.objects.filter(recipient=officer.user).count() == 1


def test_nobody_seals_his_own_submission() -> None:
    application = an_application()
    writer = a_host(application)
    fill_in(application, writer)
    own_seal = a_member(Role.SEAL_KEEPER, application.lead_host, user=writer.user)
    submit_application(application=application, actor=writer)
    with pytest.raises(ValidationError, match="不能给自己"):
        seal_application(application=application, actor=own_seal)
    assert Dossier.objects.count() == 0


def test_only_the_lead_hosts_seal_keeper_seals() -> None:
    application, writer = a_submitted_application()
    for stranger in (writer, a_member(Role.SEAL_KEEPER), a_member(Role.PROVINCE_OFFICER)):
        with pytest.raises(PermissionDenied):
            seal_application(application=application, actor=stranger)


def test_sealing_twice_is_refused_the_second_time() -> None:
    application, _writer = a_submitted_application()
    keeper = a_keeper(application)
    seal_application(application=application, actor=keeper)
    with pytest.raises(NotInThisState):
        seal_application(application=application, actor=keeper)
    assert Dossier.objects.count() == 1


def test_an_exempt_candidate_goes_straight_towards_the_notice() -> None:
    cycle, library = a_cycle(), a_library()
    a_pool_entry(library, year=cycle.year - 1)
    officer = a_member(Role.MINISTRY_OFFICER)
    writer = a_member(Role.HOST_EDITOR, library.lead_host)
    application = start_application(library=library, kind=ApplicationKind.CANDIDATE, cycle=cycle, actor=writer)
    fill_in(application, writer)
    submit_application(application=application, actor=writer)
    assert seal_application(application=application, actor=a_keeper(application)).state == "notice-ready"
    assert Notification.objects.filter(recipient=officer.user).exists()


def test_an_exemption_that_no_longer_holds_is_dropped_at_the_seal() -> None:
    cycle, library = a_cycle(), a_library()
    entry = a_pool_entry(library, year=cycle.year - 1)
    application, _writer = a_submitted_application(cycle=cycle, library=library, exempt_basis=entry)
    entry.cycle.year = cycle.year - 5
    entry.cycle.save()
    assert seal_application(application=application, actor=a_keeper(application)).state == "province-review"
    application.refresh_from_db()
    assert not application.is_exempt


def test_an_upgrade_application_goes_to_the_formal_check() -> None:
    application, _writer = a_submitted_application(kind=ApplicationKind.UPGRADE)
    assert seal_application(application=application, actor=a_keeper(application)).state == "formal-check"


def test_a_corrected_application_keeps_its_recommendation() -> None:
    application, writer = a_submitted_application()
    keeper = a_keeper(application)
    seal_application(application=application, actor=keeper)
    ProvincialRecommendation.objects.create(
        application=application,
        cycle=application.cycle,
        province=known(application.lead_host.province),
        rank=1,
        letter_number="苏教函〔2019〕1号",
        recommended_at=timezone.now(),
    )
    Application.objects.update(state=ApplicationState.RETURNED)
    application.refresh_from_db()
    submit_application(application=application, actor=writer)
    assert seal_application(application=application, actor=keeper).state == "formal-check"
    assert sorted(application.revisions.values_list("number", flat=True)) == [1, 2]
    assert Dossier.objects.count() == 2


# -- what is frozen --------------------------------------------------------------------------------------------------
def test_a_later_edit_leaves_the_revision_as_it_was() -> None:
    application, writer = a_submitted_application()
    before = application.revisions.get().content
    return_to_writer(application=application, reason="改", actor=a_keeper(application))
    fill_in(application, writer, goals={"goals": "另一个目标", "approach": "另一条路"})
    assert application.revisions.get().content == before


def test_the_blind_copy_names_no_unit_and_no_person() -> None:
    partner = a_member(Role.PROJECT_LEAD, name="赵厂长")
    application = an_application()
    writer = a_host(application)
    contents = contents_of(application.cycle.rulebook.edition)
    contents["basic"] |= {
        "project_lead": "钱教授",
        "website": "https://zyk.example.edu.cn/",
        "project_lead_phone": "13800138000",
    }
    contents["goals"]["goals"] = (
        f"{application.lead_host.name}与{partner.organisation.name}共建，钱教授与赵厂长负责，见 https://a.example.cn/x"
    )
    fill_in(application, writer, **contents)
    member = name_member(
        application=application, organisation=partner.organisation, kind=MemberKind.CO_HOST, duty="实训", actor=writer
    )
    answer_membership(member=member, confirms=True, actor=partner)
    submit_application(application=application, actor=writer)
    seal_application(application=application, actor=a_keeper(application))
    dossier = Dossier.objects.get()
    blind = str(dossier.blind_content)
    secrets = [application.lead_host.name, partner.organisation.name, "钱教授", "赵厂长", "example", "13800138000"]
    assert [secret for secret in secrets if secret in blind] == []
    assert [secret for secret in secrets if secret not in str(dossier.content)] == []
    assert "单位 A" in blind
    assert "单位 B" in blind


# -- another year's form needs no code -------------------------------------------------------------------------------
def test_another_edition_drives_another_form() -> None:
    cycle = a_cycle(rulebook=a_loaded_rulebook(EDITION_2031))
    form = cycle.rulebook.edition.form_of("candidate")
    application, _writer = a_submitted_application(cycle=cycle)
    codes = [section["code"] for section in application.revisions.get().content["sections"]]
    assert codes == [section.code for section in form.sections]
    assert codes != [section.code for section in a_rulebook().edition.form_of("candidate").sections]
    assert seal_application(application=application, actor=a_keeper(application)).state != "unit-review"


def test_a_kind_of_business_without_a_window_is_not_open_that_year() -> None:
    cycle = a_cycle(rulebook=a_loaded_rulebook(EDITION_2031))
    library = a_library(standing=Standing.ACCEPTED)
    with pytest.raises(ValidationError, match="窗口"):
        start_application(
            library=library,
            kind=ApplicationKind.UPGRADE,
            cycle=cycle,
            actor=a_member(Role.HOST_EDITOR, library.lead_host),
        )
