from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation
from zyk.common.models import Identified
from zyk.reviews.enums import BlindFileState, DossierKind, Withheld

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class DossierQuerySet(models.QuerySet["Dossier"]):
    def assigned_to(self, actor: "Actor") -> "DossierQuerySet":
        """Those an expert has to review and from which he is not recused."""
        return self.filter(
            reviews__expert__user=actor.user, reviews__state__in=["assigned", "in-progress", "submitted"]
        )


class Dossier(Identified):
    """申报材料冻结副本: what was submitted, never changed. `subject_uuid` is the application or acceptance above.

    `content` is a list of {"code", "title": {zh,en}, "fields": [{"code","title","type","value"}]}: readable alone.
    `blind_content` is the same with units and people replaced by aliases, for blind review;
    `hidden_names` are people's names that no attachment may show there."""

    kind = models.CharField(_("类别"), max_length=20, choices=DossierKind.choices)
    subject_uuid = models.UUIDField(db_index=True)
    revision = models.PositiveIntegerField(_("修订"))
    number = models.CharField(_("编号"), max_length=40)
    title = models.CharField(_("名称"), max_length=160)
    specialty_code = models.CharField(max_length=10)
    specialty_name = models.CharField(_("专业"), max_length=60, blank=True)
    organisations = models.ManyToManyField(Organisation, related_name="dossiers")
    lead_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="led_dossiers")
    content = models.JSONField()
    blind_content = models.JSONField()
    hidden_names = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["number", "revision"]
        constraints = [models.UniqueConstraint(fields=["subject_uuid", "revision"], name="dossier_revision_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class DossierFile(models.Model):
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="files")
    slot = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    file = models.ForeignKey("media.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]


class BlindFile(models.Model):
    """附件的匿名副本, made by the worker: names painted over or replaced, nothing told by name or properties."""

    source = models.OneToOneField(DossierFile, on_delete=models.CASCADE, related_name="blind")
    state = models.CharField(_("状态"), max_length=20, choices=BlindFileState.choices, default=BlindFileState.PENDING)
    withheld = models.CharField(_("不提供的原因"), max_length=20, choices=Withheld.choices, blank=True)
    storage_name = models.CharField(max_length=160, blank=True)
    extension = models.CharField(max_length=10, blank=True)
    replaced = models.PositiveIntegerField(_("隐去处数"), default=0)
    made_at = models.DateTimeField(null=True, blank=True)
