from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.catalogue.models.specialty import Specialty
from zyk.common.models import Identified
from zyk.common.pinyin import search_text


class Credential(Identified):
    """1+X 职业技能等级证书. What the published lists do not say is left empty."""

    name = models.CharField(_("证书名称"), max_length=80, unique=True)
    batch = models.PositiveSmallIntegerField(_("批次"), null=True, blank=True)
    issuing_body = models.CharField(_("培训评价组织"), max_length=120, blank=True)
    levels = models.CharField(_("等级"), max_length=60, blank=True)
    specialties = models.ManyToManyField(Specialty, related_name="credentials")
    search_text = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = search_text(self.name, length=300)
        super().save(*args, **kwargs)
