from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.library.enums import LibraryState, Standing, TeamRole

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class LibraryQuerySet(models.QuerySet["Library"]):
    def visible_to(self, actor: "Actor") -> "LibraryQuerySet":
        """Everyone sees libraries that run or ran; one being prepared by its team, host and the ministry."""
        if actor.is_ministry:
            return self
        mine = ~Q(state=LibraryState.PREPARING)
        if actor.user:
            mine |= Q(pk__in=TeamMember.objects.filter(user=actor.user).values("library"))
        if actor.organisation_id:
            mine |= Q(lead_host_id=actor.organisation_id)
        return self.filter(mine)

    def built_by(self, actor: "Actor") -> "LibraryQuerySet":
        """Libraries whose team the person belongs to."""
        return self.filter(pk__in=TeamMember.objects.filter(user=actor.user).values("library"))


class Library(Identified, Timed):
    """职业教育专业教学资源库, or a sub-library (子库) of one. It outlives every project that builds it."""

    State = LibraryState
    OTHER_STATES = (Standing,)
    VERBS = {
        "add-member": _("团队加入成员"),
        "remove-member": _("团队移出成员"),
        "export-library": _("整库导出"),
        "import-library": _("整库导入"),
        "set-hosts": _("调整主持单位"),
        "import-points": _("导入知识点"),
    }

    code = models.CharField(_("编号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    english_name = models.CharField(_("英文名称"), max_length=200, blank=True)
    specialty = models.ForeignKey("catalogue.Specialty", on_delete=models.PROTECT, related_name="libraries")
    more_specialties = models.ManyToManyField("catalogue.Specialty", blank=True, related_name="also_libraries")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="sublibraries")
    lead_host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="led_libraries")
    co_hosts = models.ManyToManyField(
        Organisation, blank=True, related_name="co_hosted_libraries", verbose_name=_("联合主持单位")
    )
    alliance = models.ForeignKey(
        "alliance.Alliance", null=True, blank=True, on_delete=models.PROTECT, related_name="libraries"
    )
    description = models.TextField(_("简介"), blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=LibraryState.choices, default=LibraryState.PREPARING)
    standing = models.CharField(_("项目状态"), max_length=20, choices=Standing.choices, default=Standing.NONE)
    opened_on = models.DateField(_("开通日期"), null=True, blank=True)
    is_demonstration = models.BooleanField(_("演示"), default=False)
    indexed_at = models.DateTimeField(null=True, blank=True)  # when something of it changed for searchers

    objects = LibraryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def standing_state(self) -> Standing:
        return Standing(self.standing)

    @property
    def iri_path(self) -> str:
        return f"/id/library/{self.uuid}"


class TeamMember(Timed):
    """Who may change the library, and how."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="library_teams")
    role = models.CharField(_("分工"), max_length=20, choices=TeamRole.choices)
    duty = models.CharField(_("负责内容"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["library", "user"], name="team_member_once")]

    def __str__(self) -> str:
        return f"{self.user}（{self.get_role_display()}）"
