"""Blind copies of attachments, asked for when work is given out and made by the worker."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from zyk.media import store
from zyk.reviews.blind_files import NotBlind, blinded_copy
from zyk.reviews.enums import BlindFileState
from zyk.reviews.models import BlindFile, Dossier, DossierFile
from zyk.reviews.rules.showing import HIDDEN, blind_names


def ask_for_blind_files(dossiers: Iterable[Dossier]) -> None:
    """See to it that each attachment has a blind copy or a reason why not; asking again changes nothing."""
    from zyk.reviews.tasks import make_blind_file

    files = DossierFile.objects.filter(dossier__in=list(dossiers), blind__isnull=True)
    made = [BlindFile.objects.get_or_create(source=file) for file in files]
    for blind, is_new in made:
        if is_new:
            transaction.on_commit(lambda key=blind.pk: make_blind_file(key), robust=True)  # type: ignore[misc]


def make_blind_copy(key: int) -> None:
    """Make one copy; made once, it is left as it is."""
    blind = (
        BlindFile.objects.select_related("source__file", "source__dossier__lead_organisation").filter(pk=key).first()
    )
    if blind is None or blind.state != BlindFileState.PENDING:
        return
    names = secret_names(blind.source.dossier)
    try:
        with store.local_copy(blind.source.file.storage_name) as path:
            copy = blinded_copy(path, blind.source.file.extension, names)
    except NotBlind as refusal:
        blind.state, blind.withheld = BlindFileState.WITHHELD, refusal.why
    else:
        blind.storage_name = f"blind/{blind.source.dossier.uuid}/{blind.pk}.{copy.extension}"
        store.remove_made([blind.storage_name])
        store.write_made(blind.storage_name, copy.content)
        blind.state, blind.extension, blind.replaced = BlindFileState.READY, copy.extension, copy.replaced
    blind.made_at = timezone.now()
    blind.save()


def secret_names(dossier: Dossier) -> list[tuple[str, str]]:
    people = [(name, HIDDEN) for name in dossier.hidden_names if len(name) > 1]
    return sorted([*blind_names(dossier), *people], key=lambda pair: len(pair[0]), reverse=True)


def masked(text: str, names: list[tuple[str, str]]) -> str:
    """A title or file name without what names the applicant."""
    for name, alias in names:
        text = text.replace(name, alias)
    return text
