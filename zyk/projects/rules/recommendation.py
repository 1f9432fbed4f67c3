"""The province's part, the formal check and the paper copies (notice 二、（一）)."""

from datetime import datetime

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application
from zyk.projects.queries.window import may_come_in
from zyk.projects.rules.application import needs_on_route
from zyk.projects.rules.conflict import may_handle
from zyk.rulebook.enums import Step


def can_recommend(actor: Actor, application: Application) -> bool:
    """An officer of the lead host's own province; never one with a tie to a unit of the application."""
    return (
        actor.is_any(Role.PROVINCE_OFFICER)
        and actor.province_id is not None
        and actor.province_id == application.lead_host.province_id
        and may_handle(actor, application)
    )


def is_in_time(application: Application, at: datetime) -> bool:
    """Letter and paper arrive by the window's last day (2019: 28 June); an extension to write in is one to recommend
    in too, or what it let in could not go on."""
    return may_come_in(application, at=at)


def can_take_back(actor: Actor, application: Application, at: datetime) -> bool:
    """A province takes a recommendation back before its deadline, while the ministry has not decided."""
    return (
        can_recommend(actor, application)
        and application.state == ApplicationState.FORMAL_CHECK
        and is_in_time(application, at)
    )


def can_check(actor: Actor) -> bool:
    return actor.is_any(Role.MINISTRY_OFFICER)


def needs_paper(application: Application) -> bool:
    """Whether the rulebook asks for a paper copy of this kind of application."""
    routes = application.cycle.rulebook.edition.routes
    return bool(getattr(routes, application.kind).needs_paper)


def needs_notice(application: Application) -> bool:
    return needs_on_route(application.cycle, application.kind, Step.NOTICE)


def has_matching_paper(application: Application) -> bool:
    """The latest paper copy received bears the code of the current revision."""
    latest = application.paper_receipts.order_by("-id").first()
    return latest is not None and latest.matches
