from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class PerformanceState(TextChoices):
    """绩效评价: the host reviews itself, an evaluator of the ministry scores."""

    OPEN = "open", _("待自评")
    SELF_REVIEWED = "self-reviewed", _("待评价")
    EVALUATED = "evaluated", _("已评价")
    RETURNED = "returned", _("退回修改")

    @property
    def tone(self) -> Tone:
        return {"open": Tone.NOW, "evaluated": Tone.OK, "returned": Tone.WARN}.get(self.value, Tone.WAIT)


PERFORMANCE_MOVES: Moves = {
    PerformanceState.OPEN: frozenset({PerformanceState.SELF_REVIEWED}),
    PerformanceState.RETURNED: frozenset({PerformanceState.SELF_REVIEWED}),
    PerformanceState.SELF_REVIEWED: frozenset({PerformanceState.EVALUATED, PerformanceState.RETURNED}),
    PerformanceState.EVALUATED: frozenset(),
}
