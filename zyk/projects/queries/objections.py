"""Objections to a year's applications, for the year's page."""

from django.db.models import Case, Count, IntegerField, Value, When

from zyk.accounts.actor import Actor
from zyk.projects.models import Application, Cycle
from zyk.reviews.enums import ObjectionState
from zyk.reviews.models import Objection
from zyk.reviews.rules.notice import OPEN_OBJECTIONS

MOST = 8


def objection_panel(cycle: Cycle, actor: Actor) -> dict[str, object]:
    """How many in each state, and the open ones first. Two queries."""
    subjects = Application.objects.filter(cycle=cycle).values("uuid")
    rows = Objection.objects.visible_to(actor).filter(item__dossier__subject_uuid__in=subjects)
    counts = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    is_open = Case(When(state__in=OPEN_OBJECTIONS, then=Value(0)), default=Value(1), output_field=IntegerField())
    newest = rows.select_related("item__dossier__lead_organisation", "handler", "assignee").order_by(is_open, "-id")
    return {
        "counts": [(state, counts[state]) for state in ObjectionState if counts.get(state)],
        "rows": newest[:MOST] if counts else [],
    }
