from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import OrganisationKind
from zyk.common.models import Identified, Timed
from zyk.common.pinyin import search_text

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class Province(models.Model):
    """A province-level division (GB/T 2260; 660000 is a working code for 新疆生产建设兵团)."""

    code = models.CharField(_("代码"), max_length=6, primary_key=True)
    name = models.CharField(_("名称"), max_length=40)
    short_name = models.CharField(_("简称"), max_length=20)
    in_programme = models.BooleanField(_("属于本项目范围"), default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.short_name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: "Actor") -> "OrganisationQuerySet":
        """The directory is public."""
        return self.all()


class Organisation(Identified, Timed):
    """单位: a school, enterprise, association, provincial authority or the ministry."""

    VERBS: ClassVar = {"add-organisation": _("登记单位"), "edit-organisation": _("修改单位信息")}

    kind = models.CharField(_("类型"), max_length=20, choices=OrganisationKind.choices)
    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120, db_index=True)
    english_name = models.CharField(_("英文名称"), max_length=200, blank=True)
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("省份"))
    city = models.CharField(_("城市"), max_length=60, blank=True)
    level = models.CharField(_("办学层次"), max_length=20, blank=True)
    owner = models.CharField(_("主管部门"), max_length=80, blank=True)
    ownership = models.CharField(_("办学性质"), max_length=20, blank=True)
    is_demonstration = models.BooleanField(_("演示单位"), default=False)
    search_text = models.CharField(max_length=400, blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "province"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = search_text(self.name, self.english_name, self.code)
        super().save(*args, **kwargs)
