import hashlib
import random
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation, User
from zyk.common import audit
from zyk.reviews.enums import RecusalSource
from zyk.reviews.models import Dossier, Expert, ExpertDraw, Panel, PanelMember, Recusal
from zyk.reviews.rules.recusal import barred_organisations, judged_organisations

ALGORITHM = "shuffle-sha256-1"


@transaction.atomic
def register_expert(*, user: User, organisation: Organisation, title: str, fields: list[str], actor: Actor) -> Expert:
    """Enter a person into the list of experts. `fields` are specialty class codes, best first."""
    expert = Expert.objects.create(user=user, organisation=organisation, title=title, fields=fields)
    audit.record(actor=actor, verb="register-expert", about=expert)
    return expert


@transaction.atomic
def declare_recusal(
    *, expert: Expert, organisation: Organisation, reason: str, actor: Actor, source: str = RecusalSource.DECLARED
) -> Recusal:
    """From now on the expert judges nothing in which this unit takes part."""
    recusal, is_new = Recusal.objects.get_or_create(
        expert=expert, organisation=organisation, defaults={"source": source, "reason": reason}
    )
    if is_new:
        audit.record(actor=actor, verb="recuse", about=expert, why=reason, facts={"organisation": organisation.name})
    return recusal


@transaction.atomic
def draw_panel(
    *, title: str, size: int, dossiers: Iterable[Dossier], seed: str, witness: str, actor: Actor, at: datetime
) -> Panel:
    """Draw `size` experts by lot from those who may judge every dossier. The same seed gives the same panel.

    ValidationError when too few remain, with the number of those excluded and why."""
    assert actor.user
    dossiers = list(dossiers)
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
