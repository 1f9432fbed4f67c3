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


class ReconsiderationState(TextChoices):
    FILED = "filed", _("待办理")
    PROPOSED = "proposed", _("拟同意，待第二人签署")
    GRANTED = "granted", _("同意，重新决定")
    REFUSED = "refused", _("不同意")
    WITHDRAWN = "withdrawn", _("已撤回")

    @property
    def tone(self) -> Tone:
        return {"filed": Tone.WAIT, "proposed": Tone.WAIT, "granted": Tone.OK}.get(self.value, Tone.IDLE)


RECONSIDERATION_MOVES: Moves = {
    ReconsiderationState.FILED: frozenset(
        {ReconsiderationState.PROPOSED, ReconsiderationState.REFUSED, ReconsiderationState.WITHDRAWN}
    ),
    ReconsiderationState.PROPOSED: frozenset({ReconsiderationState.GRANTED, ReconsiderationState.REFUSED}),
    ReconsiderationState.GRANTED: frozenset(),
    ReconsiderationState.REFUSED: frozenset(),
    ReconsiderationState.WITHDRAWN: frozenset(),
}


class ReconsiderationGround(TextChoices):
    """Faults of procedure; how experts judged is none."""

    RECUSAL = "recusal", _("应当回避的人参加了评议或决定")
    MATERIAL = "material", _("评议的不是提交的材料")
    STEP = "step", _("缺少规定的环节或人数不足")
    CALCULATION = "calculation", _("计分或汇总有误")
