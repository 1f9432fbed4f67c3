"""Work of this context that the worker does."""

from datetime import date, timedelta

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from zyk.library.enums import LibraryState
from zyk.library.models import Library
from zyk.monitoring.actions import answer, areas, compute_area, compute_library, judge_new, make_evidence, send_monthly
from zyk.monitoring.relations import kept_rollups, rollups
from zyk.monitoring.relations.facts import last_sequence
from zyk.monitoring.relations.kept import sweep
from zyk.rulebook.queries import newest


@db_task()
def answer_request(request_id: int) -> None:
    answer(request_id)


@db_task()
def make_bundle(bundle_id: int) -> None:
    make_evidence(bundle_id)


@db_task()
def compute_one(library_id: int, as_of: str) -> None:
    compute_library(Library.objects.get(pk=library_id), as_of=date.fromisoformat(as_of))


@db_periodic_task(crontab(hour="2", minute="10"))
def compute_running() -> None:
    """Every night all running libraries as of the day that ended; each by itself, so that one fault stops no other."""
    sweep()
    if newest() is None:
        return
    yesterday = timezone.localdate() - timedelta(days=1)
    renew_rollups()
    for library_id in Library.objects.filter(state=LibraryState.RUNNING).order_by("id").values_list("pk", flat=True):
        compute_one(library_id, yesterday.isoformat())
    compute_areas(yesterday.isoformat())


@db_task()
def renew_rollups() -> None:
    """All libraries in one go, far cheaper than each by itself; sessions first, since their acts are marked by them."""
    judge_new()
    with kept_rollups() as connection:
        rollups.refresh(connection, until_sequence=last_sequence())


@db_task()
def compute_areas(as_of: str) -> None:
    """Queued behind the libraries; a library that is not ready by then is computed on the way."""
    for area in areas():
        compute_area(area, as_of=date.fromisoformat(as_of))


@db_periodic_task(crontab(minute="40"))
def judge_sessions() -> None:
    """What came in since the last hour, so that doubt is seen, and can be answered, on the same day."""
    judge_new()


@db_periodic_task(crontab(day="3", hour="6", minute="20"))
def send_reports_of_the_month() -> None:
    """After the night's figures; offices that have not switched it on send nothing."""
    send_monthly(timezone.localdate())
