"""应用: who uses what, how often and how widely."""

from zyk.monitoring.formulas.building import ALL_RESOURCES
from zyk.monitoring.formulas.shape import ACCEPTANCE, MONITORED, Counted, Formula, Row
from zyk.rulebook.edition import Words

PEOPLE = Counted(Words(zh="全部注册用户", en="all registered users"), "select person as key from people", Row.PERSON)
ACTIVE = Counted(
    Words(zh="有行为记录的注册用户", en="registered users with a record"),
    "select distinct p.person as key from people p join acts a on a.actor = p.actor",
    Row.PERSON,
)
DAYS = Counted(
    Words(zh="不同的（用户，日）", en="distinct pairs of user and day"),
    "select distinct concat(cast(p.person as varchar), ':', cast(a.day as varchar)) as key"
    " from people p join acts a on a.actor = p.actor",
    Row.PERSON_DAY,
)
OF_PEOPLE = "select a.sequence as key from people p join acts a on a.actor = p.actor"
_REAL_NAME = "kind in ('teacher', 'student') and is_real_name"
_USES = "a.kind = 'resource' and a.action in ('viewed', 'rated', 'shared', 'downloaded')"

_NO_REGISTER = Words(
    zh="缺少院校登记的本专业师生名册，尚不能计算",
    en="Cannot be computed yet: the schools' registers of teachers and students of the specialty are missing",
)
_NO_TIMETABLE = Words(
    zh="缺少本专业课表学时，尚不能计算", en="Cannot be computed yet: the specialty's timetable hours are missing"
)


def _acts(definition: Words, words: Words, condition: str = "") -> Formula:
    where = f" where {condition}" if condition else ""
    return Formula(
        definition=definition,
        source=MONITORED,
        counted=Counted(words, f"select a.sequence as key from acts a{where}"),  # noqa: S608 our own words
    )


def _people_with(definition: Words, words: Words, condition: str) -> Formula:
    return Formula(
        definition=definition,
        source=MONITORED,
        counted=Counted(words, f"{ACTIVE.sql} where {condition}", Row.PERSON),
        per=PEOPLE,
        records=f"{OF_PEOPLE} where {condition}",
    )


