from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class AppealState(TextChoices):
    FILED = "filed", _("待裁定")
    UPHELD = "upheld", _("申诉成立")
    REJECTED = "rejected", _("申诉不成立")
    WITHDRAWN = "withdrawn", _("已撤回")

    @property
    def tone(self) -> Tone:
        return {"filed": Tone.WAIT, "upheld": Tone.OK, "rejected": Tone.BAD}.get(self.value, Tone.IDLE)


APPEAL_MOVES: Moves = {
    AppealState.FILED: frozenset({AppealState.UPHELD, AppealState.REJECTED, AppealState.WITHDRAWN}),
    AppealState.UPHELD: frozenset(),
    AppealState.REJECTED: frozenset(),
    AppealState.WITHDRAWN: frozenset(),
}


class Verdict(TextChoices):
    """How a session stands; follows from its score and from what was decided on appeal."""

    DOUBTFUL = "doubtful", _("存疑，不计为可信")
    WATCHED = "watched", _("观察，仍计为可信")
    UPHELD = "upheld", _("申诉成立，计为可信")

    @property
    def tone(self) -> Tone:
        return {"doubtful": Tone.BAD, "watched": Tone.WARN}.get(self.value, Tone.OK)
