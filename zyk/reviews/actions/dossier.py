import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zyk.accounts.models import Organisation
from zyk.media.models import StoredFile
from zyk.reviews.models import Dossier, DossierFile


@transaction.atomic
def freeze_dossier(
    *,
    kind: str,
    subject_uuid: UUID,
    revision: int,
    number: str,
    title: str,
    specialty_code: str,
    organisations: Iterable[Organisation],
    lead_organisation: Organisation,
    content: list[dict[str, Any]],
    blind_content: list[dict[str, Any]],
    files: Iterable[tuple[str, str, StoredFile, str, bool]] = (),
    at: datetime,
    specialty_name: str = "",
    hidden_names: Iterable[str] = (),
) -> Dossier:
    """Freeze what was submitted; the same subject and revision gives the dossier already frozen.

    `files` are (slot, title, stored file, file name, is_public).
    `hidden_names`: people whom the blind copies of the files must not name."""
    files = list(files)
    dossier, is_new = Dossier.objects.get_or_create(
        subject_uuid=subject_uuid,
        revision=revision,
        defaults={
            "kind": kind,
            "number": number,
            "title": title,
            "specialty_code": specialty_code,
            "specialty_name": specialty_name,
            "lead_organisation": lead_organisation,
            "content": content,
            "blind_content": blind_content,
            "hidden_names": sorted(set(hidden_names)),
            "sha256": dossier_sha256(content, [stored.sha256 for _, _, stored, _, _ in files]),
            "frozen_at": at,
        },
    )
    if is_new:
        dossier.organisations.set({lead_organisation, *organisations})
        DossierFile.objects.bulk_create(
            DossierFile(dossier=dossier, slot=slot, title=name, file=stored, file_name=file_name, is_public=is_public)
            for slot, name, stored, file_name, is_public in files
        )
    return dossier


def dossier_sha256(content: list[dict[str, Any]], file_hashes: list[str]) -> str:
    """One code for the text and the files, printed on every page of the paper copy."""
    text = json.dumps([content, sorted(file_hashes)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
