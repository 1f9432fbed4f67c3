import hashlib
import random
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Membership, Organisation, User
from zyk.common import audit
from zyk.common.moves import move
from zyk.reviews.enums import REVIEW_MOVES, RecusalSource, ReviewState
from zyk.reviews.models import Dossier, Expert, ExpertDraw, Panel, PanelMember, Recusal, Review
from zyk.reviews.rules.recusal import barred_organisations, judged_organisations

ALGORITHM = "shuffle-sha256-1"


@transaction.atomic
def register_expert(*, user: User, organisation: Organisation, title: str, fields: list[str], actor: Actor) -> Expert:
    """Enter a person into the list of experts. `fields` are specialty class codes, best first.

    He gets the role of an expert at the ministry, unless he has it."""
    if Expert.objects.filter(user=user).exists():
        raise ValidationError({"username": _("此人已在专家库中")})
    expert = Expert.objects.create(user=user, organisation=organisation, title=title, fields=fields)
    today = timezone.localdate()
    held = Membership.objects.filter(user=user, role=Role.EXPERT).valid_on(today)
    if actor.organisation and not held.exists():
        Membership.objects.update_or_create(
            user=user,
            organisation=actor.organisation,
            role=Role.EXPERT,
            scope="",
            defaults={"valid_from": today, "valid_until": None},
        )
    audit.record(actor=actor, verb="register-expert", about=expert)
    return expert


@transaction.atomic
def set_availability(expert: Expert, *, is_available: bool, actor: Actor) -> None:
    """Whether the expert takes part in draws; what he already has to review stays with him."""
    Expert.objects.filter(pk=expert.pk).update(is_available=is_available)
    audit.record(actor=actor, verb="set-availability", about=expert, facts={"available": is_available})


@transaction.atomic
def declare_recusal(
    *, expert: Expert, organisation: Organisation, reason: str, actor: Actor, source: str = RecusalSource.DECLARED
) -> Recusal:
    """From now on the expert judges nothing in which this unit takes part; what he has of it is taken from him."""
    if not reason.strip():
        raise ValidationError({"reason": _("请说明回避理由")})
    recusal, is_new = Recusal.objects.get_or_create(
        expert=expert, organisation=organisation, defaults={"source": source, "reason": reason}
    )
    if is_new:
        audit.record(actor=actor, verb="recuse", about=expert, why=reason, facts={"organisation": organisation.name})
        concerned = Q(dossier__lead_organisation=organisation) | Q(dossier__organisations=organisation)
        held = Review.objects.filter(concerned, expert=expert, closed_at__isnull=True).distinct()
        for review in held.exclude(state=ReviewState.RECUSED):
            Review.objects.filter(pk=review.pk).update(recusal_reason=reason)
            move(review, ReviewState.RECUSED, moves=REVIEW_MOVES, actor=actor, why=reason)
    return recusal


@transaction.atomic
def draw_panel(
    *, title: str, size: int, dossiers: Iterable[Dossier], seed: str, witness: str, actor: Actor, at: datetime
) -> Panel:
    """Draw `size` experts by lot from those who may judge every dossier. The same seed gives the same panel.

    ValidationError when too few remain, with the number of those excluded and why."""
    assert actor.user
    dossiers = list(dossiers)
    _check_draw(size=size, seed=seed, witness=witness)
    pool, excluded = _pool(dossiers)
    if len(pool) < size:
        raise ValidationError(
            _("可抽取的专家只有 %(found)s 人，少于需要的 %(size)s 人；另有 %(excluded)s 人因回避或不可用被排除。")
            % {"found": len(pool), "size": size, "excluded": len(excluded)}
        )
    chosen = drawn(pool, size=size, seed=seed)
    draw = ExpertDraw.objects.create(
        title=title,
        size=size,
        seed=seed,
        seed_sha256=hashlib.sha256(seed.encode()).hexdigest(),
        algorithm=ALGORITHM,
        pool=pool,
        excluded=excluded,
        result=chosen,
        drawn_at=at,
        drawn_by=actor.user,
        witness=witness,
    )
    panel = Panel.objects.create(title=title, draw=draw)
    experts = {str(expert.uuid): expert for expert in Expert.objects.filter(uuid__in=chosen)}
    PanelMember.objects.bulk_create(
        PanelMember(panel=panel, expert=experts[code], is_chair=index == 0) for index, code in enumerate(chosen)
    )
    audit.record(actor=actor, verb="draw", about=draw, facts={"pool": len(pool), "size": size, "witness": witness})
    return panel


def _check_draw(*, size: int, seed: str, witness: str) -> None:
    errors = {}
    if size < 1:
        errors["size"] = _("至少抽取 1 人")
    if not seed.strip() or len(seed) > 64:
        errors["seed"] = _("请填写抽取种子，不超过 64 个字符")
    if not witness.strip():
        errors["witness"] = _("请填写监督人")
    if errors:
        raise ValidationError(errors)


def is_repeatable(draw: ExpertDraw) -> bool:
    """Draw again from what is on record: the same seed must give the same names in the same order."""
    same_seed = hashlib.sha256(draw.seed.encode()).hexdigest() == draw.seed_sha256
    return same_seed and drawn(draw.pool, size=draw.size, seed=draw.seed) == draw.result


def drawn(pool: list[str], *, size: int, seed: str) -> list[str]:
    """The lot itself: anyone with the pool and the seed draws the same names in the same order."""
    order = sorted(pool)
    random.Random(hashlib.sha256(seed.encode()).digest()).shuffle(order)  # noqa: S311 - must be repeatable
    return order[:size]


def _pool(dossiers: list[Dossier]) -> tuple[list[str], list[dict[str, str]]]:
    judged = judged_organisations(dossiers)
    pool, excluded = [], []
    for expert in (
        Expert.objects.select_related("user").prefetch_related("recusals", "user__memberships").order_by("id")
    ):
        if not expert.is_available or not expert.user.is_active:
            excluded.append({"expert": str(expert.uuid), "why": "unavailable"})
        elif barred_organisations(expert) & judged:
            excluded.append({"expert": str(expert.uuid), "why": "recused"})
        else:
            pool.append(str(expert.uuid))
    return pool, excluded
