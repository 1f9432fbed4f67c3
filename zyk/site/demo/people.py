"""Who plays: units and people, every name beginning with 演示."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role, UserKind
from zyk.accounts.models import Membership, Organisation, Province, User
from zyk.reviews.actions import register_expert
from zyk.reviews.models import Expert

PASSWORD = "yanshi-2026"  # noqa: S105 - of the demonstration, printed at its start

MINISTRY = "演示主管部门"
PROVINCE = "演示江苏省教育厅"
OTHER_PROVINCE = "演示四川省教育厅"
HOST = "演示机电职业技术学院"
CO_HOST = "演示工程职业学院"
ENTERPRISE = "演示电梯有限公司"
OTHER_HOST = "演示川南职业技术学院"
EXPERT_UNITS = ("演示北方职业大学", "演示海滨职业学院", "演示高原职业技术学院")

ORGANISATIONS: tuple[tuple[str, str, str, str | None, str], ...] = (
    ("DEMO-M", MINISTRY, OrganisationKind.MINISTRY, None, "Demonstration ministry"),
    ("DEMO-P32", PROVINCE, OrganisationKind.PROVINCE, "320000", "Demonstration Jiangsu education department"),
    ("DEMO-P51", OTHER_PROVINCE, OrganisationKind.PROVINCE, "510000", "Demonstration Sichuan education department"),
    ("DEMO-S1", HOST, OrganisationKind.SCHOOL, "320000", "Demonstration mechatronics college"),
    ("DEMO-S2", CO_HOST, OrganisationKind.SCHOOL, "320000", "Demonstration engineering college"),
    ("DEMO-S3", OTHER_HOST, OrganisationKind.SCHOOL, "510000", "Demonstration Chuannan college"),
    ("DEMO-E1", ENTERPRISE, OrganisationKind.ENTERPRISE, "320000", "Demonstration lift company"),
    ("DEMO-S4", EXPERT_UNITS[0], OrganisationKind.SCHOOL, "110000", "Demonstration northern university"),
    ("DEMO-S5", EXPERT_UNITS[1], OrganisationKind.SCHOOL, "350000", "Demonstration seaside college"),
    ("DEMO-S6", EXPERT_UNITS[2], OrganisationKind.SCHOOL, "630000", "Demonstration highland college"),
)


@dataclass(frozen=True)
class Person:
    """One account; the first membership is the capacity it starts in."""

    username: str
    name: str
    kind: str
    memberships: tuple[tuple[str, str], ...]
    does: str = ""  # shown beside the account on the start page
    does_en: str = ""


T, S, E, P = UserKind.TEACHER, UserKind.STUDENT, UserKind.EMPLOYEE, UserKind.PUBLIC
PEOPLE: tuple[Person, ...] = (
    Person(
        "yanshi-bu",
        "演示经办人",
        T,
        ((MINISTRY, Role.MINISTRY_OFFICER), (MINISTRY, Role.UNIT_ADMINISTRATOR)),
        "教育部经办人：开启年度工作、形式审查、公示、抽取专家、起草决定批次",
        "Ministry officer: opens the cycle, checks, publishes notices, draws experts, drafts decisions",
    ),
    Person(
        "yanshi-huiqian",
        "演示会签人",
        T,
        ((MINISTRY, Role.MINISTRY_OFFICER),),
        "第二位经办人：会签决定批次",
        "Second officer: countersigns decisions",
    ),
    Person(
        "yanshi-mishu",
        "演示评审秘书",
        T,
        ((MINISTRY, Role.REVIEW_SECRETARY),),
        "评审秘书：组织评议",
        "Review secretary: organises reviews",
    ),
    Person(
        "yanshi-yunwei",
        "演示运维",
        T,
        ((MINISTRY, Role.OPERATOR),),
        "平台运维：文件、学习记录、审计记录",
        "Operator: files, learning records, audit trail",
    ),
    Person(
        "yanshi-sheng",
        "演示省厅经办人",
        T,
        ((PROVINCE, Role.PROVINCE_OFFICER), (PROVINCE, Role.UNIT_ADMINISTRATOR)),
        "省级经办人：审核、排序、推荐，指导任务书",
        "Province officer: ranks and recommends, guides task books",
    ),
    Person("yanshi-sheng2", "演示四川经办人", T, ((OTHER_PROVINCE, Role.PROVINCE_OFFICER),)),
    Person(
        "yanshi-tianbao",
        "演示填报人",
        T,
        ((HOST, Role.HOST_EDITOR), (HOST, Role.TEACHER)),
        "第一主持单位填报人：填写申请书、建库、季报",
        "Lead host's editor: fills in applications, builds the library, reports",
    ),
    Person(
        "yanshi-fuze",
        "演示负责人",
        T,
        ((HOST, Role.PROJECT_LEAD), (HOST, Role.TEACHER)),
        "项目负责人：任务书、联盟、资源交换、学分认定",
        "Project lead: task book, alliance, exchange, recognition of credit",
    ),
    Person(
        "yanshi-gaizhang",
        "演示盖章人",
        T,
        ((HOST, Role.SEAL_KEEPER),),
        "单位盖章人：核对并盖章",
        "Seal keeper: checks and seals",
    ),
    Person(
        "yanshi-caiwu",
        "演示财务负责人",
        T,
        ((HOST, Role.FINANCE_HEAD),),
        "财务部门负责人：审核季报、结算",
        "Head of finance: passes reports, settles orders",
    ),
    Person(
        "yanshi-danwei",
        "演示单位管理员",
        T,
        ((HOST, Role.UNIT_ADMINISTRATOR),),
        "单位管理员：管理本单位人员",
        "Unit administrator: manages the unit's people",
    ),
    Person(
        "yanshi-jiaoshi",
        "演示教师",
        T,
        ((HOST, Role.TEACHER),),
        "教师：组课、开班、出题、批改",
        "Teacher: assembles courses, opens runs, sets and marks quizzes",
    ),
    Person(
        "yanshi-xuesheng",
        "演示学生",
        S,
        ((HOST, Role.STUDENT),),
        "学生：选课、学习、测验、学分银行",
        "Student: enrols, learns, answers, keeps credit",
    ),
    Person("yanshi-xuesheng2", "演示学生乙", S, ((HOST, Role.STUDENT),)),
    Person("yanshi-xuesheng3", "演示学生丙", S, ((CO_HOST, Role.STUDENT),)),
    Person(
        "yanshi-gongcheng",
        "演示工程教师",
        T,
        ((CO_HOST, Role.PROJECT_LEAD), (CO_HOST, Role.TEACHER)),
        "联合主持单位：加入联盟、购买许可、审核认证",
        "Co-host: joins the alliance, orders licences, reviews certification",
    ),
    Person("yanshi-gongcheng2", "演示工程盖章人", T, ((CO_HOST, Role.SEAL_KEEPER),)),
    Person("yanshi-chuannan", "演示川南填报人", T, ((OTHER_HOST, Role.PROJECT_LEAD), (OTHER_HOST, Role.HOST_EDITOR))),
    Person("yanshi-chuannan2", "演示川南盖章人", T, ((OTHER_HOST, Role.SEAL_KEEPER),)),
    Person(
        "yanshi-qiye",
        "演示师傅",
        E,
        ((ENTERPRISE, Role.EMPLOYEE), (ENTERPRISE, Role.SEAL_KEEPER)),
        "企业员工：加入联盟、签署协议、岗位学习",
        "Enterprise employee: joins the alliance, signs, learns on the job",
    ),
    Person(
        "yanshi-zhuanjia1",
        "演示专家甲",
        T,
        ((EXPERT_UNITS[0], Role.EXPERT),),
        "专家：盲评、打分、回避",
        "Expert: blind review, scores, recusal",
    ),
    Person("yanshi-zhuanjia2", "演示专家乙", T, ((EXPERT_UNITS[1], Role.EXPERT),)),
    Person("yanshi-zhuanjia3", "演示专家丙", T, ((EXPERT_UNITS[2], Role.EXPERT),)),
    Person("yanshi-zhuanjia4", "演示专家丁", T, ((EXPERT_UNITS[0], Role.EXPERT),)),
    Person("yanshi-zhuanjia5", "演示专家戊", T, ((CO_HOST, Role.EXPERT),)),
    Person(
        "yanshi-shehui",
        "演示社会学习者",
        P,
        (),
        "社会学习者：公开课、证书与学分",
        "Social learner: open courses, credentials and credit",
    ),
)


def make_people() -> None:
    """Units, accounts and experts; doing it again changes nothing."""
    for code, name, kind, province, english_name in ORGANISATIONS:
        Organisation.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "english_name": english_name,
                "kind": kind,
                "province": Province.objects.get(code=province) if province else None,
                "is_demonstration": True,
            },
        )
    password = make_password(PASSWORD)  # once: hashing is slow on purpose
    for person in PEOPLE:
        _make(person, password)
    for person in PEOPLE:
        if any(role == Role.EXPERT for _unit, role in person.memberships):
            _make_expert(person)


def acting(username: str, role: str = "") -> Actor:
    """The actor of one account, in `role` or in its first capacity."""
    user = User.objects.get(username=username)
    memberships = user.memberships.select_related("organisation__province").order_by("id")
    chosen = memberships.filter(role=role).first() if role else memberships.first()
    if role and chosen is None and user.memberships.exists():
        raise LookupError(f"{username} holds no role {role}")
    return Actor(user=user, membership=chosen)


def person(username: str) -> User:
    return User.objects.get(username=username)


def led_by(leader: Actor) -> Organisation:
    """The unit a leader acts for; in this world each has one."""
    if leader.organisation is None:
        raise LookupError(f"{leader.trail_name} acts for no unit")
    return leader.organisation


def unit(name: str) -> Organisation:
    return Organisation.objects.get(name=name, is_demonstration=True)


def _make(person: Person, password: str) -> None:
    if User.objects.filter(username=person.username).exists():
        return
    user = User.objects.create(
        username=person.username,
        password=password,
        name=person.name,
        kind=person.kind,
        email=f"{person.username}@example.invalid",
        is_real_name=person.kind != P,
        is_demonstration=True,
    )
    for organisation, role in person.memberships:
        Membership.objects.create(
            user=user, organisation=unit(organisation), role=role, valid_from=timezone.localdate()
        )


def _make_expert(person: Person) -> None:
    user = User.objects.get(username=person.username)
    if not Expert.objects.filter(user=user).exists():
        register_expert(
            user=user,
            organisation=unit(person.memberships[0][0]),
            title="教授",
            fields=["4602", "4603"],
            actor=acting("yanshi-mishu"),
        )
