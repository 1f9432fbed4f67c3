"""A panel from its set-up to its end: what is fixed beforehand, who is asked in, which phase it is in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.reviews.enums import (
    INVITATION_MOVES,
    PANEL_MOVES,
    PHASE_RIGHTS,
    ConflictKind,
    DeclineKind,
    InvitationState,
    PanelState,
    ReviewState,
    ScoreMethod,
)
from zyk.reviews.models import Dossier, Expert, Panel, PanelMember, Review
from zyk.reviews.rules.recusal import EXPERT_BONDS, RecusalPolicy, conflict_between

HERE = (InvitationState.CHOSEN, InvitationState.INVITED, InvitationState.ACCEPTED)


@transaction.atomic
def set_up_panel(
    *,
    title: str,
    dossiers: Iterable[Dossier],
    criteria: list[dict[str, Any]],
    actor: Actor,
    kind: str = "online",
    policy: RecusalPolicy | None = None,
    method: str = ScoreMethod.RAW,
    measures: dict[str, Any] | None = None,
    reviews_each: int | None = None,
    max_load: int | None = None,
    due_on: date | None = None,
    is_blind: bool = True,
) -> Panel:
    """Set up a panel in preparation. Score sheet, policy of recusal and method of counting are fixed from here on.

    `measures`: trim_from, shrink_below, spread_alert, rank_gap_alert, minimum_reviews, each a number or None."""
    if not actor.is_ministry:
        raise PermissionDenied
    dossiers = list(dossiers)
    if not title.strip():
        raise ValidationError({"title": _("请填写专家组名称")})
    if not dossiers:
        raise ValidationError(_("请选择要评议的材料。"))
    if method not in ScoreMethod.values:
        raise ValidationError({"method": _("请选择计分方法")})
    panel = Panel.objects.create(
        title=title.strip(),
        kind=kind,
        state=PanelState.PREPARING,
        criteria=criteria,
        policy=(policy or RecusalPolicy()).as_data(),
        rights=PHASE_RIGHTS,
        method=method,
        measures=measures or {},
        reviews_each=reviews_each,
        max_load=max_load,
        due_on=due_on,
        is_blind=is_blind,
    )
    panel.dossiers.set(dossiers)
    audit.record(actor=actor, verb="set-up", about=panel, facts={"dossiers": len(dossiers), "method": method})
    return panel


@transaction.atomic
def seat_expert(panel: Panel, *, expert: Expert, actor: Actor) -> PanelMember:
    """Add an expert by hand, who must be free to judge at least one of the dossiers; he still has to be invited."""
    panel = _locked(panel, actor)
    if panel.state == PanelState.CLOSED:
        raise NotInThisState(_("专家组已结束。"))
    if not expert.is_available or not expert.user.is_active:
        raise ValidationError({"expert": _("此人暂不参加评议，或账号已停用。")})
    dossiers = panel.dossiers.select_related("lead_organisation").prefetch_related("organisations")
    policy = RecusalPolicy.of(panel.policy)
    conflicts = [conflict_between(expert, dossier, policy) for dossier in dossiers]
    if conflicts and all(conflicts):
        kind = ConflictKind(conflicts[0].kind).label  # type: ignore[union-attr]
        raise ValidationError({"expert": _("此人对每一件都须回避（%(kind)s）。") % {"kind": kind}})
    member, is_new = PanelMember.objects.get_or_create(
        panel=panel, expert=expert, defaults={"state": InvitationState.CHOSEN}
    )
    if not is_new:
        raise ValidationError({"expert": _("此人已在专家组中，或已谢绝。")})
    audit.record(actor=actor, verb="invite", about=panel, facts={"by hand": expert.user.name})
    return member


@transaction.atomic
def invite_members(panel: Panel, *, answer_until: date, actor: Actor, at: datetime, again: bool = False) -> int:
    """Ask all who are chosen but not yet asked, by page and mail. Returns how many.

    `again`: also those who did not answer in time and whose seat nobody took."""
    panel = _locked(panel, actor)
    if answer_until < at.date():
        raise ValidationError({"answer_until": _("答复截止不能早于今天")})
    Panel.objects.filter(pk=panel.pk).update(answer_until=answer_until)
    asked = Q(state=InvitationState.CHOSEN)
    if again:
        asked |= Q(state=InvitationState.EXPIRED, replaced_by__isnull=True)
    chosen = list(panel.members.filter(asked).select_related("expert__user"))
    if not chosen:
        raise ValidationError(_("没有待邀请的专家。"))
    for member in chosen:
        move(member, InvitationState.INVITED, moves=INVITATION_MOVES, actor=actor)
        PanelMember.objects.filter(pk=member.pk).update(invited_at=at)
        notify(
            [member.expert.user],
            text=_("邀请您参加“%(panel)s”，请在 %(day)s 前答复。")
            % {"panel": panel.title, "day": answer_until.isoformat()},
            english_text=f"You are invited to the panel “{panel.title}”; please answer by {answer_until.isoformat()}.",
            url=f"/reviews/invitations/{member.uuid}/",
            mail=True,
        )
    audit.record(actor=actor, verb="invite", about=panel, facts={"number": len(chosen)})
    return len(chosen)


@transaction.atomic
def answer_invitation(
    member: PanelMember, *, accepts: bool, actor: Actor, at: datetime, kind: str = "", reason: str = ""
) -> PanelMember:
    """The expert's own answer. Declining needs a kind and a reason; the organisers are told."""
    member = PanelMember.objects.select_for_update(of=("self",)).select_related("expert", "panel").get(pk=member.pk)
    if actor.user is None or member.expert.user_id != actor.user.pk:
        raise PermissionDenied
    if accepts:
        move(member, InvitationState.ACCEPTED, moves=INVITATION_MOVES, actor=actor)
        PanelMember.objects.filter(pk=member.pk).update(answered_at=at)
        return member
    errors = {}
    if kind not in DeclineKind.values:
        errors["kind"] = _("请选择谢绝的原因")
    if not reason.strip():
        errors["reason"] = _("请简要说明")
    if errors:
        raise ValidationError(errors)
    if Review.objects.filter(panel=member.panel, expert=member.expert, closed_at__isnull=True).exclude(
        state=ReviewState.RECUSED
    ):
        raise NotInThisState(_("材料已分派给您；如须回避，请逐件申请回避。"))
    move(member, InvitationState.DECLINED, moves=INVITATION_MOVES, actor=actor, why=reason.strip())
    PanelMember.objects.filter(pk=member.pk).update(
        answered_at=at, decline_kind=kind, decline_reason=reason.strip()[:300]
    )
    notify(
        people_with_role(Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY),
        text=_("有专家谢绝参加“%(panel)s”，请从候补中补充。") % {"panel": member.panel.title},
        english_text=f"An expert declined to join “{member.panel.title}”; take one from the reserve.",
        url=f"/reviews/panels/{member.panel.uuid}/",
    )
    return member


