from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Tone


class UserKind(TextChoices):
    """The four groups of users the notice names (一、（一）), each with its own entrance."""

    STUDENT = "student", _("在校生")
    TEACHER = "teacher", _("教师")
    EMPLOYEE = "employee", _("企业员工")
    PUBLIC = "public", _("社会学习者")


class OrganisationKind(TextChoices):
    MINISTRY = "ministry", _("教育部")
    PROVINCE = "province", _("省级教育行政部门")
    SCHOOL = "school", _("院校")
    ENTERPRISE = "enterprise", _("企业")
    ASSOCIATION = "association", _("行业协会")


class Role(TextChoices):
    """In which capacity a person acts. A role is always held at an organisation, for a period."""

    MINISTRY_OFFICER = "ministry-officer", _("教育部经办人")
    REVIEW_SECRETARY = "review-secretary", _("评审秘书")
    PROVINCE_OFFICER = "province-officer", _("省级经办人")
    HOST_EDITOR = "host-editor", _("填报人")
    PROJECT_LEAD = "project-lead", _("项目负责人")
    FINANCE_HEAD = "finance-head", _("财务部门负责人")
    SEAL_KEEPER = "seal-keeper", _("单位盖章人")
    UNIT_ADMINISTRATOR = "unit-administrator", _("单位管理员")
    EXPERT = "expert", _("专家")
    TEACHER = "teacher", _("教师")
    STUDENT = "student", _("学生")
    EMPLOYEE = "employee", _("企业员工")
    PUBLIC_LEARNER = "public-learner", _("社会学习者")
    OPERATOR = "operator", _("平台运维")


# Roles that may only be held at an organisation of these kinds.
KINDS_OF_ROLE: dict[str, frozenset[str]] = {
    Role.MINISTRY_OFFICER: frozenset({OrganisationKind.MINISTRY}),
    Role.REVIEW_SECRETARY: frozenset({OrganisationKind.MINISTRY}),
    Role.OPERATOR: frozenset({OrganisationKind.MINISTRY, OrganisationKind.PROVINCE, OrganisationKind.SCHOOL}),
    Role.PROVINCE_OFFICER: frozenset({OrganisationKind.PROVINCE}),
    Role.STUDENT: frozenset({OrganisationKind.SCHOOL}),
}

MINISTRY_ROLES = (Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY)
HOST_ROLES = (Role.HOST_EDITOR, Role.PROJECT_LEAD, Role.FINANCE_HEAD, Role.SEAL_KEEPER)
# Capacities a stand-in can take over. An expert's judgement and a learner's work are his own.
DELEGABLE_ROLES = (
    Role.MINISTRY_OFFICER,
    Role.REVIEW_SECRETARY,
    Role.PROVINCE_OFFICER,
    *HOST_ROLES,
    Role.UNIT_ADMINISTRATOR,
)
OUTBOX_ROLES = (Role.MINISTRY_OFFICER, Role.OPERATOR)
LEARNER_ROLES = (Role.STUDENT, Role.TEACHER, Role.EMPLOYEE, Role.PUBLIC_LEARNER)

# What a unit administrator may grant to people of his own unit, by the kind of unit. Experts are held at the ministry,
# and the platform's operation is not a school's to give.
_OF_ANY_UNIT = (Role.UNIT_ADMINISTRATOR,)
GRANTABLE_ROLES: dict[str, tuple[Role, ...]] = {
    OrganisationKind.MINISTRY: (
        Role.MINISTRY_OFFICER,
        Role.REVIEW_SECRETARY,
        Role.EXPERT,
        Role.OPERATOR,
        *_OF_ANY_UNIT,
    ),
    OrganisationKind.PROVINCE: (Role.PROVINCE_OFFICER, *_OF_ANY_UNIT),
    OrganisationKind.SCHOOL: (Role.STUDENT, Role.TEACHER, *HOST_ROLES, *_OF_ANY_UNIT),
    OrganisationKind.ENTERPRISE: (Role.EMPLOYEE, Role.TEACHER, *HOST_ROLES, *_OF_ANY_UNIT),
    OrganisationKind.ASSOCIATION: (Role.EMPLOYEE, Role.TEACHER, *HOST_ROLES, *_OF_ANY_UNIT),
}
KIND_OF_ROLE = {Role.STUDENT: UserKind.STUDENT, Role.EMPLOYEE: UserKind.EMPLOYEE}


class Outcome(TextChoices):
    """What taking over one line of a list of people does."""

    NEW_PERSON = "new-person", _("新增人员")
    NEW_CAPACITY = "new-capacity", _("增加身份")
    UNCHANGED = "unchanged", _("已有，不变")
    FAULTY = "faulty", _("有错误")

    @property
    def tone(self) -> Tone:
        return _TONES[self]


_TONES = {
    Outcome.NEW_PERSON: Tone.OK,
    Outcome.NEW_CAPACITY: Tone.NOW,
    Outcome.UNCHANGED: Tone.IDLE,
    Outcome.FAULTY: Tone.BAD,
}


class MailState(TextChoices):
    """发件状态."""

    QUEUED = "queued", _("待发")
    HELD = "held", _("暂缓")
    SENDING = "sending", _("正在发送")
    SENT = "sent", _("已发出")
    FAILED = "failed", _("发送失败")
    DROPPED = "dropped", _("不再发送")

    @property
    def tone(self) -> Tone:
        return _MAIL_TONES[self]


_MAIL_TONES = {
    MailState.QUEUED: Tone.WAIT,
    MailState.HELD: Tone.WARN,
    MailState.SENDING: Tone.NOW,
    MailState.SENT: Tone.OK,
    MailState.FAILED: Tone.BAD,
    MailState.DROPPED: Tone.IDLE,
}
MAIL_MOVES = {
    MailState.QUEUED: frozenset({MailState.SENDING, MailState.HELD, MailState.DROPPED}),
    MailState.HELD: frozenset({MailState.QUEUED, MailState.DROPPED}),
    MailState.SENDING: frozenset({MailState.SENT, MailState.QUEUED, MailState.FAILED}),
    MailState.SENT: frozenset(),
    MailState.FAILED: frozenset({MailState.QUEUED, MailState.DROPPED}),
    MailState.DROPPED: frozenset({MailState.QUEUED}),
}
