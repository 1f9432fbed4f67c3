from zyk.learning.actions.enrolment import enrol, withdraw
from zyk.learning.actions.progress import (
    begin_attempt,
    complete_item,
    grade_in_run,
    open_item,
    record_heartbeat,
    save_note,
    settle_completion,
)
from zyk.learning.actions.run import close_run, open_run, start_run

__all__ = [
    "begin_attempt",
    "close_run",
    "complete_item",
    "enrol",
    "grade_in_run",
    "open_item",
    "open_run",
    "record_heartbeat",
    "save_note",
    "settle_completion",
    "start_run",
    "withdraw",
]
