from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.accounts.builders import a_member
from tests.known import known
from tests.projects.builders import a_cycle, a_host, a_rulebook, an_application
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.common.audit import history_of
from zyk.common.moves import NotInThisState
from zyk.projects.actions.cycle import close_cycle, extend_window, open_cycle, set_notice_days
from zyk.projects.enums import ApplicationState, CycleState

pytestmark = pytest.mark.django_db


def test_a_cycle_takes_its_windows_from_the_rulebook_and_freezes_it() -> None:
    rulebook = a_rulebook()
    cycle = open_cycle(rulebook=rulebook, actor=a_member(Role.MINISTRY_OFFICER))
    rulebook.refresh_from_db()
    assert cycle.state == CycleState.OPEN
    assert rulebook.is_frozen
    copied = {(window.code, window.opens_on, window.closes_on) for window in cycle.windows.all()}
    assert copied == {(window.code, window.opens_on, window.closes_on) for window in rulebook.edition.windows}


def test_unknown_notice_days_stay_not_set_until_the_ministry_sets_them() -> None:
    officer = a_member(Role.MINISTRY_OFFICER)
    cycle = open_cycle(rulebook=a_rulebook(), actor=officer)
    assert cycle.notice_working_days is None
    assert set_notice_days(cycle=cycle, working_days=5, actor=officer).notice_working_days == 5
    with pytest.raises(ValidationError):
        set_notice_days(cycle=cycle, working_days=0, actor=officer)


def test_notice_days_given_at_opening_are_kept() -> None:
    officer = a_member(Role.MINISTRY_OFFICER)
    assert open_cycle(rulebook=a_rulebook(), actor=officer, notice_working_days=5).notice_working_days == 5


def test_a_year_is_opened_once() -> None:
    cycle = a_cycle()
    with pytest.raises(ValidationError, match="2019"):
        open_cycle(rulebook=cycle.rulebook, actor=a_member(Role.MINISTRY_OFFICER))


@pytest.mark.parametrize("role", [Role.PROVINCE_OFFICER, Role.HOST_EDITOR, Role.REVIEW_SECRETARY])
def test_only_a_ministry_officer_runs_a_cycle(role: str) -> None:
    actor = a_member(role)
    with pytest.raises(PermissionDenied):
        open_cycle(rulebook=a_rulebook(), actor=actor)
    cycle = a_cycle()
    window = cycle.windows.get(code="candidate_online")
    with pytest.raises(PermissionDenied):
        extend_window(window=window, closes_on=known(window.closes_on), reason="雨", actor=actor)
    with pytest.raises(PermissionDenied):
        close_cycle(cycle=cycle, actor=actor)
    with pytest.raises(PermissionDenied):
        set_notice_days(cycle=cycle, working_days=5, actor=actor)


def test_an_extension_is_audited_with_its_reason_and_tells_those_still_writing() -> None:
    officer = a_member(Role.MINISTRY_OFFICER)
    writing = an_application()
    editor = a_host(writing)
    stranger = a_member(Role.HOST_EDITOR)
    window = writing.cycle.windows.get(code="candidate_online")
    later = known(window.closes_on) + timedelta(days=3)
    assert extend_window(window=window, closes_on=later, reason="系统维护", actor=officer).closes_on == later
    entry = history_of(writing.cycle)[0]
    assert (entry.verb, entry.why, entry.facts["to"]) == ("extend window", "系统维护", later.isoformat())
    assert list(Notification.objects.values_list("recipient", flat=True)) == [editor.user.pk]
    assert stranger.user.pk != editor.user.pk


def test_a_window_is_never_shortened_nor_extended_without_a_reason() -> None:
    officer = a_member(Role.MINISTRY_OFFICER)
    window = a_cycle().windows.get(code="candidate_online")
    with pytest.raises(ValidationError) as refused:
        extend_window(window=window, closes_on=known(window.closes_on), reason="同一天", actor=officer)
    assert list(refused.value.message_dict) == ["closes_on"]
    with pytest.raises(ValidationError) as refused:
        extend_window(window=window, closes_on=known(window.closes_on) + timedelta(days=1), reason=" ", actor=officer)
    assert list(refused.value.message_dict) == ["reason"]


def test_a_cycle_closes_once_and_only_when_every_application_has_its_result() -> None:
    officer = a_member(Role.MINISTRY_OFFICER)
    application = an_application(state=ApplicationState.IN_NOTICE)
    with pytest.raises(ValidationError, match="1"):
        close_cycle(cycle=application.cycle, actor=officer)
    application.state = ApplicationState.POOLED
    application.save()
    an_application(cycle=application.cycle)
    assert close_cycle(cycle=application.cycle, actor=officer).state == CycleState.CLOSED
    with pytest.raises(NotInThisState):
        close_cycle(cycle=application.cycle, actor=officer)
    window = application.cycle.windows.get(code="candidate_online")
    with pytest.raises(NotInThisState):
        extend_window(
            window=window, closes_on=timezone.localdate() + timedelta(days=99), reason="再延长", actor=officer
        )
