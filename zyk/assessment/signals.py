"""News for the contexts above."""

from django.dispatch import Signal

attempt_graded = Signal()  # attempt: Attempt, with its grade
