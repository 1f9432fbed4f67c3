"""Work of this context that the worker does."""

import time

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from zyk.media import store
from zyk.media.actions import inspect_contents, make_preview, resume_previews, sweep_contents, sweep_uploads

LEFTOVER_SECONDS = 24 * 3600


@db_task()
def preview_stored_file(stored_file_id: int) -> None:
    make_preview(stored_file_id)


@db_periodic_task(crontab(minute="*/10"))
def take_up_previews() -> None:
    """Nothing that was asked for is forgotten, whatever happened to queue or worker."""
    for stored_file_id in resume_previews(timezone.now()):
        preview_stored_file(stored_file_id)


@db_periodic_task(crontab(hour="3", minute="20"))
def sweep_incoming() -> None:
    """Remove what nobody will ask for: temporary names of killed processes, expired uploads, contents without a row."""
    for path in store.incoming_folder().glob("zyk-in-*"):
        if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
            path.unlink(missing_ok=True)
    sweep_uploads(timezone.now())
    sweep_contents(timezone.now())


@db_periodic_task(crontab(hour="3", minute="40"))
def look_at_contents() -> None:
    inspect_contents(timezone.now())
