"""News from below: a completed run is claimed as an outcome at once."""

from typing import Any

from django.dispatch import receiver

from zyk.creditbank.actions import claim_completed_run
from zyk.learning.models import Enrolment
from zyk.learning.signals import run_completed


@receiver(run_completed, dispatch_uid="creditbank-claim-completed-run")
def claim_when_completed(enrolment: Enrolment, **_: Any) -> None:
    claim_completed_run(enrolment)
