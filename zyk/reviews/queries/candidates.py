"""Who could review what in a panel: loads, affinities and conflicts, read at once and then judged in memory."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from zyk.reviews.enums import InvitationState, ReviewState
from zyk.reviews.models import Dossier, Expert, Panel, Review
from zyk.reviews.rules.affinity import Affinity, affinity_of, keywords_in
from zyk.reviews.rules.assigning import Person
from zyk.reviews.rules.recusal import (
    EXPERT_BONDS,
    Conflict,
    RecusalPolicy,
    Standing,
    Surroundings,
    standing_of,
    surroundings_of,
)

UNLIMITED = 10_000


@dataclass
class Field:
    """All that the assignment of one panel needs to know."""

    panel: Panel
    dossiers: dict[int, Dossier]
    experts: dict[int, Expert]
    needs: dict[int, int]
    people: dict[int, Person]
    around: Surroundings
    standings: dict[int, Standing]
    taken: set[tuple[int, int]]

    @cached_property
    def _words(self) -> list[str]:
        return sorted({word for expert in self.experts.values() for word in expert.keywords})

    @cached_property
    def _found(self) -> dict[int, frozenset[str]]:
        return {pk: keywords_in(dossier, self._words) for pk, dossier in self.dossiers.items()}

    def affinity(self, dossier: int, expert: int) -> Affinity:
        person = self.experts[expert]
        code = self.dossiers[dossier].specialty_code
        return affinity_of(person.fields, person.keywords, code=code, found=self._found[dossier])

    def conflict(self, dossier: int, expert: int) -> Conflict | None:
        return self.around.conflict(self.standings[expert], dossier)

    def affinities(self) -> dict[int, dict[int, int]]:
        """Candidates of each dossier with their affinity, without those who must not or already do review it.

        Who has nothing to do with the field is a candidate only where too few others are."""
        by_group: dict[str, set[int]] = {}
        by_word: dict[str, set[int]] = {}
        for pk, expert in self.experts.items():
            for code in expert.fields:
                by_group.setdefault(code[:2], set()).add(pk)
            for word in expert.keywords:
                by_word.setdefault(word, set()).add(pk)
        found: dict[int, dict[int, int]] = {}
        for dossier, need in self.needs.items():
            near = set(by_group.get(self.dossiers[dossier].specialty_code[:2], set()))
            near.update(*(by_word[word] for word in self._found[dossier]))
            own = {expert: self.affinity(dossier, expert).points for expert in near if self._is_free(dossier, expert)}
            if len(own) < need * 10:
                own |= {expert: 0 for expert in self.experts if expert not in near and self._is_free(dossier, expert)}
            found[dossier] = own
        return found

    def _is_free(self, dossier: int, expert: int) -> bool:
        return (dossier, expert) not in self.taken and self.conflict(dossier, expert) is None

    def reasons(self, dossier: int, held: dict[int, int]) -> dict[str, int]:
        """Why nobody else could take it: how many must not, have it, are full, or share a unit with one who does."""
        why: Counter[str] = Counter()
        for expert, person in self.people.items():
            conflict = self.conflict(dossier, expert)
            if conflict:
                why[str(conflict.kind)] += 1
            elif (dossier, expert) in self.taken:
                why["has-it"] += 1
            elif held.get(expert, 0) >= person.free:
                why["full"] += 1
            else:
                why["same-unit-as-another"] += 1
        return dict(why)


def field_of(panel: Panel) -> Field:
    """Read the field in a handful of queries, for ten dossiers or a thousand."""
    dossiers = {
        each.pk: each
        for each in panel.dossiers.select_related("lead_organisation").prefetch_related("organisations").order_by("pk")
    }
    experts: dict[int, Expert] = {
        each.pk: each
        for each in Expert.objects.filter(panels__panel=panel, panels__state=InvitationState.ACCEPTED)
        .select_related("user", "organisation")
        .prefetch_related(*EXPERT_BONDS)
        .annotate(
            held=Count(
                "reviews",
                filter=Q(reviews__closed_at__isnull=True) & ~Q(reviews__state=ReviewState.RECUSED),
                distinct=True,
            )
        )
        .order_by("pk")
    }
    own = list(Review.objects.filter(panel=panel).values_list("dossier_id", "expert_id", "state"))
    standing = Counter(dossier for dossier, _, state in own if state != ReviewState.RECUSED)
    return Field(
        panel=panel,
        dossiers=dossiers,
        experts=experts,
        needs={pk: max((panel.reviews_each or 0) - standing[pk], 0) for pk in dossiers},
        people={
            pk: Person(
                code=pk,
                free=max((each.max_load or panel.max_load or UNLIMITED) - each.held, 0),  # type: ignore[attr-defined]
                held=each.held,  # type: ignore[attr-defined]
                unit=each.organisation_id,
                province=each.organisation.province_id,
            )
            for pk, each in experts.items()
        },
        around=surroundings_of(dossiers.values(), RecusalPolicy.of(panel.policy)),
        standings={pk: standing_of(each) for pk, each in experts.items()},
        taken={(dossier, expert) for dossier, expert, _ in own},
    )
