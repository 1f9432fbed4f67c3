from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class DossierKind(TextChoices):
    CANDIDATE = "candidate", _("备选资源库申请")
    UPGRADE = "upgrade", _("升级改进支持项目申请")
    ACCEPTANCE = "acceptance", _("验收")


class NoticeState(TextChoices):
    SCHEDULED = "scheduled", _("待公示")
    OPEN = "open", _("公示中")
    CLOSED = "closed", _("公示结束")

    @property
    def tone(self) -> Tone:
        return {"scheduled": Tone.WAIT, "open": Tone.WAIT}.get(self.value, Tone.OK)


NOTICE_MOVES: Moves = {
    NoticeState.SCHEDULED: frozenset({NoticeState.OPEN}),
    NoticeState.OPEN: frozenset({NoticeState.CLOSED}),
    NoticeState.CLOSED: frozenset(),
}


class ObjectionState(TextChoices):
    FILED = "filed", _("待受理")
    REFUSED = "refused", _("不予受理")
    INVESTIGATING = "investigating", _("调查中")
    UPHELD_CURABLE = "upheld-curable", _("成立，可整改")
    UPHELD_SERIOUS = "upheld-serious", _("成立，影响评议")
    UNFOUNDED = "unfounded", _("不成立")
    WITHDRAWN = "withdrawn", _("已撤回")

    @property
    def tone(self) -> Tone:
        return {
            "filed": Tone.WAIT,
            "investigating": Tone.WARN,
            "upheld-curable": Tone.WARN,
            "upheld-serious": Tone.BAD,
            "unfounded": Tone.OK,
        }.get(self.value, Tone.IDLE)

    @property
    def is_open(self) -> bool:
        return self in (ObjectionState.FILED, ObjectionState.INVESTIGATING)


OBJECTION_MOVES: Moves = {
    ObjectionState.FILED: frozenset({ObjectionState.INVESTIGATING, ObjectionState.REFUSED, ObjectionState.WITHDRAWN}),
    ObjectionState.INVESTIGATING: frozenset(
        {
            ObjectionState.UPHELD_CURABLE,
            ObjectionState.UPHELD_SERIOUS,
            ObjectionState.UNFOUNDED,
            ObjectionState.WITHDRAWN,
        }
    ),
    ObjectionState.REFUSED: frozenset(),
    ObjectionState.UPHELD_CURABLE: frozenset(),
    ObjectionState.UPHELD_SERIOUS: frozenset(),
    ObjectionState.UNFOUNDED: frozenset(),
    ObjectionState.WITHDRAWN: frozenset(),
}


class ReviewState(TextChoices):
    ASSIGNED = "assigned", _("待评")
    IN_PROGRESS = "in-progress", _("评议中")
    SUBMITTED = "submitted", _("已提交")
    RECUSED = "recused", _("已回避")

    @property
    def tone(self) -> Tone:
        return {"assigned": Tone.WAIT, "in-progress": Tone.NOW, "submitted": Tone.OK}.get(self.value, Tone.IDLE)


REVIEW_MOVES: Moves = {
    ReviewState.ASSIGNED: frozenset({ReviewState.IN_PROGRESS, ReviewState.SUBMITTED, ReviewState.RECUSED}),
    ReviewState.IN_PROGRESS: frozenset({ReviewState.SUBMITTED, ReviewState.RECUSED}),
    ReviewState.SUBMITTED: frozenset({ReviewState.IN_PROGRESS, ReviewState.RECUSED}),
    ReviewState.RECUSED: frozenset(),
}


class RevisionCause(TextChoices):
    DRAFT = "draft", _("保存草稿")
    SUBMITTED = "submitted", _("提交")
    REOPENED = "reopened", _("退回修改")
    RECUSED = "recused", _("回避作废")


class Recommendation(TextChoices):
    SUPPORT = "support", _("建议支持")
    IMPROVE = "improve", _("修改后支持")
    DECLINE = "decline", _("不建议支持")


class RecusalSource(TextChoices):
    SAME_UNIT = "same-unit", _("同一单位")
    DECLARED = "declared", _("本人申明")
    REPORTED = "reported", _("他人反映")
    COMPUTED = "computed", _("系统计算")


class ConflictKind(TextChoices):
    """What binds an expert to a unit. The first four are computed, the others declared or reported."""

    SAME_UNIT = "same-unit", _("任职或曾任职")
    ALLIANCE = "alliance", _("联盟成员单位")
    COOPERATION = "cooperation", _("共同承担过项目")
    SAME_PROVINCE = "same-province", _("同一省份")
    SUPPLIER = "supplier", _("供货或经济利益")
    KINSHIP = "kinship", _("亲属、师生关系")
    OTHER = "other", _("其他")


DECLARABLE = (ConflictKind.COOPERATION, ConflictKind.SUPPLIER, ConflictKind.KINSHIP, ConflictKind.OTHER)


