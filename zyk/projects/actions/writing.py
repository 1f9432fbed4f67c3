"""Writing a form together: inviting by name, being there, going back to what a section said."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import User
from zyk.accounts.notices import notify
from zyk.common import audit
from zyk.common.moves import NotInThisState
from zyk.projects.actions.section import save_section
from zyk.projects.models import Application, Collaborator, SectionDraft, SectionPresence, SectionVersion
from zyk.projects.queries.application import form_of
from zyk.projects.queries.writing import people_of_units
from zyk.projects.rules.application import is_writer
from zyk.projects.rules.writing import EDIT, VIEW, is_being_written

PRESENCE_KEPT_FOR = timedelta(hours=1)


@transaction.atomic
def invite_collaborator(*, application: Application, user: User, rights: dict[str, str], actor: Actor) -> Collaborator:
    """Let somebody of the application's units read or write sections; asking again changes his rights.

    `rights` is section code → "view" or "edit"; what the form does not have is dropped."""
    _by_writer(application, actor)
    if not people_of_units(application).filter(pk=user.pk).exists():
        raise ValidationError(_("只能邀请主持和参建单位的在职人员。"))
    known = [section.code for section in form_of(application).sections]
    rights = {code: rights[code] for code in known if rights.get(code) in (VIEW, EDIT)}
    if not rights:
        raise ValidationError(_("请至少选择一节，并选定可看或可写。"))
    collaborator, is_new = Collaborator.objects.select_for_update().get_or_create(
        application=application, user=user, defaults={"rights": rights, "invited_by": actor.user}
    )
    if not is_new and collaborator.rights == rights:
        return collaborator
    collaborator.rights = rights
    collaborator.save()
    facts = {"person": user.name, "rights": rights}
    audit.record(actor=actor, verb="invite collaborator", about=application, facts=facts)
    notify(
        [user],
        text=f"{actor.trail_name}邀请你协作填写“{application.library.name}”申请书，共 {len(rights)} 节",
        english_text=f"{actor.trail_name} asks you to help write application {application.number}",
        url=f"/projects/applications/{application.uuid}/shared/",
        mail=True,
    )
    return collaborator


@transaction.atomic
def remove_collaborator(*, collaborator: Collaborator, actor: Actor) -> None:
    """He may not save any more from this moment; what he has written stays."""
    application = collaborator.application
    _by_writer(application, actor)
    name, user = collaborator.user.name, collaborator.user
    collaborator.rights = {}
    collaborator.save(update_fields=["rights", "updated_at"])
    SectionPresence.objects.filter(application=application, user=user).delete()
    audit.record(actor=actor, verb="remove collaborator", about=application, facts={"person": name})


def _by_writer(application: Application, actor: Actor) -> None:
    if not is_writer(actor, application):
        raise PermissionDenied
    if not is_being_written(application):
        raise NotInThisState(_("申请书已经提交，现在不能改变协作填报人。"))


def note_presence(application: Application, code: str, user: User, at: datetime) -> None:
    """The person has the section open; those long gone are swept out."""
    SectionPresence.objects.update_or_create(application=application, code=code, user=user, defaults={"seen_at": at})
    SectionPresence.objects.filter(application=application, seen_at__lt=at - PRESENCE_KEPT_FOR).delete()


@transaction.atomic
def restore_section(*, version: SectionVersion, seen_version: int, actor: Actor) -> SectionDraft:
    """Make the section say again what it said; nothing in between is lost, it stays in the history.

    `seen_version` is the one the person looked at: SectionConflict when somebody has saved since."""
    draft = version.draft
    application = draft.application
    restored = save_section(
        application=application, code=draft.code, content=version.content, version=seen_version, actor=actor
    )
    facts = {"section": draft.code, "version": version.version}
    audit.record(actor=actor, verb="restore section", about=application, facts=facts)
    return restored
