"""What a panel does together: discussing by the rights of its phase, hearing defences, signing its opinion."""

import hashlib
import json
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.common import audit
from zyk.common.moves import NotInThisState
from zyk.reviews.enums import PanelState, ReviewState, Right
from zyk.reviews.models import DefenceSession, DefenceSlot, Dossier, Panel, PanelOpinion, Review, ReviewPost
from zyk.reviews.rules.lot import sha256_of_seed


@transaction.atomic
def post_in_discussion(review: Review, *, text: str, actor: Actor) -> ReviewPost:
    """Say something to the others who review the same dossier; one must have submitted one's own score first."""
    review = _own(review, actor)
    if not review.panel.grants(Right.DISCUSS) or review.state != ReviewState.SUBMITTED:
        raise PermissionDenied
    if not text.strip():
        raise ValidationError({"text": _("请写下要说的话")})
    return ReviewPost.objects.create(
        panel=review.panel, dossier=review.dossier, author=review.expert, text=text.strip()[:4000]
    )


@transaction.atomic
def write_opinion(review: Review, *, text: str, conclusion: str, actor: Actor) -> PanelOpinion:
    """Any expert of the dossier may draft the panel's opinion until the chair has signed it."""
    review = _own(review, actor)
    if not review.panel.grants(Right.SIGN) or review.state != ReviewState.SUBMITTED:
        raise PermissionDenied
    errors = {}
    if not text.strip():
        errors["text"] = _("请写明专家组意见")
    if not conclusion.strip():
        errors["conclusion"] = _("请选择结论")
    if errors:
        raise ValidationError(errors)
    opinion, _is_new = PanelOpinion.objects.select_for_update().get_or_create(
        panel=review.panel, dossier=review.dossier, defaults={"text": text, "conclusion": conclusion}
    )
    if opinion.signed_at:
        raise NotInThisState(_("专家组意见已由组长签署，不能再改。"))
    opinion.text, opinion.conclusion = text.strip(), conclusion
    opinion.save()
    return opinion


@transaction.atomic
def sign_opinion(opinion: PanelOpinion, *, actor: Actor, at: datetime) -> PanelOpinion:
    """The chair signs, unless he is recused from this dossier; from then on the opinion stands with its hash."""
    opinion = PanelOpinion.objects.select_for_update(of=("self",)).select_related("panel", "dossier").get(pk=opinion.pk)
    chair = opinion.panel.members.filter(is_chair=True).select_related("expert").first()
    if actor.user is None or chair is None or chair.expert.user_id != actor.user.pk:
        raise PermissionDenied
    if Review.objects.filter(panel=opinion.panel, dossier=opinion.dossier, expert=chair.expert, state="recused"):
        raise PermissionDenied
    if not opinion.panel.grants(Right.SIGN):
        raise PermissionDenied
    if opinion.signed_at:
        raise NotInThisState(_("专家组意见已由组长签署，不能再改。"))
    opinion.signed_by, opinion.signed_at = chair.expert, at
    opinion.sha256 = opinion_sha256(opinion)
    opinion.save()
    audit.record(actor=actor, verb="sign-opinion", about=opinion.panel, file_sha256=opinion.sha256)
    return opinion


def opinion_sha256(opinion: PanelOpinion) -> str:
    words = [str(opinion.dossier.uuid), opinion.dossier.sha256, opinion.conclusion, opinion.text]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def schedule_defence(
    panel: Panel,
    *,
    dossiers: list[Dossier],
    place: str,
    starts_at: datetime,
    minutes_each: int,
    seed: str,
    actor: Actor,
) -> DefenceSession:
    """Draw the order of appearance by lot and give each its time. One dossier appears once in a panel."""
    if not actor.is_ministry:
        raise PermissionDenied
    panel = Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)
    errors = {}
    if panel.state == PanelState.CLOSED:
        raise NotInThisState(_("专家组已结束。"))
    if not dossiers:
        errors["dossiers"] = _("请选择答辩的材料")
    if not place.strip():
        errors["place"] = _("请填写地点或会议号")
    if not 5 <= minutes_each <= 240:
        errors["minutes_each"] = _("每件 5 到 240 分钟")
    twice = DefenceSlot.objects.filter(session__panel=panel, dossier__in=dossiers).select_related("dossier").first()
    if twice:
        errors["dossiers"] = _("%(number)s 已安排答辩") % {"number": twice.dossier.number}
    if errors:
        raise ValidationError(errors)
    session = DefenceSession.objects.create(
        panel=panel, place=place.strip(), starts_at=starts_at, minutes_each=minutes_each, seed=seed
    )
    order = sorted(dossiers, key=lambda dossier: sha256_of_seed(f"{seed}{dossier.uuid}"))
    DefenceSlot.objects.bulk_create(
        DefenceSlot(
            session=session,
            dossier=dossier,
            place=index + 1,
            starts_at=starts_at + timedelta(minutes=minutes_each * index),
        )
        for index, dossier in enumerate(order)
    )
    audit.record(actor=actor, verb="schedule", about=panel, facts={"place": place, "seed": seed, "number": len(order)})
    seated = panel.members.filter(state="accepted").select_related("expert__user")
    notify(
        [member.expert.user for member in seated],
        text=_("“%(panel)s”的答辩已安排，请看场次与出场顺序。") % {"panel": panel.title},
        english_text=f"The defence of “{panel.title}” is scheduled; see session and order.",
        url="/reviews/mine/",
        mail=True,
    )
    return session


def _own(review: Review, actor: Actor) -> Review:
    review = Review.objects.select_related("panel", "expert", "dossier").get(pk=review.pk)
    if actor.user is None or review.expert.user_id != actor.user.pk or review.closed_at:
        raise PermissionDenied
    return review
