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


class ExtensionScope(TextChoices):
    ALL = "all", _("全部申请")
    PROVINCE = "province", _("一个省份")
    APPLICATION = "application", _("一件申请")


class DualKind(TextChoices):
    """Acts that one officer asks for and a second one signs."""

    EARLY_LOOK = "early-look", _("提前查看申请内容")
    REINSTATEMENT = "reinstatement", _("恢复形式审查")


class DualState(TextChoices):
    ASKED = "asked", _("待第二人签署")
    SIGNED = "signed", _("已签署")
    DECLINED = "declined", _("未同意")

    @property
    def tone(self) -> Tone:
        return {"asked": Tone.WAIT, "signed": Tone.OK}.get(self.value, Tone.IDLE)


DUAL_MOVES: Moves = {
    DualState.ASKED: frozenset({DualState.SIGNED, DualState.DECLINED}),
    DualState.SIGNED: frozenset(),
    DualState.DECLINED: frozenset(),
}
