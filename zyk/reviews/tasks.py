"""Work of this context that the worker does."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from zyk.common.audit import SYSTEM
from zyk.reviews.actions.blind_files import make_blind_copy
from zyk.reviews.actions.panel import expire_invitations
from zyk.reviews.actions.recheck import recheck_reviews
from zyk.reviews.models import BlindFile, Review


@db_task()
def make_blind_file(key: int) -> None:
    make_blind_copy(key)


@db_periodic_task(crontab(hour="1", minute="10"))
def keep_reviews_in_order() -> None:
    """Each night: unanswered invitations lapse, recusals are computed anew, forgotten blind copies are made."""
    expire_invitations(today=timezone.localdate(), actor=SYSTEM)
    recheck_reviews(Review.objects.all(), actor=SYSTEM)
    for key in BlindFile.objects.filter(state="pending").values_list("pk", flat=True):
        make_blind_file(key)
