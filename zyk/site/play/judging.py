"""August and September: panels are drawn and invited, score what they were given, and the year is decided."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.projects.actions.line import draw_line
from zyk.projects.actions.notice import close_review
from zyk.projects.actions.panel import prepare_reviews
from zyk.projects.actions.selection import countersign_batch, draft_batch, publish_batch
from zyk.projects.enums import ApplicationKind, ApplicationState
from zyk.projects.models import Application
from zyk.reviews.actions import (
    answer_invitation,
    commit_draw,
    confirm_assignment,
    freeze_pool,
    invite_members,
    propose_assignment,
    reveal_draw,
    submit_review,
)
from zyk.reviews.enums import InvitationState, ReviewState
from zyk.reviews.models import Panel, Review
from zyk.reviews.rules.recusal import RecusalPolicy
from zyk.site.play.applying import Round

SPARE = 3  # some decline, and two of one unit never judge the same
OPINION = "设计完整，企业参与充分；建议加强拓展资源与社会学习者服务。"


def judge(played: Round, *, panels: int, size: int, drawn_on: date, done_on: date) -> None:
    """Every application that came through the notice is scored by `size` experts of its panel."""
    ready = played.cycle.applications.filter(state=ApplicationState.NOTICE_DONE).order_by("kind", "number")
    waiting = list(ready)
    share = max(1, -(-len(waiting) // panels))
    groups = [waiting[start : start + share] for start in range(0, len(waiting), share)]
    played.clock.go_to(drawn_on)
    for number, group in enumerate(groups, start=1):
        _set_to_work(played, number, group, size=size, due_on=done_on)
    _score(played)
    played.clock.go_to(done_on)
    for application in played.cycle.applications.filter(state=ApplicationState.UNDER_REVIEW):
        close_review(application, actor=played.cast.officer, at=timezone.now())


def decide(played: Round, day: date, *, approved: dict[str, int]) -> None:
    """One batch for the year: a line on each ranked list, countersigned, published as one act."""
    played.clock.go_to(day)
    officer = played.cast.officer
    batch = draft_batch(
        played.cycle,
        title=f"{played.year} 年度立项与备选（模拟）",
        document_number=f"模拟函〔{played.year}〕1 号",
        budget_ceiling_fen=None,
        actor=officer,
    )
    for kind in ApplicationKind:
        reviewed = played.cycle.applications.filter(kind=kind, state=ApplicationState.REVIEWED).count()
        if reviewed:
            number = min(approved[kind], reviewed)
            draw_line(
                batch,
                kind=kind,
                approved=number,
                pooled=(reviewed - number) // 2 if kind == ApplicationKind.CANDIDATE else 0,
                grounds="综合得分位次靠后",
                actor=officer,
                parts_equals=True,
            )
    countersign_batch(batch, actor=played.cast.second)
    publish_batch(batch, actor=officer, at=timezone.now())


def _set_to_work(played: Round, number: int, group: list[Application], *, size: int, due_on: date) -> None:
    """Draw, invite, replace nobody: those who accept get the work by the assignment's proposal."""
    secretary, now = played.cast.secretary, timezone.now()
    panel = prepare_reviews(
        played.cycle,
        applications=group,
        policy=RecusalPolicy(),
        actor=played.cast.officer,
        title=f"{played.year} 年度网络评审第 {number} 组（模拟）",
        reviews_each=size,
        due_on=due_on,
    )
    seed = f"{played.year}-{number}-{played.random.getrandbits(64):016x}"
    draw = commit_draw(
        panel,
        title=panel.title,
        size=size + SPARE,
        seed=seed,
        witness="模拟监督人",
        dossiers=list(panel.dossiers.all()),
        quotas={},
        policy=RecusalPolicy.of(panel.policy),
        actor=secretary,
        at=now,
    )
    reveal_draw(freeze_pool(draw, actor=secretary, at=now), seed=seed, actor=secretary, at=now)
    invite_members(panel, answer_until=timezone.localdate() + timedelta(days=5), actor=secretary, at=now)
    _answer(played, panel)
    confirm_assignment(propose_assignment(panel, seed=seed, actor=secretary, at=now), actor=secretary, at=now)


def _answer(played: Round, panel: Panel) -> None:
    """Now and then one of the drawn cannot come; the panel has some to spare."""
    invited = list(panel.members.filter(state=InvitationState.INVITED).select_related("expert__user").order_by("id"))
    declines = played.random.randrange(len(invited)) if played.random.random() < 0.3 else -1
    for place, member in enumerate(invited):
        actor, now = Actor(user=member.expert.user), timezone.now()
        if place == declines:
            answer_invitation(member, accepts=False, kind="time", reason="同期有教学任务", actor=actor, at=now)
        else:
            answer_invitation(member, accepts=True, actor=actor, at=now)


def _score(played: Round) -> None:
    """Each application has a worth, each expert his own strictness."""
    strictness: dict[int, int] = {}
    worth: dict[int, int] = {}
    waiting = Review.objects.filter(state=ReviewState.ASSIGNED, panel__dossiers__isnull=False).distinct()
    for review in waiting.select_related("expert__user").order_by("id"):
        strict = strictness.setdefault(review.expert_id, played.random.randint(-2, 2))
        good = worth.setdefault(review.dossier_id, played.random.randint(55, 95))
        scores = {
            criterion["code"]: points_for(played, int(criterion["maximum"]), good + strict)
            for criterion in review.criteria
        }
        submit_review(
            review,
            scores=scores,
            recommendation="support" if good >= 65 else "decline",
            opinion=OPINION,
            confidential="",
            actor=Actor(user=review.expert.user),
            at=timezone.now(),
            justifications=dict.fromkeys(scores, "见申请书相应部分。"),
        )


def points_for(played: Round, maximum: int, percent: int) -> Decimal:
    around = percent + played.random.randint(-5, 5)
    return Decimal(max(0, min(maximum, round(maximum * around / 100))))
