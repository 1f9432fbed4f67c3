import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.common import audit
from zyk.records.authority import Secret
from zyk.records.models import Credential
from zyk.records.rules import can_keep_credentials, grantable_scopes

LONGEST_OVERLAP = timedelta(days=90)


@transaction.atomic
def create_credential(
    *,
    actor: Actor,
    title: str,
    scopes: Collection[str],
    library_iri: str = "",
    requests_per_minute: int | None = None,
) -> tuple[Credential, Secret]:
    """Make a key pair for the actor's own unit; an operator's belongs to no unit. The secret is returned here only."""
    if not can_keep_credentials(actor):
        raise PermissionDenied
    if not scopes or not set(scopes) <= set(grantable_scopes(actor)):
        raise ValidationError({"scopes": _("请至少选择一项你可以授予的权限。")})
    secret = Secret(key=secrets.token_hex(10), secret=secrets.token_urlsafe(32))
    credential = Credential.objects.create(
        key=secret.key,
        secret_hash=hash_of(secret.secret),
        title=title,
        organisation=None if actor.is_any(Role.OPERATOR) else actor.organisation,
        scopes=sorted(scopes),
        library_iri=library_iri,
        requests_per_minute=requests_per_minute,
        created_by=actor.trail_uuid,
    )
    audit.record(actor=actor, verb="create_credential", about=credential, facts={"scopes": credential.scopes})
    return credential, secret


@transaction.atomic
def rotate_credential(credential: Credential, *, actor: Actor, old_until: datetime) -> Secret:
    """A new secret, returned here only. The one before it opens until `old_until`, an earlier one no more, and tokens
    drawn so far end, since they too may have got about."""
    if not can_keep_credentials(actor):
        raise PermissionDenied
    locked = Credential.objects.visible_to(actor).select_for_update().get(pk=credential.pk)
    if locked.revoked_at:
        raise ValidationError(_("这个凭证已停用，不能更换密钥。"))
    if old_until > timezone.now() + LONGEST_OVERLAP:
        raise ValidationError({"old_until": _("旧密钥最多再用 90 天。")})
    secret = Secret(key=locked.key, secret=secrets.token_urlsafe(32))
    locked.previous_secret_hash, locked.previous_until = locked.secret_hash, old_until
    locked.secret_hash = hash_of(secret.secret)
    locked.save(update_fields=["secret_hash", "previous_secret_hash", "previous_until", "updated_at"])
    locked.tokens.all().delete()
    audit.record(actor=actor, verb="rotate_credential", about=locked, facts={"old_until": old_until.isoformat()})
    return secret


@transaction.atomic
def revoke_credential(credential: Credential, *, actor: Actor) -> None:
    """From now on the key opens nothing; revoking again changes nothing."""
    if not can_keep_credentials(actor):
        raise PermissionDenied
    locked = Credential.objects.visible_to(actor).select_for_update().get(pk=credential.pk)
    if locked.revoked_at:
        return
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at", "updated_at"])
    locked.tokens.all().delete()
    audit.record(actor=actor, verb="revoke_credential", about=locked)


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
