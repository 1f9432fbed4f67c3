"""Taking over next year's list of specialties: read, compare, confirm."""

import hashlib
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.catalogue.actions.reference import upsert_specialties
from zyk.catalogue.models import Specialty, SpecialtyImport
from zyk.catalogue.queries import Differences, differences_of
from zyk.catalogue.rules import COLUMNS, faults_of_list
from zyk.common import audit
from zyk.common.imports import read_table


@transaction.atomic
def stage_specialties(file: BinaryIO, *, file_name: str, actor: Actor) -> SpecialtyImport:
    """Read an uploaded list and keep it for the preview; nothing in the catalogue changes."""
    table = read_table(file, columns=COLUMNS)
    for row in table.rows:
        row["code"] = row["code"].upper()
    file.seek(0)
    return SpecialtyImport.objects.create(
        uploaded_by=actor.user,  # type: ignore[misc]
        file_name=file_name[:200],
        file_sha256=hashlib.sha256(file.read()).hexdigest(),
        rows=table.rows,
        letters=table.letters,
    )


@transaction.atomic
def confirm_specialty_import(staged: SpecialtyImport, *, withdraw_missing: bool, actor: Actor) -> Differences:
    """Take the list over; with `withdraw_missing`, what it leaves out at its levels is no longer current.

    Refused when the list has faults or was taken over already."""
    staged = SpecialtyImport.objects.select_for_update().get(pk=staged.pk)
    if staged.confirmed_at:
        raise ValidationError(_("这份目录已经导入。"))
    if faults_of_list(staged.rows, staged.letters):
        raise ValidationError(_("目录里还有错误，没有导入任何内容。请改正后重新上传。"))
    differences = differences_of(staged.rows)
    upsert_specialties(staged.rows)
    if withdraw_missing:
        gone = [specialty.pk for specialty in differences.missing]
        Specialty.objects.filter(pk__in=gone).update(is_current=False)
    staged.confirmed_at = timezone.now()
    staged.rows = []
    staged.save(update_fields=["confirmed_at", "rows", "updated_at"])
    audit.record(
        actor=actor,
        verb="import_specialties",
        about=staged,
        file_sha256=staged.file_sha256,
        facts={
            "new": len(differences.new),
            "changed": len(differences.changed),
            "withdrawn": len(differences.missing) if withdraw_missing else 0,
        },
    )
    return differences
