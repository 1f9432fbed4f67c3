"""Work of this context that the worker does."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from zyk.library.actions import close_viewings
from zyk.library.search import index_read_texts


@db_periodic_task(crontab(minute="*/5"))
def find_what_was_read_since() -> None:
    """A file's text is read after its upload; then it can be found by it."""
    index_read_texts()


@db_periodic_task(crontab(minute="*/5"))
def close_silent_viewings() -> None:
    """Pages left open or closed: what their heartbeats came to becomes a record."""
    close_viewings(timezone.now())
