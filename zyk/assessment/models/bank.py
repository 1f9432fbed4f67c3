from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.assessment.enums import QuestionKind
from zyk.common.models import Identified, Timed
from zyk.library.models import KnowledgePoint, Library


class QuestionBank(Identified, Timed):
    """题库 of a library (a mandatory module of the running platform)."""

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="question_banks")
    title = models.CharField(_("名称"), max_length=160)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class Question(Identified, Timed):
    """One question.

    `choices` is a list of {"key", "html"}; `answer` a list of keys, accepted texts, or one model answer."""

    bank = models.ForeignKey(QuestionBank, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(_("题型"), max_length=20, choices=QuestionKind.choices)
    stem = models.TextField(_("题干"))  # sanitised HTML
    choices = models.JSONField(default=list)
    answer = models.JSONField(default=list)
    explanation = models.TextField(_("解析"), blank=True)
    points = models.ManyToManyField(KnowledgePoint, blank=True, related_name="questions")
    source = models.CharField(_("来源"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    is_retired = models.BooleanField(_("停用"), default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.stem[:60]
