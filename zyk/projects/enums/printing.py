from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class PrintForm(TextChoices):
    PDF = "pdf", _("PDF 打印件")
    DOCX = "docx", _("Word 文档")


class PrintState(TextChoices):
    """Where a printed copy stands; the worker makes it."""

    QUEUED = "queued", _("排队生成")
    MAKING = "making", _("正在生成")
    READY = "ready", _("已生成")
    FAILED = "failed", _("没有生成")

    @property
    def tone(self) -> Tone:
        return {"queued": Tone.WAIT, "making": Tone.NOW, "ready": Tone.OK, "failed": Tone.BAD}[self.value]


_S = PrintState
PRINT_MOVES: Moves = {
    _S.QUEUED: frozenset({_S.MAKING}),
    # a worker that was killed leaves it in hand; it is taken up again
    _S.MAKING: frozenset({_S.READY, _S.FAILED, _S.QUEUED}),
    _S.FAILED: frozenset({_S.QUEUED}),
    _S.READY: frozenset(),
}
