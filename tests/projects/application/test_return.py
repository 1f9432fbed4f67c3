import pytest
from django.core.exceptions import ValidationError

from tests.accounts.builders import a_member
from tests.known import known
from tests.projects.builders import (
    a_submitted_application,
    noon_after,
)
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.projects.actions.submission import (
    return_to_writer,
    seal_application,
    submit_application,
)
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application

pytestmark = pytest.mark.django_db


def a_keeper(application: Application) -> Actor:
    return a_member(Role.SEAL_KEEPER, application.lead_host, name="盖章人")


def test_the_unit_returns_with_a_reason_while_the_window_is_open() -> None:
    application, writer = a_submitted_application()
    keeper = a_keeper(application)
    with pytest.raises(ValidationError):
        return_to_writer(application=application, reason="", actor=keeper)
    returned = return_to_writer(application=application, reason="预算说明不清", actor=keeper)
    assert returned.state == ApplicationState.DRAFT
    assert Notification.objects.filter(recipient=writer.user, text__contains="预算说明不清").exists()
    assert submit_application(application=application, actor=writer).number == 2


def test_after_the_window_the_unit_does_not_return_what_could_never_come_back() -> None:
    application, _writer = a_submitted_application()
    closes_on = known(application.cycle.windows.get(code="candidate_online").closes_on)
    with pytest.raises(ValidationError, match="窗口已结束"):
        return_to_writer(
            application=application, reason="晚了", actor=a_keeper(application), at=noon_after(closes_on, 1)
        )


def test_what_had_come_in_once_can_always_be_mended_and_submitted() -> None:
    application, writer = a_submitted_application()
    keeper = a_keeper(application)
    seal_application(application=application, actor=keeper)
    Application.objects.update(state=ApplicationState.RETURNED)
    late = noon_after(known(application.cycle.windows.get(code="candidate_online").closes_on), 30)
    submit_application(application=application, actor=writer, at=late)
    return_to_writer(application=application, reason="再改", actor=keeper, at=late)
    assert submit_application(application=application, actor=writer, at=late).number == 3
