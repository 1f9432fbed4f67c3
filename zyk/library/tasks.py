"""Work of this context that the worker does."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from zyk.library.actions import check_intake, close_viewings, remind_keepers, run_intake, silent_intakes
from zyk.library.actions.authorisation import warn_of_expiry
from zyk.library.actions.transfer import run_transfer, silent_transfers, sweep_transfers
from zyk.library.models import Intake, LibraryTransfer
from zyk.library.search import index_read_texts, learn_words


@db_periodic_task(crontab(minute="*/5"))
def find_what_was_read_since() -> None:
    """A file's text is read after its upload; then it can be found by it."""
    index_read_texts()


@db_periodic_task(crontab(minute="*/5"))
def close_silent_viewings() -> None:
    """Pages left open or closed: what their heartbeats came to becomes a record."""
    close_viewings(timezone.now())


@db_task()
def work_on_intake(intake_id: int) -> None:
    """Check a bulk import, or do what was confirmed of it."""
    intake = Intake.objects.select_related("library", "asked_by").get(pk=intake_id)
    run_intake(intake) if intake.state == Intake.State.RUNNING else check_intake(intake)


@db_periodic_task(crontab(minute="*/5"))
def take_up_intakes() -> None:
    """A bulk import whose worker was stopped goes on where it stood."""
    for intake_id in silent_intakes(timezone.now()):
        work_on_intake(intake_id)


@db_task()
def transfer_library(transfer_id: int) -> None:
    run_transfer(LibraryTransfer.objects.select_related("library", "asked_by").get(pk=transfer_id))


@db_periodic_task(crontab(minute="*/10"))
def take_up_transfers() -> None:
    for transfer_id in silent_transfers(timezone.now()):
        transfer_library(transfer_id)


@db_periodic_task(crontab(hour="3", minute="40"))
def sweep_packages() -> None:
    sweep_transfers(timezone.now())


@db_periodic_task(crontab(hour="6", minute="30"))
def warn_of_ending_rights() -> None:
    """Before an authorisation ends, in time to have it prolonged."""
    warn_of_expiry(timezone.localdate())


@db_periodic_task(crontab(minute="12"))
def learn_words_published_since() -> None:
    """Words to propose while typing, and to lead mistyped ones to."""
    learn_words()


@db_periodic_task(crontab(hour="6", minute="40"))
def remind_of_reviews() -> None:
    """Every morning: resources whose review date has come."""
    remind_keepers(timezone.localdate())