@transaction.atomic
def expire_invitations(*, today: date, actor: audit.ActsInTrail) -> int:
    """Who has not answered by the last day no longer holds a seat. Doing it again changes nothing."""
    late = PanelMember.objects.filter(state=InvitationState.INVITED, panel__answer_until__lt=today)
    number = 0
    for member in late.select_related("panel"):
        move(member, InvitationState.EXPIRED, moves=INVITATION_MOVES, actor=actor)
        number += 1
    if number:
        notify(
            people_with_role(Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY),
            text=_("%(number)s 位专家逾期未答复邀请，请补充。") % {"number": number},
            english_text=f"{number} invitations were not answered in time; please fill the seats.",
            url="/reviews/panels/",
        )
    return number


@transaction.atomic
def replace_member(member: PanelMember, *, actor: Actor) -> PanelMember:
    """Give the seat of one who declined, did not answer or was removed to the next of the reserve."""
    panel = _locked(member.panel, actor)
    member = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.state in HERE:
        raise NotInThisState(_("此人还在专家组中，不需要替补。"))
    if member.replaced_by.exists():
        raise NotInThisState(_("已有替补。"))
    seated = {str(code) for code in panel.members.values_list("expert__uuid", flat=True)}
    waiting = [code for code in (panel.draw.reserve if panel.draw else []) if code not in seated]
    experts = {
        str(each.uuid): each
        for each in Expert.objects.filter(uuid__in=waiting, is_available=True, user__is_active=True)
        .select_related("user", "organisation")
        .prefetch_related(*EXPERT_BONDS)
    }
    dossiers = list(panel.dossiers.select_related("lead_organisation").prefetch_related("organisations"))
    policy = RecusalPolicy.of(panel.policy)
    for code in waiting:
        expert = experts.get(code)
        if expert and not any(conflict_between(expert, dossier, policy) for dossier in dossiers):
            made = PanelMember.objects.create(
                panel=panel, expert=expert, state=InvitationState.CHOSEN, is_chair=member.is_chair, replaces=member
            )
            PanelMember.objects.filter(pk=member.pk).update(is_chair=False)
            audit.record(actor=actor, verb="invite", about=panel, facts={"replaces": str(member.expert.user)})
            return made
    raise ValidationError(_("候补名单已用完，请手工增加专家，或重新抽取。"))


@transaction.atomic
def remove_member(member: PanelMember, *, why: str, actor: Actor) -> None:
    """Take someone off the panel before the work is given out."""
    panel = _locked(member.panel, actor)
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})
    if panel.state != PanelState.PREPARING:
        raise NotInThisState(_("评议已开始，不能移出；请由专家申请回避。"))
    move(member, InvitationState.REMOVED, moves=INVITATION_MOVES, actor=actor, why=why.strip())


@transaction.atomic
def name_chair(member: PanelMember, *, actor: Actor) -> None:
    panel = _locked(member.panel, actor)
    if member.state not in HERE:
        raise NotInThisState(_("此人不在专家组中。"))
    panel.members.update(is_chair=False)
    PanelMember.objects.filter(pk=member.pk).update(is_chair=True)


@transaction.atomic
def move_panel(panel: Panel, to: str, *, actor: Actor) -> None:
    """Take the panel to its next phase; discussion starts only when all that is open has been scored."""
    panel = _locked(panel, actor)
    open_ones = panel.reviews.filter(state__in=[ReviewState.ASSIGNED, ReviewState.IN_PROGRESS], closed_at__isnull=True)
    if to == PanelState.DISCUSSING and open_ones.exists():
        raise ValidationError(
            _("还有 %(number)s 份评分没有提交；都提交后才能讨论，免得互相影响。") % {"number": open_ones.count()}
        )
    if (
        to == PanelState.CLOSED
        and panel.reviews.filter(closed_at__isnull=True).exclude(state=ReviewState.RECUSED).exists()
    ):
        raise ValidationError(_("还有材料的评议没有结束，请先结束各件评议。"))
    move(panel, to, moves=PANEL_MOVES, actor=actor)


def _locked(panel: Panel, actor: Actor) -> Panel:
    if not actor.is_ministry:
        raise PermissionDenied
    return Panel.objects.select_for_update(of=("self",)).select_related("draw").get(pk=panel.pk)
