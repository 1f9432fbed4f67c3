from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class BaseStandard(TextChoices):
    """The six national base standards the certification must stand above (notice 一、（三）)."""

    TEACHING = "teaching", _("专业教学标准")
    COURSE = "course", _("课程标准")
    TEXTBOOK = "textbook", _("教学教材标准")
    INTERNSHIP = "internship", _("顶岗实习标准")
    FACILITIES = "facilities", _("实训条件建设标准")
    SKILL_LEVEL = "skill-level", _("职业技能等级标准")


class StandardState(TextChoices):
    DRAFT = "draft", _("起草中")
    IN_FORCE = "in-force", _("施行")
    SUPERSEDED = "superseded", _("已被取代")

    @property
    def tone(self) -> Tone:
        return {"draft": Tone.NOW, "in-force": Tone.OK}.get(self.value, Tone.IDLE)


STANDARD_MOVES: Moves = {
    StandardState.DRAFT: frozenset({StandardState.IN_FORCE}),
    StandardState.IN_FORCE: frozenset({StandardState.SUPERSEDED}),
    StandardState.SUPERSEDED: frozenset(),
}


class CertificationState(TextChoices):
    REQUESTED = "requested", _("已申请")
    IN_REVIEW = "in-review", _("认证中")
    CERTIFIED = "certified", _("已认证")
    REFUSED = "refused", _("未通过认证")
    REVOKED = "revoked", _("已撤销")

    @property
    def tone(self) -> Tone:
        return {
            "requested": Tone.WAIT,
            "in-review": Tone.NOW,
            "certified": Tone.MARK,
            "refused": Tone.WARN,
        }.get(self.value, Tone.BAD)


CERTIFICATION_MOVES: Moves = {
    CertificationState.REQUESTED: frozenset({CertificationState.IN_REVIEW, CertificationState.REFUSED}),
    CertificationState.IN_REVIEW: frozenset({CertificationState.CERTIFIED, CertificationState.REFUSED}),
    CertificationState.CERTIFIED: frozenset({CertificationState.REVOKED}),
    CertificationState.REFUSED: frozenset(),
    CertificationState.REVOKED: frozenset(),
}