class DrawState(TextChoices):
    COMMITTED = "committed", _("已封存种子")
    FROZEN = "frozen", _("名单已冻结")
    DRAWN = "drawn", _("已抽取")
    VOID = "void", _("已作废")

    @property
    def tone(self) -> Tone:
        return {"committed": Tone.WAIT, "frozen": Tone.NOW, "drawn": Tone.OK}.get(self.value, Tone.IDLE)


DRAW_MOVES: Moves = {
    DrawState.COMMITTED: frozenset({DrawState.FROZEN, DrawState.VOID}),
    DrawState.FROZEN: frozenset({DrawState.DRAWN, DrawState.VOID}),
    DrawState.DRAWN: frozenset(),
    DrawState.VOID: frozenset(),
}


class InvitationState(TextChoices):
    CHOSEN = "chosen", _("未邀请")
    INVITED = "invited", _("待答复")
    ACCEPTED = "accepted", _("已接受")
    DECLINED = "declined", _("已谢绝")
    EXPIRED = "expired", _("逾期未答复")
    REMOVED = "removed", _("已移出")

    @property
    def tone(self) -> Tone:
        return {
            "invited": Tone.WAIT,
            "accepted": Tone.OK,
            "declined": Tone.WARN,
            "expired": Tone.WARN,
        }.get(self.value, Tone.IDLE)


INVITATION_MOVES: Moves = {
    InvitationState.CHOSEN: frozenset({InvitationState.INVITED, InvitationState.REMOVED}),
    InvitationState.INVITED: frozenset(
        {InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.EXPIRED, InvitationState.REMOVED}
    ),
    InvitationState.EXPIRED: frozenset({InvitationState.INVITED, InvitationState.REMOVED}),
    InvitationState.ACCEPTED: frozenset({InvitationState.DECLINED, InvitationState.REMOVED}),
    InvitationState.DECLINED: frozenset(),
    InvitationState.REMOVED: frozenset(),
}


class DeclineKind(TextChoices):
    CONFLICT = "conflict", _("有利益关系，须回避")
    COMPETENCE = "competence", _("专业不符")
    TIME = "time", _("时间不允许")


class PanelKind(TextChoices):
    ONLINE = "online", _("网络评议")
    MEETING = "meeting", _("会议评议")
    DEFENCE = "defence", _("陈述答辩")


class PanelState(TextChoices):
    PREPARING = "preparing", _("筹备中")
    SCORING = "scoring", _("独立评分")
    DISCUSSING = "discussing", _("讨论")
    CLOSED = "closed", _("已结束")

    @property
    def tone(self) -> Tone:
        return {"preparing": Tone.WAIT, "scoring": Tone.NOW, "discussing": Tone.NOW}.get(self.value, Tone.OK)


PANEL_MOVES: Moves = {
    PanelState.PREPARING: frozenset({PanelState.SCORING}),
    PanelState.SCORING: frozenset({PanelState.DISCUSSING, PanelState.CLOSED}),
    PanelState.DISCUSSING: frozenset({PanelState.SCORING, PanelState.CLOSED}),
    PanelState.CLOSED: frozenset(),
}


class Right(TextChoices):
    """What a phase of a panel lets its experts do with a dossier they review."""

    SCORE = "score", _("评分")
    SEE_OTHERS = "see-others", _("看其他专家的意见和分数")
    SEE_NAMES = "see-names", _("看其他专家的姓名")
    DISCUSS = "discuss", _("讨论")
    SIGN = "sign", _("组长签署专家组意见")


PHASE_RIGHTS: dict[str, list[str]] = {
    PanelState.PREPARING: [],
    PanelState.SCORING: [Right.SCORE],
    PanelState.DISCUSSING: [Right.SCORE, Right.SEE_OTHERS, Right.DISCUSS, Right.SIGN],
    PanelState.CLOSED: [],
}


class ScoreMethod(TextChoices):
    RAW = "raw", _("原始均分")
    TRIMMED = "trimmed", _("去最高最低均分")
    NORMALISED = "normalised", _("按专家校正均分")


class ProposalState(TextChoices):
    PROPOSED = "proposed", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    DROPPED = "dropped", _("已放弃")

    @property
    def tone(self) -> Tone:
        return {"proposed": Tone.WAIT, "confirmed": Tone.OK}.get(self.value, Tone.IDLE)


PROPOSAL_MOVES: Moves = {
    ProposalState.PROPOSED: frozenset({ProposalState.CONFIRMED, ProposalState.DROPPED}),
    ProposalState.CONFIRMED: frozenset(),
    ProposalState.DROPPED: frozenset(),
}


class BlindFileState(TextChoices):
    PENDING = "pending", _("正在处理")
    READY = "ready", _("可阅读")
    WITHHELD = "withheld", _("不提供")


class Withheld(TextChoices):
    """Why an attachment is not shown to blind reviewers."""

    PICTURE = "picture", _("图片内容无法检查")
    SCAN = "scan", _("有不含文字的页面，无法检查")
    EMBEDDED = "embedded", _("含有无法检查的图片或对象")
    FORMAT = "format", _("此格式无法处理")
    LONG = "long", _("页数过多")
    BROKEN = "broken", _("文件无法读取")
