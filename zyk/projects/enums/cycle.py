from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class CycleState(TextChoices):
    PREPARING = "preparing", _("筹备")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")

    @property
    def tone(self) -> Tone:
        return {"preparing": Tone.WAIT, "open": Tone.NOW}.get(self.value, Tone.IDLE)


CYCLE_MOVES: Moves = {
    CycleState.PREPARING: frozenset({CycleState.OPEN}),
    CycleState.OPEN: frozenset({CycleState.CLOSED}),
    CycleState.CLOSED: frozenset(),
}
