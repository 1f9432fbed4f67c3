from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.reviews.enums import RecusalSource

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class OfMinistryQuerySet(models.QuerySet):
    def visible_to(self, actor: "Actor") -> "OfMinistryQuerySet":
        """The ministry's own business: its officers and review secretaries."""
        return self if actor.is_ministry else self.none()


class Expert(Identified, Timed):
    """专家. Fields of study are specialty class codes, best first."""

    VERBS: ClassVar = {
        "register-expert": _("列入专家库"),
        "recuse": _("登记回避"),
        "set-availability": _("更改是否可参加评议"),
    }

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="expert")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="experts")
    title = models.CharField(_("职称"), max_length=60, blank=True)
    fields = models.JSONField(_("研究领域（专业类代码）"), default=list)
    is_available = models.BooleanField(_("可参加评议"), default=True)

    objects = OfMinistryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.user.name


class Recusal(Timed):
    """回避: an expert never judges a unit named here."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="recusals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=20, choices=RecusalSource.choices)
    reason = models.CharField(_("理由"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "organisation"], name="recusal_once")]


class ExpertDraw(Identified):
    """专家抽取, repeatable: pool, exclusions with reasons, seed and algorithm give the same result again."""

    VERBS: ClassVar = {"draw": _("抽取专家")}

    title = models.CharField(_("名称"), max_length=160)
    size = models.PositiveIntegerField(_("抽取人数"))
    seed = models.CharField(max_length=64)
    seed_sha256 = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=40)
    pool = models.JSONField()
    excluded = models.JSONField()
    result = models.JSONField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    witness = models.CharField(_("监督人"), max_length=80)

    objects = OfMinistryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Panel(Identified, Timed):
    """专家组: those drawn, for a set of dossiers."""

    title = models.CharField(_("名称"), max_length=160)
    draw = models.OneToOneField(ExpertDraw, null=True, blank=True, on_delete=models.PROTECT, related_name="panel")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class PanelMember(models.Model):
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="panels")
    is_chair = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["panel", "expert"], name="panel_member_once")]
