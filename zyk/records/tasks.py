"""Work of this context that the worker does."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, lock_task

from zyk.records.actions import carry_out_erasure
from zyk.records.definitions import learn
from zyk.records.enums import ErasureState
from zyk.records.forwarding import forward_all
from zyk.records.models import Erasure
from zyk.records.segments.releasing import release_old_days
from zyk.records.segments.sealing import seal_closed_days

MOST_PIECES = 20


@db_periodic_task(crontab(hour="0", minute="20"))
@lock_task("records-segments")
def keep_segments() -> None:
    """Every night: the days that ended become segments; what has been hot long enough leaves the database."""
    for erasure in Erasure.objects.filter(state=ErasureState.UNDER_WAY):  # where a worker was stopped in the middle
        carry_out_erasure(erasure)
    seal_closed_days()
    release_old_days()


@db_task(retries=3, retry_delay=60)
@lock_task("records-segments")
def erase(erasure_id: int) -> None:
    """Segments are neither made nor released meanwhile."""
    carry_out_erasure(Erasure.objects.get(pk=erasure_id))


@db_periodic_task(crontab(minute="*"))
@lock_task("records-definitions")
def learn_definitions() -> None:
    """What activities are called, read from the statements that have come; a backlog in pieces."""
    for _piece in range(MOST_PIECES):
        if not learn():
            return


@db_periodic_task(crontab(minute="*"))
@lock_task("records-forwarding")
def forward_statements() -> None:
    forward_all(timezone.now())
