"""Proposing, mending and confirming who reviews what."""

from collections import Counter
from datetime import datetime
from time import perf_counter

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.reviews.actions.blind_files import ask_for_blind_files
from zyk.reviews.actions.review import alias_numbers
from zyk.reviews.enums import PANEL_MOVES, PROPOSAL_MOVES, ConflictKind, PanelState, ProposalState
from zyk.reviews.models import AssignmentProposal, Dossier, Expert, Panel, ProposedPair, Review
from zyk.reviews.queries.candidates import field_of
from zyk.reviews.rules import assigning
from zyk.reviews.rules.recusal import RecusalPolicy, conflict_between
from zyk.reviews.signals import reviews_assigned


@transaction.atomic
def propose_assignment(panel: Panel, *, seed: str, actor: Actor, at: datetime) -> AssignmentProposal:
    """Compute who should review what, for what is not given out yet. Earlier proposals still open are dropped."""
    panel = _locked(panel, actor)
    assert actor.user
    if not panel.reviews_each:
        raise ValidationError({"reviews_each": _("请先填写每件需要几份评议。")})
    field = field_of(panel)
    if not field.people:
        raise ValidationError(_("专家组里还没有人接受邀请。"))
    began = perf_counter()
    answer = assigning.assigned(field.needs, field.people, field.affinities(), seed=seed)
    for earlier in panel.proposals.filter(state=ProposalState.PROPOSED):
        move(earlier, ProposalState.DROPPED, moves=PROPOSAL_MOVES, actor=actor)
    proposal = AssignmentProposal.objects.create(
        panel=panel,
        seed=seed,
        algorithm=assigning.ALGORITHM,
        figures={
            "seconds": round(perf_counter() - began, 2),
            "pairs": len(answer.pairs),
            "wanted": sum(field.needs.values()),
            "cost": round(answer.cost, 2),
        },
        unfilled=[
            {"dossier": dossier, "missing": missing, "why": field.reasons(dossier, _held(answer.pairs))}
            for dossier, missing in sorted(answer.missing.items())
        ],
        made_at=at,
        made_by=actor.user,
    )
    ProposedPair.objects.bulk_create(
        ProposedPair(
            proposal=proposal,
            dossier_id=dossier,
            expert_id=expert,
            grounds=field.affinity(dossier, expert).as_data(),
        )
        for dossier, expert in answer.pairs
    )
    return proposal


@transaction.atomic
def add_pair(proposal: AssignmentProposal, *, dossier: Dossier, expert: Expert, actor: Actor) -> ProposedPair:
    """By hand, and checked as strictly as the solver's own pairs."""
    proposal = _open(proposal, actor)
    problem = problem_with(proposal, dossier, expert)
    if problem:
        raise ValidationError({"expert": problem})
    field = field_of(proposal.panel)
    return ProposedPair.objects.create(
        proposal=proposal,
        dossier=dossier,
        expert=expert,
        grounds=field.affinity(dossier.pk, expert.pk).as_data(),
        is_by_hand=True,
    )


@transaction.atomic
def remove_pair(pair: ProposedPair, *, actor: Actor) -> None:
    _open(pair.proposal, actor)
    pair.delete()


@transaction.atomic
def swap_pair(pair: ProposedPair, *, expert: Expert, actor: Actor) -> ProposedPair:
    """Give the dossier to another expert in place of this one."""
    proposal, dossier = pair.proposal, pair.dossier
    remove_pair(pair, actor=actor)
    return add_pair(proposal, dossier=dossier, expert=expert, actor=actor)


@transaction.atomic
def confirm_assignment(proposal: AssignmentProposal, *, actor: Actor, at: datetime) -> list[Review]:
    """Give out what is proposed: every pair is checked once more, then the experts are told and scoring is open."""
    proposal = _open(proposal, actor)
    panel = proposal.panel
    pairs = list(proposal.pairs.select_related("dossier__lead_organisation", "expert__user", "expert__organisation"))
    if not pairs:
        raise ValidationError(_("方案里还没有分派。"))
    field = field_of(panel)
    forbidden = [pair for pair in pairs if field.conflict(pair.dossier_id, pair.expert_id)]
    if forbidden:
        names = "、".join(f"{pair.dossier.number} {pair.expert}" for pair in forbidden[:5])
        raise ValidationError(_("这些分派现在须回避，请改派：%(names)s") % {"names": names})
    dossiers = list({pair.dossier_id: pair.dossier for pair in pairs}.values())
    numbers = alias_numbers(panel, dossiers)
    reviews = Review.objects.bulk_create(
        Review(
            panel=panel,
            dossier=pair.dossier,
            expert=pair.expert,
            criteria=panel.criteria,
            alias_number=numbers[pair.dossier_id],
        )
        for pair in pairs
    )
    move(proposal, ProposalState.CONFIRMED, moves=PROPOSAL_MOVES, actor=actor)
    audit.record(actor=actor, verb="assign", about=panel, facts={"pairs": len(pairs), "seed": proposal.seed})
    if panel.state != PanelState.SCORING:
        move(panel, PanelState.SCORING, moves=PANEL_MOVES, actor=actor)
    given = Counter(pair.expert.user for pair in pairs)
    for number in sorted(set(given.values())):  # one writing for all who got as many
        notify(
            [person for person, share in given.items() if share == number],
            text=_("您有 %(number)s 份材料待评。") % {"number": number},
            english_text=f"Dossiers waiting for your review: {number}.",
            url="/reviews/mine/",
            mail=True,
        )
    ask_for_blind_files(dossiers)
    reviews_assigned.send(type(panel), panel=panel, dossiers=dossiers, actor=actor)
    return reviews


def problem_with(proposal: AssignmentProposal, dossier: Dossier, expert: Expert) -> str:
    """Why this pair cannot be added; "" when it can."""
    panel = proposal.panel
    if not panel.dossiers.filter(pk=dossier.pk).exists():
        return _("这份材料不属于本专家组。")
    if not panel.members.filter(expert=expert, state="accepted").exists():
        return _("此人没有接受本专家组的邀请。")
    if proposal.pairs.filter(dossier=dossier, expert=expert).exists() or panel.reviews.filter(
        dossier=dossier, expert=expert
    ):
        return _("此人已分到这一件。")
    conflict = conflict_between(expert, dossier, RecusalPolicy.of(panel.policy))
    if conflict:
        kind = ConflictKind(conflict.kind).label
        return _("须回避：%(kind)s %(evidence)s") % {"kind": kind, "evidence": conflict.evidence}
    most = expert.max_load or panel.max_load
    held = (
        proposal.pairs.filter(expert=expert).count()
        + panel.reviews.filter(expert=expert).exclude(state="recused").count()
    )
    if most and held >= most:
        return _("此人已承担 %(number)s 件，达到上限。") % {"number": held}
    return ""


def _held(pairs: list[tuple[int, int]]) -> dict[int, int]:
    return Counter(expert for _dossier, expert in pairs)


def _open(proposal: AssignmentProposal, actor: Actor) -> AssignmentProposal:
    if not actor.is_ministry:
        raise PermissionDenied
    found = AssignmentProposal.objects.select_for_update(of=("self",)).select_related("panel").get(pk=proposal.pk)
    if found.state != ProposalState.PROPOSED:
        raise NotInThisState(_("方案已确认或放弃，不能再改。"))
    return found


def _locked(panel: Panel, actor: Actor) -> Panel:
    if not actor.is_ministry:
        raise PermissionDenied
    panel = Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)
    if panel.state == PanelState.CLOSED:
        raise NotInThisState(_("专家组已结束。"))
    return panel
