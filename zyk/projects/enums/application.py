from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class ApplicationKind(TextChoices):
    CANDIDATE = "candidate", _("备选资源库申请")
    UPGRADE = "upgrade", _("升级改进支持项目申请")


class MemberKind(TextChoices):
    CO_HOST = "co-host", _("联合主持单位")
    PARTICIPANT = "participant", _("参建单位")


class ApplicationState(TextChoices):
    DRAFT = "draft", _("填报中")
    UNIT_REVIEW = "unit-review", _("待单位盖章")
    PROVINCE_REVIEW = "province-review", _("省级审核")
    FORMAL_CHECK = "formal-check", _("形式审查")
    RETURNED = "returned", _("退回修改")
    NOTICE_READY = "notice-ready", _("待公示")
    IN_NOTICE = "in-notice", _("公示中")
    NOTICE_DONE = "notice-done", _("公示结束")
    UNDER_REVIEW = "under-review", _("评议中")
    REVIEWED = "reviewed", _("评议完成")
    POOLED = "pooled", _("列入备选项目库")
    APPROVED = "approved", _("已立项")
    NOT_SELECTED = "not-selected", _("未入选")
    NOT_RECOMMENDED = "not-recommended", _("未获推荐")
    INELIGIBLE = "ineligible", _("形式审查未通过")
    WITHDRAWN = "withdrawn", _("已撤回")
    ON_HOLD = "on-hold", _("暂停办理")

    @property
    def tone(self) -> Tone:
        return {
            "draft": Tone.NOW,
            "unit-review": Tone.NOW,
            "province-review": Tone.NOW,
            "formal-check": Tone.NOW,
            "returned": Tone.WARN,
            "on-hold": Tone.WARN,
            "notice-ready": Tone.WAIT,
            "in-notice": Tone.WAIT,
            "notice-done": Tone.NOW,
            "under-review": Tone.NOW,
            "reviewed": Tone.NOW,
            "pooled": Tone.OK,
            "approved": Tone.OK,
            "not-selected": Tone.IDLE,
            "withdrawn": Tone.IDLE,
        }.get(self.value, Tone.BAD)


_S = ApplicationState
_GONE = frozenset[str]()
HOLDABLE = (
    _S.FORMAL_CHECK,
    _S.NOTICE_READY,
    _S.IN_NOTICE,
    _S.NOTICE_DONE,
    _S.UNDER_REVIEW,
    _S.REVIEWED,
)
APPLICATION_MOVES: Moves = {
    _S.DRAFT: frozenset({_S.UNIT_REVIEW, _S.WITHDRAWN}),
    _S.RETURNED: frozenset({_S.UNIT_REVIEW, _S.WITHDRAWN}),
    # sealing routes by rule: province, or straight on (exempt → notice; upgrade → formal check)
    _S.UNIT_REVIEW: frozenset(
        {_S.DRAFT, _S.PROVINCE_REVIEW, _S.FORMAL_CHECK, _S.NOTICE_READY, _S.NOTICE_DONE, _S.WITHDRAWN}
    ),
    _S.PROVINCE_REVIEW: frozenset({_S.FORMAL_CHECK, _S.RETURNED, _S.NOT_RECOMMENDED, _S.WITHDRAWN}),
    # a province may take its recommendation back before its deadline
    _S.FORMAL_CHECK: frozenset(
        {_S.NOTICE_READY, _S.NOTICE_DONE, _S.RETURNED, _S.INELIGIBLE, _S.PROVINCE_REVIEW, _S.WITHDRAWN, _S.ON_HOLD}
    ),
    _S.NOTICE_READY: frozenset({_S.IN_NOTICE, _S.WITHDRAWN, _S.ON_HOLD}),
    _S.IN_NOTICE: frozenset({_S.NOTICE_DONE, _S.RETURNED, _S.INELIGIBLE, _S.WITHDRAWN, _S.ON_HOLD}),
    _S.NOTICE_DONE: frozenset({_S.UNDER_REVIEW, _S.RETURNED, _S.INELIGIBLE, _S.WITHDRAWN, _S.ON_HOLD}),
    _S.UNDER_REVIEW: frozenset({_S.REVIEWED, _S.WITHDRAWN, _S.ON_HOLD}),
    _S.REVIEWED: frozenset({_S.POOLED, _S.APPROVED, _S.NOT_SELECTED, _S.ON_HOLD}),
    # back to where it stood, or what a late objection found
    _S.ON_HOLD: frozenset({*HOLDABLE, _S.RETURNED, _S.INELIGIBLE, _S.WITHDRAWN}),
    # a fault of procedure reopens what was decided
    _S.POOLED: frozenset({_S.APPROVED, _S.REVIEWED}),
    _S.APPROVED: _GONE,
    _S.NOT_SELECTED: frozenset({_S.REVIEWED}),
    _S.NOT_RECOMMENDED: _GONE,
    _S.INELIGIBLE: frozenset({_S.FORMAL_CHECK}),
    _S.WITHDRAWN: _GONE,
}
