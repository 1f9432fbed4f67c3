"""Drawing experts by lot in three steps: the hash of a seed the witness keeps, the pool, the seed.

Since the seed is fixed before the pool and known to nobody but the witness until the pool is frozen, neither the one
who draws nor the one who watches can steer the lot."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.common.moves import move
from zyk.reviews.enums import DRAW_MOVES, PHASE_RIGHTS, DrawState, InvitationState, PanelState
from zyk.reviews.models import Dossier, Expert, ExpertDraw, Panel, PanelMember
from zyk.reviews.rules import lot
from zyk.reviews.rules.recusal import EXPERT_BONDS, RecusalPolicy, standing_of, surroundings_of


@transaction.atomic
def commit_draw(
    panel: Panel | None,
    *,
    title: str,
    size: int,
    seed: str,
    witness: str,
    dossiers: Iterable[Dossier],
    quotas: dict[str, Any],
    policy: RecusalPolicy,
    actor: Actor,
    at: datetime,
) -> ExpertDraw:
    """Keep the hash of the seed, never the seed itself; the witness has to bring it again."""
    if not actor.is_ministry or actor.user is None:
        raise PermissionDenied
    _check(size=size, seed=seed, witness=witness)
    if panel is not None and panel.draw_id:
        raise ValidationError(_("这个专家组已有抽取。"))
    draw = ExpertDraw.objects.create(
        title=title,
        state=DrawState.COMMITTED,
        size=size,
        quotas=quotas,
        policy=policy.as_data(),
        seed_sha256=lot.sha256_of_seed(seed.strip()),
        algorithm=lot.ALGORITHM,
        committed_at=at,
        drawn_by=actor.user,
        witness=witness.strip(),
    )
    draw.dossiers.set(dossiers)
    if panel is not None:
        Panel.objects.filter(pk=panel.pk).update(draw=draw)
        panel.draw = draw
    audit.record(actor=actor, verb="commit-draw", about=draw, facts={"seed_sha256": draw.seed_sha256, "size": size})
    return draw


@transaction.atomic
def freeze_pool(draw: ExpertDraw, *, actor: Actor, at: datetime) -> ExpertDraw:
    """Write down who may be drawn and who not, each with the reason; from now on nothing of it changes."""
    draw = _locked(draw, actor)
    pool, excluded = pool_for(draw.dossiers.all(), RecusalPolicy.of(draw.policy))
    if len(pool) < draw.size:
        raise ValidationError(
            _("可抽取的专家只有 %(found)s 人，少于需要的 %(size)s 人；另有 %(excluded)s 人因回避或不可用被排除。")
            % {"found": len(pool), "size": draw.size, "excluded": len(excluded)}
        )
    pool_sha256 = lot.sha256_of_pool(pool)
    ExpertDraw.objects.filter(pk=draw.pk).update(pool=pool, excluded=excluded, pool_sha256=pool_sha256, frozen_at=at)
    facts = {"pool": len(pool), "excluded": len(excluded), "pool_sha256": pool_sha256}
    move(draw, DrawState.FROZEN, moves=DRAW_MOVES, actor=actor, facts=facts)
    draw.refresh_from_db()
    return draw


@transaction.atomic
def reveal_draw(draw: ExpertDraw, *, seed: str, actor: Actor, at: datetime) -> ExpertDraw:
    """The witness gives the seed; it must be the committed one. Those drawn become the panel's members."""
    draw = _locked(draw, actor)
    seed = seed.strip()
    if lot.sha256_of_seed(seed) != draw.seed_sha256:
        raise ValidationError({"seed": _("这不是封存的种子，请监督人核对。种子遗失时只能作废重来。")})
    result, reserve = lot.drawn(draw.pool, size=draw.size, seed=seed, quotas=draw.quotas)
    short = lot.shortfalls(draw.pool, result, size=draw.size, quotas=draw.quotas)
    if short:
        fields = "、".join(code for code in short if code != "size")
        raise ValidationError(
            _("按名额规则只能抽出 %(found)s 人，需要 %(size)s 人。%(fields)s请作废后放宽规则，或扩大专家库。")
            % {
                "found": len(result),
                "size": draw.size,
                "fields": _("专业 %(codes)s 人数不足。") % {"codes": fields} if fields else "",
            }
        )
    ExpertDraw.objects.filter(pk=draw.pk).update(seed=seed, result=result, reserve=reserve, drawn_at=at)
    move(draw, DrawState.DRAWN, moves=DRAW_MOVES, actor=actor)
    audit.record(
        actor=actor, verb="draw", about=draw, facts={"pool": len(draw.pool), "size": draw.size, "witness": draw.witness}
    )
    panel = Panel.objects.filter(draw=draw).first()
    if panel:
        seat(panel, result, state=InvitationState.CHOSEN)
    draw.refresh_from_db()
    return draw


@transaction.atomic
def void_draw(draw: ExpertDraw, *, why: str, actor: Actor) -> None:
    """Give up a draw before its result is known; the record stays, the panel may draw anew."""
    draw = _locked(draw, actor)
    if not why.strip():
        raise ValidationError({"why": _("请说明作废的理由")})
    move(draw, DrawState.VOID, moves=DRAW_MOVES, actor=actor, why=why.strip())
    Panel.objects.filter(draw=draw).update(draw=None)


