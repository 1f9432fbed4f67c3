from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


class ReportState(TextChoices):
    SENT = "sent", _("已下发，待签收")
    RECEIVED = "received", _("已签收")

    @property
    def tone(self) -> Tone:
        return Tone.WAIT if self.value == "sent" else Tone.OK


REPORT_MOVES: Moves = {
    ReportState.SENT: frozenset({ReportState.RECEIVED}),
    ReportState.RECEIVED: frozenset(),
}


class Verdict(TextChoices):
    """How a session stands; follows from its score and from what was decided on appeal."""

    DOUBTFUL = "doubtful", _("存疑，不计为可信")
    WATCHED = "watched", _("观察，仍计为可信")
    UPHELD = "upheld", _("申诉成立，计为可信")

    @property
    def tone(self) -> Tone:
        return {"doubtful": Tone.BAD, "watched": Tone.WARN}.get(self.value, Tone.OK)


class Level(TextChoices):
    """Above the single library: what a computation sums up."""

    HOST = "host", pgettext_lazy("monitoring", "单位主持的资源库")
    PARTICIPANT = "participant", pgettext_lazy("monitoring", "单位师生的使用")
    PROVINCE = "province", pgettext_lazy("monitoring", "省份")
    NATION = "nation", pgettext_lazy("monitoring", "全国")


class AlarmKind(TextChoices):
    """预警, the gravest first."""

    MISSED = "missed", _("门槛不足")
    DUTY = "duty", _("年度义务落后")
    SILENT = "silent", _("没有使用")
    FALLING = "falling", _("使用下降")
    SOURCE = "source", _("来源中断")
    UNCOMPUTED = "uncomputed", _("从未计算")

    @property
    def tone(self) -> Tone:
        return Tone.BAD if self.value in ("missed", "silent") else Tone.WARN
