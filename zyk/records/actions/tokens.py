import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zyk.records.actions.credentials import hash_of
from zyk.records.models import AccessToken, Credential

LIFETIME = timedelta(hours=1)
MOST_ALIVE = 20  # of one credential; older ones end when more are drawn


class Token(NamedTuple):
    text: str
    scopes: list[str]
    seconds: int


@transaction.atomic
def draw_token(credential_uuid: UUID | str, scopes: Collection[str]) -> Token:
    """A key for an hour with these scopes of the credential's (RFC 6749, 4.4). The text is returned here only."""
    credential = Credential.objects.select_for_update().get(uuid=credential_uuid, revoked_at=None)
    now = timezone.now()
    AccessToken.objects.filter(expires_at__lte=now).delete()
    alive = credential.tokens.order_by("-expires_at", "-pk").values_list("pk", flat=True)[MOST_ALIVE - 1 :]
    AccessToken.objects.filter(pk__in=list(alive)).delete()
    text = secrets.token_urlsafe(32)
    granted = sorted(set(scopes) & set(credential.scopes))
    AccessToken.objects.create(
        token_hash=hash_of(text), credential=credential, scopes=granted, expires_at=now + LIFETIME
    )
    return Token(text, granted, int(LIFETIME.total_seconds()))
