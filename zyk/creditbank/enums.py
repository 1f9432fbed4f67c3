from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class OutcomeKind(TextChoices):
    """The three kinds of the national credit bank, with 1+X credentials told apart."""

    COURSE = "course", _("课程学习成果")
    CREDENTIAL = "credential", _("1+X 职业技能等级证书")
    NON_FORMAL = "non-formal", _("非学历教育成果")
    INFORMAL = "informal", _("无一定形式学习成果")


class CredentialLevel(TextChoices):
    JUNIOR = "junior", _("初级")
    INTERMEDIATE = "intermediate", _("中级")
    SENIOR = "senior", _("高级")


class OutcomeState(TextChoices):
    CLAIMED = "claimed", _("待认定")
    RECOGNISED = "recognised", _("已认定")
    REFUSED = "refused", _("不予认定")

    @property
    def tone(self) -> Tone:
        return {"claimed": Tone.WAIT, "recognised": Tone.OK}.get(self.value, Tone.BAD)


OUTCOME_MOVES: Moves = {
    OutcomeState.CLAIMED: frozenset({OutcomeState.RECOGNISED, OutcomeState.REFUSED}),
    OutcomeState.RECOGNISED: frozenset(),
    OutcomeState.REFUSED: frozenset({OutcomeState.CLAIMED}),
}


class RuleState(TextChoices):
    DRAFT = "draft", _("起草中")
    PUBLISHED = "published", _("已公布")
    RETIRED = "retired", _("已停用")

    @property
    def tone(self) -> Tone:
        return {"draft": Tone.NOW, "published": Tone.OK}.get(self.value, Tone.IDLE)


RULE_MOVES: Moves = {
    RuleState.DRAFT: frozenset({RuleState.PUBLISHED}),
    RuleState.PUBLISHED: frozenset({RuleState.RETIRED}),
    RuleState.RETIRED: frozenset(),
}


class ConversionState(TextChoices):
    REQUESTED = "requested", _("已申请")
    CONVERTED = "converted", _("已转换")
    REFUSED = "refused", _("不予转换")

    @property
    def tone(self) -> Tone:
        return {"requested": Tone.WAIT, "converted": Tone.OK}.get(self.value, Tone.BAD)


CONVERSION_MOVES: Moves = {
    ConversionState.REQUESTED: frozenset({ConversionState.CONVERTED, ConversionState.REFUSED}),
    ConversionState.CONVERTED: frozenset(),
    ConversionState.REFUSED: frozenset(),
}
