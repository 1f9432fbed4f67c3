from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class MemberKind(TextChoices):
    LEAD_HOST = "lead-host", _("第一主持单位")
    CO_HOST = "co-host", _("联合主持单位")
    PARTICIPANT = "participant", _("参建单位")


class MemberState(TextChoices):
    INVITED = "invited", _("已邀请")
    JOINED = "joined", _("已加入")
    DECLINED = "declined", _("已谢绝")
    LEFT = "left", _("已退出")

    @property
    def tone(self) -> Tone:
        return {"invited": Tone.WAIT, "joined": Tone.OK}.get(self.value, Tone.IDLE)


MEMBER_MOVES: Moves = {
    MemberState.INVITED: frozenset({MemberState.JOINED, MemberState.DECLINED}),
    MemberState.JOINED: frozenset({MemberState.LEFT}),
    MemberState.DECLINED: frozenset({MemberState.INVITED}),
    MemberState.LEFT: frozenset({MemberState.INVITED}),
}


class AgreementState(TextChoices):
    DRAFT = "draft", _("起草中")
    IN_FORCE = "in-force", _("生效")
    ENDED = "ended", _("已终止")

    @property
    def tone(self) -> Tone:
        return {"draft": Tone.NOW, "in-force": Tone.OK}.get(self.value, Tone.IDLE)


AGREEMENT_MOVES: Moves = {
    AgreementState.DRAFT: frozenset({AgreementState.IN_FORCE, AgreementState.ENDED}),
    AgreementState.IN_FORCE: frozenset({AgreementState.ENDED}),
    AgreementState.ENDED: frozenset(),
}


class CooperationKind(TextChoices):
    JOIN = "join", _("申请加入")
    OFFER = "offer", _("提供资源")
    ASK = "ask", _("需要资源")


class CooperationState(TextChoices):
    OPEN = "open", _("待答复")
    ACCEPTED = "accepted", _("已接受")
    DECLINED = "declined", _("已谢绝")
    WITHDRAWN = "withdrawn", _("已撤回")

    @property
    def tone(self) -> Tone:
        return {"open": Tone.WAIT, "accepted": Tone.OK}.get(self.value, Tone.IDLE)


COOPERATION_MOVES: Moves = {
    CooperationState.OPEN: frozenset(
        {CooperationState.ACCEPTED, CooperationState.DECLINED, CooperationState.WITHDRAWN}
    ),
    CooperationState.ACCEPTED: frozenset(),
    CooperationState.DECLINED: frozenset(),
    CooperationState.WITHDRAWN: frozenset(),
}


class WorkState(TextChoices):
    OPEN = "open", _("进行中")
    DONE = "done", _("已完成")

    @property
    def tone(self) -> Tone:
        return {"open": Tone.NOW, "done": Tone.OK}[self.value]


WORK_MOVES: Moves = {
    WorkState.OPEN: frozenset({WorkState.DONE}),
    WorkState.DONE: frozenset({WorkState.OPEN}),
}
