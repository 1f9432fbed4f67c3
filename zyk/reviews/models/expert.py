from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.common.pinyin import search_text
from zyk.reviews.enums import ConflictKind, RecusalSource

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class OfMinistryQuerySet(models.QuerySet):
    def visible_to(self, actor: "Actor") -> "OfMinistryQuerySet":
        """The ministry's own business: its officers and review secretaries."""
        return self if actor.is_ministry else self.none()


class Expert(Identified, Timed):
    """专家. `fields` are specialty codes of two, four or six digits, best first; `keywords` are five at most."""

    VERBS: ClassVar = {
        "register-expert": _("列入专家库"),
        "edit-expert": _("修改专家资料"),
        "recuse": _("登记回避"),
        "set-availability": _("更改是否可参加评议"),
    }

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="expert")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="experts")
    title = models.CharField(_("职称"), max_length=60, blank=True)
    fields = models.JSONField(_("研究领域（专业代码）"), default=list)
    keywords = models.JSONField(_("关键词"), default=list)
    is_available = models.BooleanField(_("可参加评议"), default=True)
    max_load = models.PositiveSmallIntegerField(_("最多承担件数"), null=True, blank=True)
    search_text = models.CharField(max_length=400, blank=True, editable=False)

    objects = OfMinistryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.user.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = search_text(self.user.name, self.title, *self.keywords, *self.fields)
        super().save(*args, **kwargs)


class Affiliation(models.Model):
    """任职经历: a unit an expert belongs or belonged to beside his own, for as long as the dates say."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(_("职务"), max_length=80, blank=True)
    valid_from = models.DateField(_("自"), null=True, blank=True)
    valid_until = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        ordering = ["-valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["expert", "organisation", "position"], name="affiliation_once"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=models.F("valid_until")),
                name="affiliation_dates",
            ),
        ]


class Recusal(Timed):
    """回避: an expert never judges a unit named here."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="recusals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("关系"), max_length=20, choices=ConflictKind.choices, default=ConflictKind.OTHER)
    source = models.CharField(_("来源"), max_length=20, choices=RecusalSource.choices)
    reason = models.CharField(_("理由"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "organisation"], name="recusal_once")]
