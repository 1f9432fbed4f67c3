"""Work of this context that the worker does."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, lock_task

from zyk.records.segments.releasing import release_old_days
from zyk.records.segments.sealing import seal_closed_days


@db_periodic_task(crontab(hour="0", minute="20"))
@lock_task("records-segments")
def keep_segments() -> None:
    """Every night: the days that ended become segments; what has been hot long enough leaves the database."""
    seal_closed_days()
    release_old_days()
