from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class ArchiveState(TextChoices):
    """Where an archive stands; the worker packs it."""

    QUEUED = "queued", _("排队打包")
    PACKING = "packing", _("正在打包")
    READY = "ready", _("可下载")
    FAILED = "failed", _("打包失败")

    @property
    def tone(self) -> Tone:
        return {"queued": Tone.WAIT, "packing": Tone.NOW, "ready": Tone.OK, "failed": Tone.BAD}[self.value]


_S = ArchiveState
ARCHIVE_MOVES: Moves = {
    _S.QUEUED: frozenset({_S.PACKING}),
    # a worker that was killed leaves it in hand; it is taken up again
    _S.PACKING: frozenset({_S.READY, _S.FAILED, _S.QUEUED}),
    # asked for anew, when more has happened since
    _S.READY: frozenset({_S.QUEUED}),
    _S.FAILED: frozenset({_S.QUEUED}),
}
