from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class ChangeKind(TextChoices):
    """What of a project may be changed on request."""

    HOST = "host", _("变更第一主持单位")
    SCOPE = "scope", _("变更建设内容")
    TIME = "time", _("变更建设期限")


class ChangeState(TextChoices):
    """A change request: asked by the host, agreed to by the province, approved by the ministry."""

    REQUESTED = "requested", _("待省级审核")
    PROVINCE_AGREED = "province-agreed", _("待教育部批准")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("不予批准")
    WITHDRAWN = "withdrawn", _("已撤回")

    @property
    def tone(self) -> Tone:
        return {"approved": Tone.OK, "refused": Tone.BAD, "withdrawn": Tone.IDLE}.get(self.value, Tone.WAIT)


CHANGE_MOVES: Moves = {
    ChangeState.REQUESTED: frozenset({ChangeState.PROVINCE_AGREED, ChangeState.REFUSED, ChangeState.WITHDRAWN}),
    ChangeState.PROVINCE_AGREED: frozenset({ChangeState.APPROVED, ChangeState.REFUSED, ChangeState.WITHDRAWN}),
    ChangeState.APPROVED: frozenset(),
    ChangeState.REFUSED: frozenset(),
    ChangeState.WITHDRAWN: frozenset(),
}
