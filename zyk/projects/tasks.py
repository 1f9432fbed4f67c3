"""Nightly work of the programme."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from zyk.projects.actions.archive import make_archive, remove_old_archives, resume_archives
from zyk.projects.actions.duty import measure_all_duties
from zyk.projects.actions.member import remind_silent_members
from zyk.projects.actions.printing import make_copy, resume_copies
from zyk.projects.actions.reminder import remind


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


@db_task()
def pack_archive(archive_id: int) -> None:
    make_archive(archive_id)


@db_periodic_task(crontab(minute="5-59/10"))
def take_up_archives() -> None:
    for archive_id in resume_archives(timezone.now()):
        pack_archive(archive_id)


@db_periodic_task(crontab(hour="4", minute="40"))
def remove_old_archives_nightly() -> None:
    remove_old_archives(timezone.now())


@db_periodic_task(crontab(hour="7", minute="30"))
def remind_every_morning() -> None:
    remind(today=timezone.localdate())


@db_periodic_task(crontab(hour="9", minute="10"))
def remind_silent_members_daily() -> None:
    remind_silent_members(timezone.now())
