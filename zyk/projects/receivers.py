"""News from the review system below."""

from typing import Any

from django.dispatch import receiver

from zyk.common.audit import ActsInTrail
from zyk.projects.actions.acceptance_panel import end_acceptance_notice
from zyk.projects.actions.notice import act_on_objection, end_notice, hold_for_objection
from zyk.reviews.models import Objection, PublicNotice
from zyk.reviews.signals import notice_closed, objection_concluded, objection_filed


@receiver(notice_closed, dispatch_uid="projects-end-notice")
def on_notice_closed(notice: PublicNotice, actor: ActsInTrail, **_: Any) -> None:
    end_notice(notice, actor=actor)
    end_acceptance_notice(notice, actor=actor)


@receiver(objection_filed, dispatch_uid="projects-hold-for-objection")
def on_objection_filed(objection: Objection, actor: ActsInTrail, **_: Any) -> None:
    hold_for_objection(objection, actor=actor)


@receiver(objection_concluded, dispatch_uid="projects-act-on-objection")
def on_objection_concluded(objection: Objection, actor: ActsInTrail, **_: Any) -> None:
    act_on_objection(objection, actor=actor)
