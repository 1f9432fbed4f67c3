"""Who may take one life of an application away as an archive, and the one he asked for."""

from django.db.models import QuerySet

from zyk.accounts.actor import Actor
from zyk.projects.models import Application, Archive, Project
from zyk.projects.rules.sealing import may_read_contents


def archivable(actor: Actor) -> QuerySet[Application]:
    """Applications one may see, and those whose project one has taken over by a change of the lead host."""
    seen = Application.objects.visible_to(actor).values("pk")
    taken_over = Project.objects.visible_to(actor).values("application")
    return Application.objects.filter(pk__in=seen) | Application.objects.filter(pk__in=taken_over)


def may_archive(actor: Actor, application: Application) -> bool:
    """Whoever sees it and may read its contents: what is sealed leaves by no door."""
    return may_read_contents(actor, application) and archivable(actor).filter(pk=application.pk).exists()


def archive_of(application: Application, actor: Actor) -> Archive | None:
    return Archive.objects.filter(application=application, asked_by=actor.user, membership=actor.membership).first()
