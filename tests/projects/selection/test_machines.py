"""Edges of an application's states that lie beside its regular way, from each state they may be taken."""

import pytest

from tests.accounts.builders import a_member
from tests.projects.builders import a_host, an_application
from zyk.accounts.enums import Role
from zyk.projects.actions.application import withdraw_application
from zyk.projects.actions.hold import hold_application, resume_application
from zyk.projects.enums import APPLICATION_MOVES, HOLDABLE, ApplicationState
from zyk.projects.models import Application

pytestmark = pytest.mark.django_db


def test_a_host_takes_its_application_back_from_wherever_it_may() -> None:
    application = an_application(state=ApplicationState.NOTICE_DONE)
    host = a_host(application)
    for state, following in APPLICATION_MOVES.items():
        if ApplicationState.WITHDRAWN in following:
            Application.objects.update(state=state)
            application.refresh_from_db()
            withdraw_application(application=application, reason="材料有误", actor=host)
            application.refresh_from_db()
            assert application.state == ApplicationState.WITHDRAWN


def test_what_is_put_on_hold_goes_on_from_where_it_stood() -> None:
    application = an_application(state=ApplicationState.NOTICE_DONE)
    officer = a_member(Role.MINISTRY_OFFICER)
    for state in HOLDABLE:
        Application.objects.update(state=state)
        hold_application(application, why="核实", actor=officer)
        resume_application(application, why="已核实", actor=officer)
        application.refresh_from_db()
        # no notice of it runs here: one that stood in notice has it behind it
        was_in_notice = state == ApplicationState.IN_NOTICE
        assert application.state == (ApplicationState.NOTICE_DONE if was_in_notice else state)
