"""应用: who uses what, how often and how widely."""

from zyk.monitoring.formulas.building import ALL_RESOURCES
from zyk.monitoring.formulas.shape import ACCEPTANCE, MONITORED, Counted, Formula, Row, acts_counted, days_counted
from zyk.rulebook.edition import Words

PEOPLE = Counted(Words(zh="全部注册用户", en="all registered users"), "select person as key from people", Row.PERSON)
ACTIVE = Counted(
    Words(zh="有行为记录的注册用户", en="registered users with a record"),
    "select p.person as key from people p join seen a on a.actor = p.actor",
    Row.PERSON,
)
DAYS = days_counted(Words(zh="不同的（用户，日）", en="distinct pairs of user and day"))
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
    return Formula(definition=definition, source=MONITORED, counted=acts_counted(words, condition))


def _people_with(definition: Words, words: Words, sums: str, condition: str) -> Formula:
    """`condition` on the single acts says the same as a positive number in the column `sums`."""
    return Formula(
        definition=definition,
        source=MONITORED,
        counted=Counted(words, f"{ACTIVE.sql} where a.{sums} > 0", Row.PERSON),
        per=PEOPLE,
        records=f"{OF_PEOPLE} where {condition}",
    )


def _resource_uses(action: str, zh: str, en: str) -> Formula:
    return _acts(
        Words(zh=f"{zh}资源的次数", en=f"Times a resource was {en}"),
        Words(zh=f"{zh}资源", en=f"times a resource was {en}"),
        f"a.kind = 'resource' and a.action = '{action}'",
    )


def _of_kind(kind: str, zh: str, en: str) -> Formula:
    return _acts(
        Words(zh=f"{zh}的行为记录数（按行为发生时的身份）", en=f"Records of {en}, by what they were at the time"),
        Words(zh=f"{zh}的行为记录", en=f"records of {en}"),
        f"a.user_kind = '{kind}'",
    )


def _days_of_kind(kind: str, zh: str, en: str) -> Formula:
    return Formula(
        definition=Words(zh=f"{zh}不同的（用户，日）数", en=f"Distinct pairs of user and day with a record, of {en}"),
        source=MONITORED,
        counted=days_counted(Words(zh=f"{zh}的（用户，日）", en=f"pairs of user and day, {en}"), f"p.kind = '{kind}'"),
        records=f"{OF_PEOPLE} where p.kind = '{kind}'",
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
            " and (actor is null or actor not in (select actor from seen))",
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
            "select distinct o.course as key from done a join courses c on c.course = a.course"
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
            "select distinct r.thing as key from resources r join done a on a.thing = r.thing"
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
        counted=acts_counted(
            Words(zh="资源使用次数", en="uses of resources"), _USES, among=" join resources r on r.thing = a.thing"
        ),
        per=ALL_RESOURCES,
    ),
    "resource_activity_share": _people_with(
        Words(zh="时间窗内有资源行为记录的注册用户 ÷ 全部注册用户", en="Users with a record on a resource ÷ all users"),
        Words(zh="有资源活动的用户", en="users active on resources"),
        "resource_acts",
        "a.kind = 'resource'",
    ),
    "course_activity_share": _people_with(
        Words(
            zh="时间窗内有课程内行为记录的注册用户 ÷ 全部注册用户", en="Users with a record within a course ÷ all users"
        ),
        Words(zh="有课程学习的用户", en="users who study courses"),
        "course_acts",
        "a.course is not null",
    ),
    "student_activity": _of_kind("student", "在校生", "students"),
    "teacher_activity": _of_kind("teacher", "教师", "teachers"),
    "employee_activity": _of_kind("employee", "企业员工", "employees"),
    "public_activity": _of_kind("public", "社会学习者", "social learners"),
    "resource_views": _resource_uses("viewed", "浏览", "viewed"),
    "resource_downloads": _resource_uses("downloaded", "下载", "downloaded"),
    "resource_ratings": _resource_uses("rated", "评价", "rated"),
    "resource_shares": _resource_uses("shared", "分享", "shared"),
    "student_learning_days": _days_of_kind("student", "在校生", "students"),
    "teacher_learning_days": _days_of_kind("teacher", "教师", "teachers"),
    "employee_learning_days": _days_of_kind("employee", "企业员工", "employees"),
    "public_learning_days": _days_of_kind("public", "社会学习者", "social learners"),
    "question_uses": Formula(
        definition=Words(zh="时间窗内交卷时已作答的题次", en="Answers given in attempts handed in within the window"),
        source=MONITORED,
        counted=Counted(Words(zh="作答题次", en="answers"), "select w.key as key from answers w", Row.ANSWER),
    ),
    "cited_questions": Formula(
        definition=Words(
            zh="被测验、作业或考试引用的在库题目（去重）", en="Distinct questions that stand in an assessment"
        ),
        source=MONITORED,
        counted=Counted(
            Words(zh="被引用的题目", en="questions cited"),
            "select distinct q.question as key from questions q join citations c on c.question = q.question",
            Row.QUESTION,
        ),
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
