"""Windows: due, grace and hard close, extensions, sealed contents."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, a_province, an_organisation, signed_in
from tests.known import known
from tests.projects.builders import a_cycle, a_host, an_application, fill_in
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.models import Notification
from zyk.common.audit import history_of
from zyk.projects.actions.cycle import grant_extension, set_switches
from zyk.projects.actions.dual import answer_second, ask_second_officer
from zyk.projects.actions.formal_check import begin_formal_check
from zyk.projects.actions.notice import publish_notice
from zyk.projects.actions.submission import seal_application, submit_application
from zyk.projects.enums import ApplicationKind, ApplicationState, DualKind, DualState
from zyk.projects.models import Application, Cycle, DualRequest, Extension
from zyk.projects.models.cycle import SHANGHAI
from zyk.projects.queries.window import is_open
from zyk.projects.workdays import is_known, is_working_day, last_working_day

pytestmark = pytest.mark.django_db
ONLINE = "candidate_online"
S = ApplicationState


def closing(cycle: Cycle, *, grace: int = 0, at: time | None = None) -> datetime:
    """The first moment after the online window's grace."""
    window = cycle.windows.get(code=ONLINE)
    window.grace_minutes, window.closes_time = grace, at
    window.save()
    return known(window.hard_close_at())


def test_a_draft_goes_in_until_the_last_second_of_the_grace_and_not_after() -> None:
    application = an_application()
    writer = a_host(application)
    fill_in(application, writer)
    close = closing(application.cycle, grace=15, at=time(17))
    assert (close.hour, close.minute) == (17, 15)
    with pytest.raises(ValidationError, match="截止"):
        submit_application(application=application, actor=writer, at=close)
    assert submit_application(application=application, actor=writer, at=close - timedelta(seconds=1)).number == 1


def test_the_end_of_the_last_day_is_midnight_in_shanghai() -> None:
    cycle = a_cycle()
    cycle.windows.filter(code=ONLINE).update(closes_on=date(2019, 6, 23), opens_on=date(2019, 6, 1))
    midnight = datetime(2019, 6, 24, tzinfo=SHANGHAI)
    assert is_open(cycle, "candidate", "online", at=midnight - timedelta(seconds=1))
    assert not is_open(cycle, "candidate", "online", at=midnight)
    assert not is_open(cycle, "candidate", "online", at=datetime(2019, 5, 31, 23, 59, 59, tzinfo=SHANGHAI))


def test_an_extension_helps_whom_it_names_through_submission_seal_and_recommendation_and_nobody_else() -> None:
    late = an_application()
    other = an_application(cycle=late.cycle, lead_host=an_organisation(province=a_province("330000", "浙江省", "浙江")))
    officer, writer = a_member(Role.MINISTRY_OFFICER), a_host(late)
    for each in (late, other):
        fill_in(each, a_host(each))
    keeper = a_member(Role.SEAL_KEEPER, late.lead_host)
    late.cycle.windows.update(closes_on=timezone.localdate() - timedelta(days=1))
    cycle = Cycle.objects.get(pk=late.cycle_id)
    window = cycle.windows.get(code=ONLINE)
    until = timezone.localdate() + timedelta(days=2)
    grant_extension(window=window, application=late, closes_on=until, reason="学校停电", actor=officer)
    assert submit_application(application=late, actor=writer).number == 1
    assert seal_application(application=late, actor=keeper).state == S.PROVINCE_REVIEW
    assert is_open(cycle, "candidate", "paper", application=late)  # carried along, so that it can be recommended
    assert not is_open(cycle, "candidate", "paper", application=other)
    with pytest.raises(ValidationError, match="截止"):
        submit_application(application=other, actor=a_host(other))
    entry = history_of(late).get(verb="grant extension")
    assert (entry.why, entry.facts["to"]) == ("学校停电", until.isoformat())
    province = other.lead_host.province
    grant_extension(window=window, province=province, closes_on=until, reason="暴雨", actor=officer)
    assert submit_application(application=other, actor=a_host(other)).number == 1
    assert Notification.objects.filter(text__contains="暴雨", recipient__memberships__organisation=other.lead_host)


