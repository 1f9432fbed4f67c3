"""What reviewing below tells applications, and what it must be told of them."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from zyk.common.audit import SYSTEM, ActsInTrail
from zyk.projects.actions.panel import begin_review, take_in_new_unit
from zyk.projects.models import ApplicationMember
from zyk.projects.queries.bonds import alliance_bonds, project_bonds
from zyk.reviews.bonds import find_bonds_with
from zyk.reviews.models import Dossier
from zyk.reviews.signals import reviews_assigned

find_bonds_with(alliance_bonds)
find_bonds_with(project_bonds)


@receiver(reviews_assigned, dispatch_uid="projects-begin-review")
def on_reviews_assigned(dossiers: list[Dossier], actor: ActsInTrail, **_: Any) -> None:
    begin_review(dossiers, actor=actor)


@receiver(post_save, sender=ApplicationMember, dispatch_uid="projects-recheck-reviews")
def on_member_named(instance: ApplicationMember, created: bool, **_: Any) -> None:
    if created:
        take_in_new_unit(instance.application.uuid, instance.organisation, actor=SYSTEM)
