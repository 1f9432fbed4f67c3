from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.library.enums import ApplicationType, Language, Level, MediaType, ResourceState, Rights, Scope
from zyk.library.models.library import Library, TeamMember
from zyk.library.models.point import KnowledgePoint

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, actor: "Actor") -> "ResourceQuerySet":
        """Published ones in libraries the actor sees; everything to the library's own team."""
        open_ones = Q(state=ResourceState.PUBLISHED, library__in=Library.objects.visible_to(actor).values("pk"))
        if actor.user is None:
            return self.filter(open_ones)
        own = Q(library__in=TeamMember.objects.filter(user=actor.user).values("library"))
        return self.filter(open_ones | own)

    def reachable_by(self, actor: "Actor") -> "ResourceQuerySet":
        """What the actor sees, and withdrawn ones too: their address keeps saying what stood there."""
        gone = Q(state=ResourceState.WITHDRAWN, library__in=Library.objects.visible_to(actor).values("pk"))
        return self.visible_to(actor) | self.filter(gone)

    def published(self) -> "ResourceQuerySet":
        return self.filter(state=ResourceState.PUBLISHED)


class Resource(Identified, Timed):
    """颗粒化资源: a material, or a component put together from parts, described with the monitored fields."""

    State = ResourceState
    VERBS = {
        "new-version": _("增加新版本"),
        "publish-version": _("发布新版本"),
        "set-subtitles": _("更换字幕"),
        "assemble": _("调整组成"),
        "certify": _("通过资源认证"),
        "plan-review": _("定复核日期"),
        "confirm-review": _("到期复核"),
        "clear-certification": _("取消认证标志"),
        "authorise": _("更换授权证明"),
    }

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="resources")
    level = models.CharField(_("层级"), max_length=20, choices=Level.choices, default=Level.MATERIAL)
    title = models.CharField(_("标题"), max_length=200)
    description = models.TextField(_("说明"), blank=True)
    scope = models.CharField(_("范围"), max_length=20, choices=Scope.choices, default=Scope.BASIC)
    media_type = models.CharField(_("媒体类型"), max_length=30, choices=MediaType.choices)
    application_type = models.CharField(_("应用类型"), max_length=40, choices=ApplicationType.choices)
    points = models.ManyToManyField(
        KnowledgePoint, blank=True, related_name="resources", verbose_name=_("知识点/技能点")
    )
    keywords = models.CharField(_("关键词"), max_length=300, blank=True)
    source = models.CharField(_("素材来源"), max_length=200, blank=True)
    audience = models.CharField(_("适用对象"), max_length=120, blank=True)
    language = models.CharField(_("语言"), max_length=20, default="zh")
    author = models.CharField(_("作者"), max_length=120, blank=True)
    rights = models.CharField(_("许可"), max_length=20, choices=Rights.choices, default=Rights.ALLIANCE)
    rights_terms = models.CharField(_("许可条件"), max_length=300, blank=True)
    rights_until = models.DateField(_("授权截止"), null=True, blank=True)
    authorisation = models.ForeignKey(
        "media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    authorisation_name = models.CharField(_("授权证明"), max_length=200, blank=True)
    contributor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contributed_resources")
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="created_resources")
    state = models.CharField(_("状态"), max_length=20, choices=ResourceState.choices, default=ResourceState.DRAFT)
    current_version = models.ForeignKey(
        "library.ResourceVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    certified_by = models.CharField(_("资源认证标准"), max_length=200, blank=True)
    certified_at = models.DateTimeField(_("认证时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("首次发布"), null=True, blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["library", "state", "media_type"]),
            models.Index(fields=["library", "-updated_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_certified(self) -> bool:
        return self.certified_at is not None

    @property
    def is_rights_expired(self) -> bool:
        """Whether the authorisation ran out before today; the day named is the last one."""
        return self.rights_until is not None and self.rights_until < timezone.localdate()

    @property
    def language_words(self) -> str:
        """The language in words; a code we do not list is shown as it is."""
        return str(dict(Language.choices).get(self.language, self.language))

    @property
    def icon(self) -> str:
        return MediaType(self.media_type).icon


class ResourceVersion(Identified):
    """One published content of a resource: a stored file, or a page of text. Old versions stay reachable."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey("media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    body = models.TextField(blank=True)  # sanitised HTML of a page; empty when there is a file
    subtitles = models.ForeignKey("media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    changes = models.CharField(_("本版变化"), max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["resource", "number"], name="version_number_once")]
        indexes = [models.Index(fields=["content_sha256"])]

    def __str__(self) -> str:
        return f"{self.resource} v{self.number}"


class ComponentPart(models.Model):
    """A material inside a component (积件), in order."""

    component = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="parts")
    part = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="part_of")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["component", "part"], name="component_part_once")]

    def __str__(self) -> str:
        return str(self.part)
