from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class RunState(TextChoices):
    PLANNED = "planned", _("筹备")
    OPEN = "open", _("开课")
    CLOSED = "closed", _("结课")

    @property
    def tone(self) -> Tone:
        return {"planned": Tone.WAIT, "open": Tone.NOW}.get(self.value, Tone.IDLE)


RUN_MOVES: Moves = {
    RunState.PLANNED: frozenset({RunState.OPEN}),
    RunState.OPEN: frozenset({RunState.CLOSED}),
    RunState.CLOSED: frozenset({RunState.OPEN}),
}


class EnrolmentState(TextChoices):
    ENROLLED = "enrolled", _("在学")
    COMPLETED = "completed", _("完成")
    WITHDRAWN = "withdrawn", _("退课")

    @property
    def tone(self) -> Tone:
        return {"enrolled": Tone.NOW, "completed": Tone.OK}.get(self.value, Tone.IDLE)


ENROLMENT_MOVES: Moves = {
    EnrolmentState.ENROLLED: frozenset({EnrolmentState.COMPLETED, EnrolmentState.WITHDRAWN}),
    EnrolmentState.COMPLETED: frozenset(),
    EnrolmentState.WITHDRAWN: frozenset({EnrolmentState.ENROLLED}),
}
