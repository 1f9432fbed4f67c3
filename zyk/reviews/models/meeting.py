from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.common.models import Identified, Timed
from zyk.reviews.models.dossier import Dossier
from zyk.reviews.models.expert import Expert
from zyk.reviews.models.panel import Panel


class ReviewPost(Identified, Timed):
    """讨论: what one expert says to the others who review the same dossier."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="posts")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("发言"))

    class Meta:
        ordering = ["id"]


class PanelOpinion(Identified, Timed):
    """专家组意见 on one dossier: drafted by the panel's members, signed by its chair, then unchangeable."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="opinions")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="panel_opinions")
    text = models.TextField(_("专家组意见"))
    conclusion = models.CharField(_("结论"), max_length=40)
    signed_by = models.ForeignKey(Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["panel", "dossier"], name="opinion_once")]


class DefenceSession(Identified, Timed):
    """答辩场次: a day, a place, and an order of appearance drawn by lot."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="sessions")
    place = models.CharField(_("地点或会议号"), max_length=160)
    starts_at = models.DateTimeField(_("开始"))
    minutes_each = models.PositiveSmallIntegerField(_("每件分钟数"))
    seed = models.CharField(max_length=64)

    class Meta:
        ordering = ["starts_at", "id"]


class DefenceSlot(models.Model):
    session = models.ForeignKey(DefenceSession, on_delete=models.CASCADE, related_name="slots")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="defences")
    place = models.PositiveSmallIntegerField(_("出场顺序"))
    starts_at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["session", "place"], name="defence_place_once"),
            models.UniqueConstraint(fields=["session", "dossier"], name="defence_dossier_once"),
        ]