FORMULAS: dict[str, Formula] = {
    "activity_total": _acts(
        Words(zh="时间窗内全部行为记录数", en="All records in the window"), Words(zh="行为记录", en="records")
    ),
    "active_users": Formula(
        definition=Words(
            zh="时间窗内至少有一条行为记录的注册用户，每人计一次",
            en="Registered users with at least one record in the window; each person once",
        ),
        source=MONITORED,
        counted=ACTIVE,
        records=OF_PEOPLE,
    ),
    "active_user_share": Formula(
        definition=Words(zh="活跃用户 ÷ 全部注册用户", en="Active users ÷ all registered users"),
        source=MONITORED,
        counted=ACTIVE,
        per=PEOPLE,
        records=OF_PEOPLE,
    ),
    "inactive_real_name_share": Formula(
        definition=Words(
            zh="时间窗内没有任何行为记录的实名教师与学生 ÷ 全部实名教师与学生",
            en="Real-name teachers and students without any record in the window ÷ all of them",
        ),
        source=ACCEPTANCE,
        counted=Counted(
            Words(zh="无行为记录的实名师生", en="real-name teachers and students without a record"),
            f"select person as key from people where {_REAL_NAME}"  # noqa: S608 our own words
            " and (actor is null or actor not in (select actor from acts))",
            Row.PERSON,
        ),
        per=Counted(
            Words(zh="实名师生", en="real-name teachers and students"),
            f"select person as key from people where {_REAL_NAME}",  # noqa: S608 our own words
            Row.PERSON,
        ),
    ),
    "teacher_registered_share": Formula(
        definition=Words(
            zh="主持院校本专业实名注册教师 ÷ 本专业全部教师",
            en="Teachers of the specialty at hosts registered by real name ÷ all of them",
        ),
        source=ACCEPTANCE,
        missing=_NO_REGISTER,
    ),
    "student_registered_share": Formula(
        definition=Words(
            zh="主持与参建院校本专业实名注册学生 ÷ 本专业全部学生",
            en="Students of the specialty at hosts and participants registered by real name ÷ all of them",
        ),
        source=ACCEPTANCE,
        missing=_NO_REGISTER,
    ),
    "host_teaching_hours_share": Formula(
        definition=Words(
            zh="主持院校用资源库教学的学时 ÷ 本专业全部学时",
            en="Hours taught with the library at hosts ÷ all hours of the specialty",
        ),
        source=ACCEPTANCE,
        missing=_NO_TIMETABLE,
    ),
    "participant_teaching_hours_share": Formula(
        definition=Words(
            zh="参建院校用资源库教学的学时 ÷ 本专业全部学时",
            en="Hours taught with the library at participants ÷ all hours of the specialty",
        ),
        source=ACCEPTANCE,
        missing=_NO_TIMETABLE,
    ),
    "used_course_share": Formula(
        definition=Words(
            zh="时间窗内有行为记录的标准化课程（去重，派生课程的使用计入原课程）÷ 全部标准化课程",
            en="Standardised courses with a record in the window (use of a derived course counts for its original) ÷ "
            "all standardised courses",
        ),
        source=ACCEPTANCE,
        counted=Counted(
            Words(zh="被使用的课程", en="courses used"),
            "select distinct o.course as key from acts a join courses c on c.course = a.course"
            " join courses o on o.course = c.original where o.is_offered and o.level = 'course'",
            Row.COURSE,
        ),
        per=Counted(
            Words(zh="标准化课程", en="standardised courses"),
            "select course as key from courses where is_offered and level = 'course'",
            Row.COURSE,
        ),
        records="select a.sequence as key from acts a join courses c on c.course = a.course"
        " join courses o on o.course = c.original where o.is_offered and o.level = 'course'",
    ),
    "question_use_share": Formula(
        definition=Words(
            zh="时间窗内至少被作答一次的题目 ÷ 在库题目（停用的不计）",
            en="Questions answered at least once in the window ÷ questions of the banks that are not retired",
        ),
        source=ACCEPTANCE,
        counted=Counted(
            Words(zh="被作答的题目", en="questions answered"),
            "select distinct q.question as key from questions q join answers w on w.question = q.question",
            Row.QUESTION,
        ),
        per=Counted(Words(zh="在库题目", en="questions"), "select question as key from questions", Row.QUESTION),
    ),
    "used_resource_share": Formula(
        definition=Words(
            zh="时间窗内有行为记录的在库资源（去重）÷ 全部在库资源；已撤下的不计，不会超过 100%",
            en="Distinct standing resources with a record in the window ÷ all; withdrawn ones are not counted, so "
            "never above 100%",
        ),
        source=MONITORED,
        counted=Counted(
            Words(zh="被使用的资源", en="resources used"),
            "select distinct r.thing as key from resources r join acts a on a.thing = r.thing"
            " where a.kind = 'resource'",
            Row.RESOURCE,
        ),
        per=ALL_RESOURCES,
        records="select a.sequence as key from resources r join acts a on a.thing = r.thing where a.kind = 'resource'",
    ),
    "uses_per_resource": Formula(
        definition=Words(
            zh="对在库资源的浏览、评价、分享、下载次数 ÷ 全部在库资源",
            en="Views, ratings, shares and downloads of standing resources ÷ all resources",
        ),
        source=MONITORED,
        counted=Counted(
            Words(zh="资源使用次数", en="uses of resources"),
            f"select a.sequence as key from resources r join acts a on a.thing = r.thing where {_USES}",  # noqa: S608 our own words
        ),
        per=ALL_RESOURCES,
    ),
    "resource_activity_share": _people_with(
        Words(zh="时间窗内有资源行为记录的注册用户 ÷ 全部注册用户", en="Users with a record on a resource ÷ all users"),
        Words(zh="有资源活动的用户", en="users active on resources"),
        "a.kind = 'resource'",
    ),
    "course_activity_share": _people_with(
        Words(
            zh="时间窗内有课程内行为记录的注册用户 ÷ 全部注册用户", en="Users with a record within a course ÷ all users"
        ),
        Words(zh="有课程学习的用户", en="users who study courses"),
        "a.course is not null",
    ),
    "employee_activity": _acts(
        Words(
            zh="企业员工的行为记录数（按行为发生时的身份）", en="Records of employees, by what they were at the time"
        ),
        Words(zh="企业员工的行为记录", en="records of employees"),
        "a.user_kind = 'employee'",
    ),
    "public_activity": _acts(
        Words(
            zh="社会学习者的行为记录数（按行为发生时的身份）",
            en="Records of social learners, by what they were at the time",
        ),
        Words(zh="社会学习者的行为记录", en="records of social learners"),
        "a.user_kind = 'public'",
    ),
    "learning_days": Formula(
        definition=Words(
            zh="注册用户不同的（用户，日）数", en="Distinct pairs of registered user and day with a record"
        ),
        source=MONITORED,
        counted=DAYS,
        records=OF_PEOPLE,
    ),
    "days_per_active_user": Formula(
        definition=Words(zh="累计学习天数 ÷ 活跃用户", en="Learning days ÷ active users"),
        source=MONITORED,
        counted=DAYS,
        per=ACTIVE,
        records=OF_PEOPLE,
    ),
    "course_visits": _acts(
        Words(zh="浏览课程的次数", en="Times a course was viewed"),
        Words(zh="课程访问", en="course visits"),
        "a.kind = 'course' and a.action = 'viewed'",
    ),
}
