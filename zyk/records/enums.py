from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class Scope(TextChoices):
    """What a credential may do, in the words of the standard (xAPI 1.0.3, part 3, 4.2; the same in 2.0)."""

    WRITE = "statements/write", _("写入记录")
    READ_MINE = "statements/read/mine", _("读取自己写入的记录")
    READ = "statements/read", _("读取全部记录")
    STATE = "state", _("读写学习状态文档")
    DEFINE = "define", _("更新活动的名称和说明")
    PROFILE = "profile", _("读写人员和活动档案文档")
    ALL_READ = "all/read", _("读取全部内容")
    ALL = "all", _("读写全部内容")


class RelatedKind(IntegerChoices):
    """Why a statement is found by an agent or activity that is not its actor, object, library or course."""

    AGENT = 1  # the object, or a member of the group that acted
    CONTEXT_AGENT = 2  # instructor, team, and whoever is named in a sub-statement
    CONTEXT_ACTIVITY = 3  # category, other, further parents and groupings, the object of a sub-statement


class Fill(IntegerChoices):
    """What the store adds to the original bytes when it hands a statement out; the values are added up."""

    NOTHING = 0
    ID = 1
    TIMESTAMP = 2
    VERSION = 4
    REPLACE = 8  # the sender wrote `stored` or `authority` himself; both are the store's to say
    VERSION_2 = 16  # as VERSION, of a statement that came by the second edition
    ARRAYS = 32  # a context activity stands alone where the store hands out a list


class DocumentKind(IntegerChoices):
    """Which of the document resources a document belongs to."""

    STATE = 1
    AGENT_PROFILE = 2
    ACTIVITY_PROFILE = 3


class ErasureKind(TextChoices):
    PSEUDONYM = "pseudonym", _("换成假名")
    DELETION = "deletion", _("删除")


class ErasureState(TextChoices):
    ASKED = "asked", _("待处理")
    UNDER_WAY = "under_way", _("处理中")
    DONE = "done", _("已完成")
    REFUSED = "refused", _("不予处理")

    @property
    def tone(self) -> Tone:
        return {"asked": Tone.WAIT, "under_way": Tone.NOW, "done": Tone.OK}.get(self.value, Tone.IDLE)


ERASURE_MOVES: Moves = {
    ErasureState.ASKED: frozenset({ErasureState.UNDER_WAY, ErasureState.REFUSED}),
    ErasureState.UNDER_WAY: frozenset({ErasureState.DONE}),
    ErasureState.DONE: frozenset(),
    ErasureState.REFUSED: frozenset(),
}
