"""People of a unit: taking them in one by one or from a list, and ending a capacity."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import BinaryIO

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from zyk.accounts.actions.passwords import send_password_links
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Outcome, Role
from zyk.accounts.models import Membership, Organisation, PeopleImport, User
from zyk.accounts.notices import notify
from zyk.accounts.people_list import COLUMNS, OPTIONAL, PlannedLine, lines_of, plan_of
from zyk.accounts.rules import Entry
from zyk.common import audit
from zyk.common.imports import read_table


@transaction.atomic
def add_person(entry: Entry, *, organisation: Organisation, actor: Actor) -> Membership:
    """Give a new or known person a capacity at `organisation`; ValidationError by field."""
    (line,) = plan_of([entry], organisation=organisation)
    if line.faults:
        raise ValidationError({field: [message] for field, message in line.faults})
    if line.outcome == Outcome.UNCHANGED:
        raise ValidationError(_("此人在本单位已经有这个角色。"))
    _take_in([line], organisation)
    membership = Membership.objects.get(
        user__username__iexact=entry.username, organisation=organisation, role=entry.role, scope=entry.scope
    )
    audit.record(actor=actor, verb="add_member", about=membership, facts={"username": entry.username})
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, actor: Actor) -> None:
    """From today the person no longer acts in this capacity. A unit keeps at least one administrator."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    today = timezone.localdate()
    if membership.valid_until and membership.valid_until < today:
        raise ValidationError(_("这个身份已经结束。"))
    others = Membership.objects.filter(organisation=membership.organisation_id, role=Role.UNIT_ADMINISTRATOR)
    if membership.role == Role.UNIT_ADMINISTRATOR and not others.valid_on(today).exclude(pk=membership.pk).exists():
        raise ValidationError(_("单位至少要有一名管理员。请先增加另一名管理员，再结束这一位。"))
    membership.valid_until = today - timedelta(days=1)
    membership.save(update_fields=["valid_until", "updated_at"])
    audit.record(actor=actor, verb="end_membership", about=membership, facts={"username": membership.user.username})
    notify(
        [membership.user],
        text=f"你在{membership.organisation}的身份“{_role_in(membership, 'zh-hans')}”已经结束。",
        english_text=f"Your role “{_role_in(membership, 'en')}” at {membership.organisation} has ended.",
    )


@transaction.atomic
def stage_people(file: BinaryIO, *, file_name: str, organisation: Organisation, actor: Actor) -> PeopleImport:
    """Read a list of people and keep it for the preview; nobody is taken in yet."""
    table = read_table(file, columns=COLUMNS, optional=OPTIONAL)
    file.seek(0)
    return PeopleImport.objects.create(
        organisation=organisation,
        uploaded_by=actor.user,  # type: ignore[misc]
        file_name=file_name[:200],
        file_sha256=hashlib.sha256(file.read()).hexdigest(),
        rows=table.rows,
        letters=table.letters,
    )


@transaction.atomic
def confirm_people_import(staged: PeopleImport, *, actor: Actor) -> dict[str, int]:
    """Take in everybody of a list, or nobody; returns how many lines had which outcome.

    The list is looked at again, for people may have changed since the preview."""
    staged = PeopleImport.objects.select_for_update().select_related("organisation").get(pk=staged.pk)
    if staged.confirmed_at:
        raise ValidationError(_("这份名单已经导入。"))
    planned = lines_of(staged)
    if any(line.faults for line in planned):
        raise ValidationError(_("名单里还有错误，没有导入任何人。请改正后重新上传。"))
    added = _take_in(planned, staged.organisation)
    staged.people.set(added)
    staged.confirmed_at = timezone.now()
    staged.rows = []
    staged.save(update_fields=["confirmed_at", "rows", "updated_at"])
    counts = {outcome.value: sum(line.outcome == outcome for line in planned) for outcome in Outcome}
    audit.record(actor=actor, verb="import_people", about=staged, file_sha256=staged.file_sha256, facts=counts)
    return counts


def _role_in(membership: Membership, language: str) -> str:
    with override(language):
        return str(Role(membership.role).label)


def _take_in(lines: Sequence[PlannedLine], organisation: Organisation) -> list[User]:
    """Carry out lines without faults; returns the people who are new, in the order of their lines."""
    entries = {line.entry.key: line.entry for line in lines if line.outcome == Outcome.NEW_PERSON}
    added = User.objects.bulk_create(
        User(
            username=User.normalize_username(entry.username),
            name=entry.name,
            kind=entry.kind,
            email=entry.email,
            phone=entry.phone,
            password=make_password(None),
        )
        for entry in entries.values()
    )
    people = {user.username.lower(): user for user in added}
    people |= {line.entry.key: line.user for line in lines if line.user}
    todo = [line for line in lines if line.outcome in (Outcome.NEW_PERSON, Outcome.NEW_CAPACITY)]
    Membership.objects.bulk_create(
        [
            Membership(
                user=people[line.entry.key],
                organisation=organisation,
                role=line.entry.role,
                scope=line.entry.scope,
                valid_from=timezone.localdate(),
                valid_until=line.entry.valid_until,
            )
            for line in todo
        ],
        update_conflicts=True,
        unique_fields=["user", "organisation", "role", "scope"],
        update_fields=["valid_from", "valid_until"],
    )
    send_password_links(added, is_invitation=True)
    known = {line.user.pk: line.user for line in todo if line.user}
    notify(
        known.values(),
        text=f"{organisation}为你增加了身份，可在页面上方切换。",
        english_text=f"{organisation} has given you a new role; switch to it at the top of the page.",
    )
    return added
