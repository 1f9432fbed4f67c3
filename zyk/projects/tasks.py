"""Nightly work of the programme."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from zyk.projects.actions.duty import measure_all_duties


@db_periodic_task(crontab(hour="3", minute="20"))
def measure_duties_nightly() -> None:
    measure_all_duties(on=timezone.localdate())
