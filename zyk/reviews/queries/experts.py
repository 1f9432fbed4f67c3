"""The list of experts, and what is known of how each keeps his word."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from zyk.accounts.actor import Actor
from zyk.reviews.enums import InvitationState, ReviewState
from zyk.reviews.models import Expert, PanelMember, Review


@dataclass(frozen=True)
class Credit:
    """专家信用记录, counted from what happened: nothing in it is typed."""

    invited: int
    accepted: int
    declined: int
    unanswered: int
    given: int
    submitted: int
    late: int
    lapsed: int
    recused: int
    mean_days: float | None

    @property
    def punctual(self) -> float | None:
        """Share of the work whose day has come that was handed in by then."""
        due = self.submitted + self.lapsed
        return (self.submitted - self.late) / due if due else None


def search_experts(
    actor: Actor, text: str = "", *, available: str = "", province: str = "", field: str = ""
) -> QuerySet[Expert]:
    """Experts by name, unit, title, field or keyword; `available` is "1", "0" or ""; `field` begins a code."""
    found = Expert.objects.visible_to(actor).select_related("user", "organisation")
    if available in ("0", "1"):
        found = found.filter(is_available=available == "1")
    if province:
        found = found.filter(organisation__province_id=province)
    if field:
        found = found.filter(fields__icontains=f'"{field}')
    for word in text.lower().split():
        found = found.filter(Q(search_text__icontains=word) | Q(organisation__search_text__icontains=word))
    return found


def experts_by_code(codes: list[str]) -> dict[str, Expert]:
    """Experts by their uuid as text, with name and unit; one query."""
    found = Expert.objects.filter(uuid__in=set(codes)).select_related("user", "organisation")
    return {str(expert.uuid): expert for expert in found}


def credit_of(expert: Expert) -> Credit:
    """Two queries."""
    asked = dict(
        PanelMember.objects.filter(expert=expert, invited_at__isnull=False)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    done, open_ones = Q(state=ReviewState.SUBMITTED), Q(state__in=[ReviewState.ASSIGNED, ReviewState.IN_PROGRESS])
    counted = Review.objects.filter(expert=expert).aggregate(
        given=Count("pk"),
        submitted=Count("pk", filter=done),
        late=Count("pk", filter=done & Q(submitted_at__date__gt=F("panel__due_on"))),
        lapsed=Count("pk", filter=open_ones & Q(closed_at__isnull=False)),
        recused=Count("pk", filter=Q(state=ReviewState.RECUSED)),
        took=Avg(ExpressionWrapper(F("submitted_at") - F("created_at"), output_field=DurationField()), filter=done),
    )
    took = counted.pop("took")
    return Credit(
        invited=sum(asked.values()),
        accepted=asked.get(InvitationState.ACCEPTED, 0),
        declined=asked.get(InvitationState.DECLINED, 0),
        unanswered=asked.get(InvitationState.EXPIRED, 0),
        mean_days=round(took.total_seconds() / 86400, 1) if took else None,
        **counted,
    )


def reviews_of_expert(actor: Actor) -> QuerySet[Review]:
    """The expert's own reviews in the order of their blind numbers. Two queries."""
    found = Review.objects.filter(expert__user=actor.user) if actor.user else Review.objects.none()
    return found.select_related("dossier", "panel").prefetch_related("scores").order_by("-panel", "alias_number", "id")


def neighbours_of(review: Review) -> tuple[UUID | None, UUID | None, int, int]:
    """The review before and after it in the expert's share of the panel, its place and how many there are."""
    own = Review.objects.filter(expert_id=review.expert_id, panel_id=review.panel_id).order_by("alias_number", "id")
    codes = list(own.values_list("uuid", flat=True))
    place = codes.index(review.uuid)
    before = codes[place - 1] if place else None
    after = codes[place + 1] if place + 1 < len(codes) else None
    return before, after, place + 1, len(codes)
