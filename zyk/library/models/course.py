from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.library.enums import CourseKind, CourseLevel, CourseState, CourseType
from zyk.library.models.library import Library, TeamMember
from zyk.library.models.point import KnowledgePoint
from zyk.library.models.resource import Resource

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, actor: "Actor") -> "CourseQuerySet":
        """Published standard courses in visible libraries; a personalised course to its owner; all to the team."""
        open_ones = Q(
            state=CourseState.PUBLISHED,
            kind=CourseKind.STANDARD,
            library__in=Library.objects.visible_to(actor).values("pk"),
        )
        if actor.user is None:
            return self.filter(open_ones)
        team = TeamMember.objects.filter(user=actor.user).values("library")
        return self.filter(open_ones | Q(owner=actor.user) | Q(kind=CourseKind.STANDARD, library__in=team))


class Course(Identified, Timed):
    """A standard course of the library, or a teacher's own course derived from one."""

    State = CourseState
    VERBS = {
        "add-module": _("新增模块"),
        "rename-module": _("模块改名"),
        "remove-module": _("删除模块"),
        "add-item": _("加入内容"),
        "remove-item": _("取出内容"),
        "derive": _("派生"),
        "follow-upstream": _("看过原课程的更新"),
        "merge-upstream": _("合并原课程的更新"),
    }

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="courses")
    kind = models.CharField(_("类别"), max_length=20, choices=CourseKind.choices, default=CourseKind.STANDARD)
    level = models.CharField(_("层次"), max_length=20, choices=CourseLevel.choices, default=CourseLevel.COURSE)
    type = models.CharField(_("课程类型"), max_length=20, choices=CourseType.choices, default=CourseType.CORE)
    title = models.CharField(_("名称"), max_length=160)
    description = models.TextField(_("简介"), max_length=1000, blank=True)
    derived_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="derivations"
    )
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="own_courses")
    hours = models.PositiveIntegerField(_("学时"), null=True, blank=True)
    credit_hundredths = models.PositiveIntegerField(_("学分（百分之一）"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=CourseState.choices, default=CourseState.DRAFT)
    points = models.ManyToManyField(
        KnowledgePoint, blank=True, related_name="courses", verbose_name=_("本课程要求的知识点/技能点")
    )
    position = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    upstream_seen_at = models.DateTimeField(null=True, blank=True)  # until when the original's changes are known

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CourseKind.STANDARD) | Q(derived_from__isnull=False),
                name="personalised_course_is_derived",
            )
        ]
        indexes = [models.Index(fields=["library", "kind", "state"])]

    def __str__(self) -> str:
        return self.title

    @property
    def credits(self) -> str | None:
        """Credits as written: 4 or 3.5; None when not set."""
        return None if self.credit_hundredths is None else f"{self.credit_hundredths / 100:g}"


class Module(Identified):
    """课程模块: an ordered part of a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="modules")
    title = models.CharField(_("名称"), max_length=160)
    position = models.PositiveIntegerField()
    derived_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="derivations"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class ModuleItem(Identified):
    """A resource called by a module: the relation the monitoring counts as cited (MON type 6)."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="items")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="module_items")
    position = models.PositiveIntegerField()
    is_required = models.BooleanField(_("必学"), default=True)
    is_own = models.BooleanField(_("教师自加"), default=False)
    derived_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="derivations"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["module", "resource"], name="module_item_once")]

    def __str__(self) -> str:
        return str(self.resource)