@transaction.atomic
def draw_panel(
    *,
    title: str,
    size: int,
    dossiers: Iterable[Dossier],
    seed: str,
    witness: str,
    actor: Actor,
    at: datetime,
    quotas: dict[str, Any] | None = None,
    policy: RecusalPolicy | None = None,
    is_blind: bool = True,
) -> Panel:
    """All three steps at one table, the witness present, and a panel that needs no invitations.

    ValidationError when too few remain, with the number of those excluded and why."""
    dossiers = list(dossiers)
    policy = policy or RecusalPolicy()
    draw = commit_draw(
        None,
        title=title,
        size=size,
        seed=seed,
        witness=witness,
        dossiers=dossiers,
        quotas=quotas or {},
        policy=policy,
        actor=actor,
        at=at,
    )
    draw = reveal_draw(freeze_pool(draw, actor=actor, at=at), seed=seed, actor=actor, at=at)
    panel = Panel.objects.create(
        title=title,
        draw=draw,
        policy=policy.as_data(),
        rights=PHASE_RIGHTS,
        state=PanelState.SCORING,
        is_blind=is_blind,
    )
    panel.dossiers.set(dossiers)
    seat(panel, draw.result, state=InvitationState.ACCEPTED)
    return panel


def seat(panel: Panel, codes: list[str], *, state: str) -> None:
    """Make those drawn members of the panel; the first of the lot presides until another is named."""
    experts = {str(expert.uuid): expert for expert in Expert.objects.filter(uuid__in=codes)}
    PanelMember.objects.bulk_create(
        PanelMember(panel=panel, expert=experts[code], is_chair=index == 0, state=state)
        for index, code in enumerate(codes)
    )


def pool_for(dossiers: Iterable[Dossier], policy: RecusalPolicy) -> tuple[list[dict], list[dict]]:
    """Who may judge every one of these dossiers, and who not and why. A few queries however many experts there are."""
    dossiers = list(
        Dossier.objects.filter(pk__in=[each.pk for each in dossiers])
        .select_related("lead_organisation")
        .prefetch_related("organisations")
    )
    around = surroundings_of(dossiers, policy)
    pool, excluded = [], []
    experts = Expert.objects.select_related("user", "organisation").prefetch_related(*EXPERT_BONDS).order_by("id")
    for expert in experts:
        code = str(expert.uuid)
        if not expert.is_available or not expert.user.is_active:
            excluded.append({"expert": code, "why": "unavailable"})
            continue
        standing = standing_of(expert)
        conflict = next(filter(None, (around.conflict(standing, dossier.pk) for dossier in dossiers)), None)
        if conflict:
            excluded.append({"expert": code, "why": "recused", "kind": str(conflict.kind)})
        else:
            pool.append(
                {
                    "expert": code,
                    "unit": expert.organisation.code,
                    "province": expert.organisation.province_id or "",
                    "fields": expert.fields,
                }
            )
    return pool, excluded


def protocol_of(draw: ExpertDraw) -> dict[str, Any]:
    """Everything an auditor needs to draw again without this system; `zyk verify-draw` reads it."""
    names = Expert.objects.filter(uuid__in=[*_codes(draw.pool), *_codes(draw.excluded)])
    return {
        "format": "zyk-draw-1",
        "title": draw.title,
        "witness": draw.witness,
        "size": draw.size,
        "quotas": draw.quotas,
        "policy": draw.policy,
        "algorithm": draw.algorithm,
        "seed": draw.seed,
        "seed_sha256": draw.seed_sha256,
        "committed_at": _time(draw.committed_at),
        "frozen_at": _time(draw.frozen_at),
        "drawn_at": _time(draw.drawn_at),
        "pool": draw.pool,
        "pool_sha256": draw.pool_sha256,
        "excluded": draw.excluded,
        "result": draw.result,
        "reserve": draw.reserve,
        "names": {str(code): name for code, name in names.values_list("uuid", "user__name")},
    }


def is_repeatable(draw: ExpertDraw) -> bool:
    """Draw again from what is on record: the same seed must give the same names in the same order."""
    return not lot.faults_in(protocol_of(draw))


def _codes(entries: list[Any]) -> list[str]:
    return [entry["expert"] if isinstance(entry, dict) else entry for entry in entries]


def _time(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _locked(draw: ExpertDraw, actor: Actor) -> ExpertDraw:
    if not actor.is_ministry:
        raise PermissionDenied
    return ExpertDraw.objects.select_for_update(of=("self",)).get(pk=draw.pk)


def _check(*, size: int, seed: str, witness: str) -> None:
    errors = {}
    if size < 1:
        errors["size"] = _("至少抽取 1 人")
    if not seed.strip() or len(seed) > 64:
        errors["seed"] = _("请填写抽取种子，不超过 64 个字符")
    if not witness.strip():
        errors["witness"] = _("请填写监督人")
    if errors:
        raise ValidationError(errors)
