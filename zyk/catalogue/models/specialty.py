from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.catalogue.enums import Level
from zyk.common.models import Identified
from zyk.common.pinyin import search_text

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class SpecialtyCategory(models.Model):
    """专业大类. The same name stands once for each level, under a code of its own."""

    code = models.CharField(_("代码"), max_length=4, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    level = models.CharField(_("层次"), max_length=20, choices=Level.choices)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class SpecialtyClass(models.Model):
    """专业类."""

    code = models.CharField(_("代码"), max_length=6, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    category = models.ForeignKey(SpecialtyCategory, on_delete=models.PROTECT, related_name="classes")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class SpecialtyQuerySet(models.QuerySet["Specialty"]):
    def visible_to(self, actor: "Actor") -> "SpecialtyQuerySet":
        """The catalogue is public."""
        return self.all()

    def current(self) -> "SpecialtyQuerySet":
        return self.filter(is_current=True)


class Specialty(Identified):
    """专业. A specialty that left the official list stays, marked, because libraries refer to it."""

    code = models.CharField(_("专业代码"), max_length=10, unique=True)
    name = models.CharField(_("专业名称"), max_length=60)
    level = models.CharField(_("层次"), max_length=20, choices=Level.choices)
    specialty_class = models.ForeignKey(SpecialtyClass, on_delete=models.PROTECT, related_name="specialties")
    added_in = models.PositiveSmallIntegerField(_("增补年份"), null=True, blank=True)
    is_current = models.BooleanField(_("在现行目录中"), default=True)
    search_text = models.CharField(max_length=300, editable=False)

    objects = SpecialtyQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = specialty_search_text(self.name, self.code)
        super().save(*args, **kwargs)

    @property
    def is_controlled(self) -> bool:
        """国家控制布点专业: the code ends with K."""
        return self.code.endswith("K")


def specialty_search_text(name: str, code: str) -> str:
    return search_text(name, code, length=300)
