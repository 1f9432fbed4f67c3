"""Nightly work of the programme."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from zyk.projects.actions.duty import measure_all_duties
from zyk.projects.actions.printing import make_copy, resume_copies


@db_periodic_task(crontab(hour="3", minute="20"))
def measure_duties_nightly() -> None:
    measure_all_duties(on=timezone.localdate())


@db_task()
def print_copy(copy_id: int) -> None:
    make_copy(copy_id)


@db_periodic_task(crontab(minute="*/10"))
def take_up_copies() -> None:
    """What was asked for is printed, whatever happened to queue or worker."""
    for copy_id in resume_copies(timezone.now()):
        print_copy(copy_id)
