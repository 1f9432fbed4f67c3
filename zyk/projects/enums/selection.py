from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class BatchState(TextChoices):
    DRAFTING = "drafting", _("起草中")
    COUNTERSIGNED = "countersigned", _("已会签")
    PUBLISHED = "published", _("已发布")

    @property
    def tone(self) -> Tone:
        return {"drafting": Tone.NOW, "countersigned": Tone.WAIT}.get(self.value, Tone.OK)


BATCH_MOVES: Moves = {
    BatchState.DRAFTING: frozenset({BatchState.COUNTERSIGNED}),
    BatchState.COUNTERSIGNED: frozenset({BatchState.PUBLISHED, BatchState.DRAFTING}),
    BatchState.PUBLISHED: frozenset(),
}


class Outcome(TextChoices):
    POOLED = "pooled", _("列入备选项目库")
    APPROVED = "approved", _("立项支持建设")
    NOT_SELECTED = "not-selected", _("未入选")
