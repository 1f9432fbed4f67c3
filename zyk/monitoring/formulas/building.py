"""建设: what the library has and whom it reaches."""

from zyk.monitoring.formulas.shape import ACCEPTANCE, MONITORED, Counted, Formula, Row
from zyk.rulebook.edition import Words

ALL_USERS = Counted(Words(zh="注册用户", en="registered users"), "select person as key from users", Row.PERSON)
ALL_RESOURCES = Counted(Words(zh="在库资源", en="resources"), "select thing as key from resources", Row.RESOURCE)

_REGISTERED = Words(
    zh="主持与联盟单位的在校生、教师和企业员工，选修过本库课程者，以及在本库留下行为记录的注册者，每人计一次",
    en="Students, teachers and employees of the host and its alliance, people enrolled in its courses, and registered "
    "people with a record in it; each person once",
)


def _users_of(kind: str, zh: str, en: str) -> Formula:
    return Formula(
        definition=Words(zh=f"注册用户中的{zh}人数", en=f"Registered users who are {en}"),
        source=MONITORED,
        counted=Counted(
            Words(zh=zh, en=en),
            f"select person as key from users where kind = '{kind}'",  # noqa: S608 our own words
            Row.PERSON,
        ),
    )


def _courses_where(condition: str, zh: str, en: str, definition: Words) -> Formula:
    return Formula(
        definition=definition,
        source=MONITORED,
        counted=Counted(
            Words(zh=zh, en=en),
            f"select course as key from courses where is_offered{condition}",  # noqa: S608 our own words
            Row.COURSE,
        ),
    )


def _questions_of(condition: str, zh: str, en: str) -> Formula:
    return Formula(
        definition=Words(zh=f"题库中未停用的{zh}数", en=f"{en[0].upper()}{en[1:]} of the banks that are not retired"),
        source=MONITORED,
        counted=Counted(
            Words(zh=zh, en=en),
            f"select question as key from questions where kind {condition}",  # noqa: S608 our own words
            Row.QUESTION,
        ),
    )


FORMULAS: dict[str, Formula] = {
    "users_total": Formula(definition=_REGISTERED, source=MONITORED, counted=ALL_USERS),
    "users_teacher": _users_of("teacher", "教师", "teachers"),
    "users_student": _users_of("student", "在校生", "students"),
    "users_employee": _users_of("employee", "企业员工", "enterprise employees"),
    "users_public": _users_of("public", "社会学习者", "social learners"),
    "organisations": Formula(
        definition=Words(zh="注册用户所属单位，去重", en="Distinct organisations of registered users"),
        source=MONITORED,
        counted=Counted(
            Words(zh="单位", en="organisations"),
            "select distinct organisation as key from users where organisation is not null",
            Row.ORGANISATION,
        ),
    ),
    "provinces": Formula(
        definition=Words(
            zh="注册用户所属单位所在的省级行政区，去重", en="Distinct provinces of registered users' organisations"
        ),
        source=MONITORED,
        counted=Counted(
            Words(zh="省级行政区", en="provinces"),
            "select distinct province as key from users where province is not null",
            Row.PROVINCE,
        ),
    ),
    "resources_total": Formula(
        definition=Words(zh="当日在库的已发布资源数", en="Published resources standing on the day"),
        source=MONITORED,
        counted=ALL_RESOURCES,
    ),
    "text_image_share": Formula(
        definition=Words(zh="文本类与图形/图像类资源 ÷ 全部在库资源", en="Text and image resources ÷ all resources"),
        source=MONITORED,
        counted=Counted(
            Words(zh="文本类与图形/图像类资源", en="text and image resources"),
            "select thing as key from resources where media_type in ('text', 'image')",
            Row.RESOURCE,
        ),
        per=ALL_RESOURCES,
    ),
    "knowledge_points": Formula(
        definition=Words(zh="知识结构中的知识点与技能点数", en="Knowledge and skill points of the structure"),
        source=MONITORED,
        counted=Counted(Words(zh="知识点与技能点", en="points"), "select point as key from points", Row.POINT),
    ),
    "courses_total": _courses_where(
        "",
        "已发布的标准化课程、微课与培训项目",
        "published standardised courses, micro-courses and training",
        Words(
            zh="已发布的标准化课程、微课与培训项目数；教师派生的个性化课程不计",
            en="Published standardised courses, micro-courses and training; derived ones are not counted",
        ),
    ),
    "core_courses": _courses_where(
        " and level = 'course' and type = 'core'",
        "专业核心课",
        "core courses",
        Words(zh="已发布的专业核心课门数（微课、培训项目不计）", en="Published core courses, without micro-courses"),
    ),
    "standard_courses": _courses_where(
        " and level = 'course'",
        "标准化课程",
        "standardised courses",
        Words(
            zh="已发布的标准化课程门数（微课、培训项目不计）",
            en="Published standardised courses, without micro-courses",
        ),
    ),
    "micro_and_training_courses": _courses_where(
        " and level in ('micro', 'training')",
        "微课与培训项目",
        "micro-courses and training",
        Words(zh="已发布的微课与培训项目数", en="Published micro-courses and training"),
    ),
    "modules_total": Formula(
        definition=Words(zh="已发布课程的模块总数", en="Modules of all published courses"),
        source=MONITORED,
        counted=Counted(
            Words(zh="模块", en="modules"),
            "select m.module as key from modules m join courses c on c.course = m.course where c.is_offered",
            Row.MODULE,
        ),
    ),
    "cited_resource_share": Formula(
        definition=Words(
            zh="被课程模块引用的在库资源（去重）÷ 全部在库资源",
            en="Distinct resources called by modules ÷ all resources",
        ),
        source=MONITORED,
        counted=Counted(
            Words(zh="被引用的资源", en="resources cited"),
            "select distinct r.thing as key from resources r join items i on i.thing = r.thing",
            Row.RESOURCE,
        ),
        per=ALL_RESOURCES,
    ),
    "questions_total": Formula(
        definition=Words(zh="题库中未停用的题目数", en="Questions of the banks that are not retired"),
        source=MONITORED,
        counted=Counted(Words(zh="题目", en="questions"), "select question as key from questions", Row.QUESTION),
    ),
    "objective_questions": _questions_of("<> 'essay'", "客观题", "objective questions"),
    "subjective_questions": _questions_of("= 'essay'", "主观题", "subjective questions"),
    "covered_point_share": Formula(
        definition=Words(
            zh="至少有一个在库资源的知识点与技能点 ÷ 全部知识点与技能点",
            en="Knowledge and skill points with at least one standing resource ÷ all points",
        ),
        source=ACCEPTANCE,
        counted=Counted(
            Words(zh="有资源的点", en="points with a resource"),
            "select distinct p.point as key from points p join covered c on c.point = p.point"
            " join resources r on r.thing = c.thing",
            Row.POINT,
        ),
        per=Counted(Words(zh="全部的点", en="all points"), "select point as key from points", Row.POINT),
    ),
}