def test_an_extension_is_an_officers_later_and_of_one_scope() -> None:
    application = an_application()
    window = application.cycle.windows.get(code=ONLINE)
    later = known(window.closes_on) + timedelta(days=3)
    with pytest.raises(PermissionDenied):
        grant_extension(window=window, application=application, closes_on=later, reason="x", actor=a_host(application))
    officer = a_member(Role.MINISTRY_OFFICER)
    with pytest.raises(ValidationError):
        grant_extension(window=window, closes_on=later, reason="x", actor=officer)
    with pytest.raises(ValidationError):
        grant_extension(
            window=window, application=application, closes_on=known(window.closes_on), reason="x", actor=officer
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(window=window, scope="province", closes_on=later, granted_at=timezone.now())


def test_extensions_are_granted_on_their_pages(client: Client) -> None:
    application = an_application(state=S.PROVINCE_REVIEW)
    window = application.cycle.windows.get(code=ONLINE)
    until = known(window.closes_on) + timedelta(days=3)
    given = {"closes_on": until.isoformat(), "reason": "道路中断", "carry_on": "on"}
    page = reverse("projects:extend_province", args=[application.cycle.year, ONLINE])
    own = reverse("projects:extend_application", args=[application.uuid, "online"])
    signed_in(client, a_host(application))
    assert {client.post(page, given).status_code, client.post(own, given).status_code} == {404}
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    province = {f"province-{name}": value for name, value in given.items()} | {"province-province": "320000"}
    a_province("320000").__class__.objects.update(in_programme=True)
    client.post(page, province)
    client.post(own, {f"grant_form-{name}": value for name, value in given.items()})
    assert set(window.extensions.values_list("scope", flat=True)) == {"province", "application"}
    assert "道路中断" in client.get(reverse("projects:handling", args=[application.uuid])).content.decode()
    assert client.get(reverse("projects:extend_window", args=[application.cycle.year, ONLINE])).status_code == 200


def test_sealed_contents_are_shut_to_the_ministry_by_every_door_and_open_to_unit_and_province(client: Client) -> None:
    cycle = a_cycle(sealed=True)
    application = an_application(state=S.FORMAL_CHECK, cycle=cycle, revisions=2)
    Application.objects.update(budget_total_fen=777_000_000, budget_ministry_fen=555_000_000)
    doors = [
        reverse("projects:revision", args=[application.uuid, 1]),
        reverse("projects:compare_revisions", args=[application.uuid]),
    ]
    lists = [
        reverse("projects:applications"),
        reverse("projects:application", args=[application.uuid]),
        reverse("projects:cycle", args=[cycle.year]),
        reverse("projects:cycle", args=[cycle.year]) + "?export=csv",
        reverse("projects:selection", args=[cycle.year]) + "?sort=-budget",
    ]
    for role in (Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY):
        signed_in(client, a_member(role))
        assert {client.get(door).status_code for door in doors} == {403}
        assert client.get(reverse("projects:copies", args=[application.uuid, 1])).status_code == 404
        for page in lists:
            shown = client.get(page).content.decode()
            assert application.number in shown
            assert "777.00" not in shown
            assert "555.00" not in shown
    province = a_member(
        Role.PROVINCE_OFFICER, an_organisation(OrganisationKind.PROVINCE, province=application.lead_host.province)
    )
    for reader in (province, a_host(application)):
        signed_in(client, reader)
        assert {client.get(door).status_code for door in doors} == {200}
    with pytest.raises(ValidationError, match="封存"):
        begin_formal_check(application, actor=a_member(Role.MINISTRY_OFFICER), at=timezone.now())
    closing(cycle)
    cycle.windows.update(closes_on=timezone.localdate() - timedelta(days=1))
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    assert {client.get(door).status_code for door in doors} == {200}


def test_an_early_look_takes_two_persons_opens_to_them_alone_and_stands_on_the_trail(client: Client) -> None:
    cycle = a_cycle(sealed=True)
    application = an_application(state=S.FORMAL_CHECK, cycle=cycle)
    first, second, third = (a_member(Role.MINISTRY_OFFICER) for _ in range(3))
    page = reverse("projects:handling", args=[application.uuid])
    ask = reverse("projects:ask_second", args=[application.uuid, "early-look"])
    signed_in(client, first)
    assert "ask_early_look" in client.post(ask, {"ask_early_look-reason": ""}).context
    client.post(ask, {"ask_early_look-reason": "疑似重复申报"})
    asked = DualRequest.objects.get()
    answer = reverse("projects:answer_second", args=[application.uuid, asked.uuid])
    client.post(answer, {"answer": "sign"})  # his own request
    asked.refresh_from_db()
    assert asked.state == DualState.ASKED
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    assert client.post(answer, {"answer": "sign"}).status_code == 404
    signed_in(client, second)
    client.post(answer, {"answer": "sign"})
    revision = reverse("projects:revision", args=[application.uuid, 1])
    assert client.get(revision).status_code == 200
    signed_in(client, third)
    assert client.get(revision).status_code == 403
    assert "疑似重复申报" in client.get(page).content.decode()
    verbs = list(history_of(application).order_by("sequence").values_list("verb", "actor_name", "why"))
    assert verbs == [
        ("ask early-look", first.user.name, "疑似重复申报"),
        ("sign early-look", second.user.name, "疑似重复申报"),
    ]


def test_a_second_officer_may_disagree_with_a_reason_and_nothing_happens() -> None:
    application = an_application(state=S.INELIGIBLE)
    first, second = a_member(Role.MINISTRY_OFFICER), a_member(Role.MINISTRY_OFFICER)
    asked = ask_second_officer(application, kind=DualKind.REINSTATEMENT, reason="材料已补", actor=first)
    with pytest.raises(ValidationError):
        ask_second_officer(application, kind=DualKind.REINSTATEMENT, reason="再来", actor=first)
    with pytest.raises(ValidationError):
        answer_second(asked, signs=False, actor=second, at=timezone.now())
    answer_second(asked, signs=False, why="仍不齐", actor=second, at=timezone.now())
    application.refresh_from_db()
    assert (DualRequest.objects.get().state, application.state) == (DualState.DECLINED, S.INELIGIBLE)
    again = ask_second_officer(application, kind=DualKind.REINSTATEMENT, reason="补齐了", actor=first)
    answer_second(again, signs=True, actor=second, at=timezone.now())
    application.refresh_from_db()
    assert application.state == S.FORMAL_CHECK


def test_what_is_sealed_is_not_laid_open_in_a_notice() -> None:
    cycle = a_cycle(sealed=True)
    Cycle.objects.update(notice_working_days=5)
    cycle.refresh_from_db()
    application = an_application(state=S.NOTICE_READY, cycle=cycle)
    from tests.projects.selection.test_pages import with_paper

    with_paper(application)
    with pytest.raises(ValidationError, match="封存"):
        publish_notice(
            cycle,
            kind="candidate",
            applications=[application],
            opens_on=timezone.localdate(),
            title="公示",
            actor=a_member(Role.MINISTRY_OFFICER),
        )


def test_the_years_switches_route_upgrade_projects_and_sealing_is_never_undone(client: Client) -> None:
    application = an_application(state=S.UNIT_REVIEW, kind=ApplicationKind.UPGRADE)
    officer = a_member(Role.MINISTRY_OFFICER)
    signed_in(client, officer)
    url = reverse("projects:set_switches", args=[application.cycle.year])
    given = {"upgrade_needs_recommendation": "1", "upgrade_needs_notice": "", "reconsideration_working_days": "10"}
    client.post(url, given | {"contents_sealed": "on"})
    cycle = Cycle.objects.get(pk=application.cycle_id)
    assert (cycle.upgrade_needs_recommendation, cycle.upgrade_needs_notice) == (True, None)
    assert (cycle.contents_sealed, cycle.reconsideration_working_days) == (True, 10)
    with pytest.raises(ValidationError):
        set_switches(
            cycle=cycle,
            upgrade_needs_recommendation=None,
            upgrade_needs_notice=None,
            contents_sealed=False,
            reconsideration_working_days=None,
            actor=officer,
        )
    keeper = a_member(Role.SEAL_KEEPER, application.lead_host)
    assert seal_application(application=application, actor=keeper).state == S.PROVINCE_REVIEW


def test_working_days_know_holidays_and_the_weekends_worked_for_them() -> None:
    assert not is_working_day(date(2019, 10, 1))  # National Day, a Tuesday
    assert is_working_day(date(2019, 10, 12))  # a Saturday worked for it
    assert last_working_day(date(2019, 9, 29), 3) == date(2019, 10, 8)  # Sunday the 29th was worked
    assert not is_known(date(2035, 1, 1))
    assert is_working_day(date(2035, 1, 1))  # a Monday, as far as anyone can know
