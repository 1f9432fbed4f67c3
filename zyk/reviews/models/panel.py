from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.reviews.enums import (
    DeclineKind,
    DrawState,
    InvitationState,
    PanelKind,
    PanelState,
    ProposalState,
    ScoreMethod,
)
from zyk.reviews.models.dossier import Dossier
from zyk.reviews.models.expert import Expert, OfMinistryQuerySet

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class ExpertDraw(Identified):
    """专家抽取. First the hash of a seed that the witness keeps, then the pool, then the seed: nobody can steer it.

    `pool` lists {expert, unit, province, fields}, `excluded` {expert, why, unit?}, `quotas` what the result must keep,
    `result` and `reserve` the names in the order of the lot. Draws of the first algorithm hold codes alone."""

    State = DrawState
    VERBS: ClassVar = {"commit-draw": _("封存种子"), "freeze-pool": _("冻结名单"), "draw": _("抽取专家")}

    title = models.CharField(_("名称"), max_length=160)
    state = models.CharField(_("状态"), max_length=20, choices=DrawState.choices, default=DrawState.DRAWN)
    size = models.PositiveIntegerField(_("抽取人数"))
    dossiers = models.ManyToManyField(Dossier, related_name="draws")
    quotas = models.JSONField(_("名额规则"), default=dict)
    policy = models.JSONField(_("回避规则"), default=dict)
    seed = models.CharField(max_length=64, blank=True)
    seed_sha256 = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=40)
    pool = models.JSONField(default=list)
    pool_sha256 = models.CharField(max_length=64, blank=True)
    excluded = models.JSONField(default=list)
    result = models.JSONField(default=list)
    reserve = models.JSONField(default=list)
    committed_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    witness = models.CharField(_("监督人"), max_length=80)

    objects = OfMinistryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class PanelQuerySet(models.QuerySet["Panel"]):
    def visible_to(self, actor: "Actor") -> "PanelQuerySet":
        """The ministry sees all panels; an expert those he was asked into."""
        if actor.is_ministry:
            return self
        if actor.user is None:
            return self.none()
        return self.filter(
            members__expert__user=actor.user,
            members__state__in=[InvitationState.INVITED, InvitationState.ACCEPTED],
        )


class Panel(Identified, Timed):
    """专家组: those drawn, for a set of dossiers. `criteria`, `method` and `policy` are fixed when it is set up.

    `rights` says what each phase lets experts do (see `PHASE_RIGHTS`)."""

    State = PanelState
    VERBS: ClassVar = {
        "set-up": _("成立专家组"),
        "invite": _("邀请专家"),
        "assign": _("分派评议"),
        "sign-opinion": _("签署专家组意见"),
        "schedule": _("安排答辩"),
    }

    title = models.CharField(_("名称"), max_length=160)
    kind = models.CharField(_("形式"), max_length=20, choices=PanelKind.choices, default=PanelKind.ONLINE)
    state = models.CharField(_("状态"), max_length=20, choices=PanelState.choices, default=PanelState.SCORING)
    draw = models.OneToOneField(ExpertDraw, null=True, blank=True, on_delete=models.PROTECT, related_name="panel")
    dossiers = models.ManyToManyField(Dossier, related_name="panels")
    is_blind = models.BooleanField(_("匿名评议"), default=True)
    criteria = models.JSONField(_("评分表"), default=list)
    policy = models.JSONField(_("回避规则"), default=dict)
    rights = models.JSONField(_("各阶段权限"), default=dict)
    method = models.CharField(_("计分方法"), max_length=20, choices=ScoreMethod.choices, default=ScoreMethod.RAW)
    measures = models.JSONField(_("计分参数"), default=dict)
    reviews_each = models.PositiveSmallIntegerField(_("每件评议份数"), null=True, blank=True)
    max_load = models.PositiveSmallIntegerField(_("每人最多承担件数"), null=True, blank=True)
    answer_until = models.DateField(_("答复截止"), null=True, blank=True)
    due_on = models.DateField(_("评议截止"), null=True, blank=True)

    objects = PanelQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def grants(self, right: str) -> bool:
        return right in self.rights.get(self.state, [])


class PanelMember(Identified):
    """One expert of a panel, and what became of his invitation."""

    State = InvitationState

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="panels")
    is_chair = models.BooleanField(default=False)
    state = models.CharField(
        _("邀请"), max_length=20, choices=InvitationState.choices, default=InvitationState.ACCEPTED
    )
    invited_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_kind = models.CharField(_("谢绝原因"), max_length=20, choices=DeclineKind.choices, blank=True)
    decline_reason = models.CharField(_("说明"), max_length=300, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["panel", "expert"], name="panel_member_once")]


class AssignmentProposal(Identified):
    """分派方案: who should review what, computed as a minimum-cost flow, changed by hand, then confirmed.

    `unfilled` lists {dossier, missing, why: {reason: number of experts}}; `figures` what the solver reports."""

    State = ProposalState

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(_("状态"), max_length=20, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    seed = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=40)
    figures = models.JSONField(default=dict)
    unfilled = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]


class ProposedPair(models.Model):
    """One dossier for one expert. `grounds` = {affinity: 0–100, field, keywords: [...]}."""

    proposal = models.ForeignKey(AssignmentProposal, on_delete=models.CASCADE, related_name="pairs")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    grounds: Any = models.JSONField(default=dict)
    is_by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["dossier", "id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "dossier", "expert"], name="proposed_once")]
