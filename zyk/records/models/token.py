from django.db import models

from zyk.records.models.credential import Credential


class AccessToken(models.Model):
    """A short-lived key that a credential drew for itself (OAuth 2.0, RFC 6749, 4.4); only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="tokens")
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.credential)
