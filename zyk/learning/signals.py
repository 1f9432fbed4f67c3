"""News for the contexts above."""

from django.dispatch import Signal

run_completed = Signal()  # enrolment: Enrolment, just moved to COMPLETED
