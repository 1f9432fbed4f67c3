from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.common.models import Identified, Timed
from zyk.records.enums import Scope

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class CredentialQuerySet(models.QuerySet["Credential"]):
    def visible_to(self, actor: "Actor") -> "CredentialQuerySet":
        """The operator sees all; a unit administrator those of his unit."""
        if actor.is_any(Role.OPERATOR):
            return self.all()
        if actor.is_any(Role.UNIT_ADMINISTRATOR):
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()


class Credential(Identified, Timed):
    """A key with which another system writes or reads statements. Of the secret only the hash is kept:
    it is 256 random bits, so a plain SHA-256 cannot be guessed back."""

    VERBS = {
        "create_credential": _("发放接入凭证"),
        "rotate_credential": _("更换接入凭证的密钥"),
        "revoke_credential": _("停用接入凭证"),
    }

    key = models.CharField(_("标识"), max_length=40, unique=True)
    secret_hash = models.CharField(max_length=64, editable=False)
    previous_secret_hash = models.CharField(max_length=64, blank=True, editable=False)
    previous_until = models.DateTimeField(_("旧密钥有效至"), null=True, blank=True)
    requests_per_minute = models.PositiveIntegerField(_("每分钟请求上限"), null=True, blank=True)
    title = models.CharField(_("名称"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("所属单位")
    )
    scopes = models.JSONField(_("权限"), default=list)
    library_iri = models.CharField(_("限定的资源库"), max_length=500, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    created_by = models.UUIDField(null=True, editable=False)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("接入凭证")

    def __str__(self) -> str:
        return self.title

    @property
    def has_old_secret(self) -> bool:
        """Whether the secret before the last change still opens."""
        return bool(self.previous_until and self.previous_until > timezone.now())

    @property
    def scope_names(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]
