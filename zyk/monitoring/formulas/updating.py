"""更新: what was added in the year, against the totals at acceptance."""

from zyk.monitoring.formulas.shape import DUTIES, MONITORED, Counted, Formula, Row
from zyk.rulebook.edition import Words

_ADDED = """select r.thing as key from resources r cross join span s
    where r.published_on between s.window_from and s.window_until"""
_MODIFIED = """select distinct r.thing as key
    from (select thing, published_on, content,
              lag(content) over (partition by thing order by number) as content_before from versions) v
    join resources r on r.thing = v.thing cross join span s
    where v.published_on between s.window_from and s.window_until and v.content <> v.content_before"""


def _listed(words: Words, sql: str, definition: Words) -> Formula:
    return Formula(definition=definition, source=MONITORED, counted=Counted(words, sql, Row.RESOURCE))


def _growth(zh: str, en: str, now: str, before: str) -> Formula:
    """(b − a) ÷ a, where a stood at the end of last year and b stands now; 0 when both are 0, 100 % when a is 0."""
    return Formula(
        definition=Words(
            zh=f"（{zh}现有数 − 上年末数）÷ 上年末数；上年末为零而现在有的，计 100%",
            en=f"({en} now − at the end of last year) ÷ at the end of last year; 100% when there were none",
        ),
        source=MONITORED,
        counted=Counted(
            Words(zh=f"{zh}净增", en=f"net growth of {en}"),
            f"select ({now}) - ({before})",
            is_number=True,
        ),
        per=Counted(
            Words(zh=f"上年末{zh}", en=f"{en} at the end of last year"),
            f"select case when ({before}) > 0 then ({before}) else greatest(({now}), 1) end",
            is_number=True,
        ),
    )


FORMULAS: dict[str, Formula] = {
    "yearly_resource_update_rate": Formula(
        definition=Words(
            zh="当年新发布的资源，与当年发布了新版本且内容确有变化的资源（去重）÷ 验收时（未验收则上年末）资源总数",
            en="Resources published this year, or given a version whose content really differs, each once ÷ "
            "resources at acceptance (or at the end of last year)",
        ),
        source=DUTIES,
        counted=Counted(
            Words(zh="当年新增与更新的资源", en="resources added or updated this year"),
            f"{_ADDED} union {_MODIFIED}",
            Row.RESOURCE,
        ),
        per=Counted(
            Words(zh="验收时（未验收则上年末）资源总数", en="resources at acceptance (or at the end of last year)"),
            "select coalesce((select max(resources_total) from baseline),"
            " (select count(*) from resources r cross join span s where r.published_on < s.window_from))",
            is_number=True,
        ),
    ),
    "platform_connection": Formula(
        definition=Words(
            zh="当年与国家职业教育智慧教育平台保持接入的天数 ÷ 当年天数",
            en="Days of the year on which the library was connected to the national platform ÷ days of the year",
        ),
        source=DUTIES,
        missing=Words(
            zh="缺少国家平台的接入登记，尚不能计算",
            en="The national platform's record of connections is not kept yet",
        ),
    ),
    "yearly_new_user_rate": Formula(
        definition=Words(
            zh="当年新增的注册用户 ÷ 验收时（未验收则上年末）用户总数",
            en="Users who registered this year ÷ users at acceptance (or at the end of last year)",
        ),
        source=DUTIES,
        counted=Counted(
            Words(zh="当年新增用户", en="new users this year"),
            "select u.person as key from users u cross join span s"
            " where u.registered_on between s.window_from and s.window_until",
            Row.PERSON,
        ),
        per=Counted(
            Words(zh="验收时（未验收则上年末）用户总数", en="users at acceptance (or at the end of last year)"),
            "select coalesce((select max(users_total) from baseline),"
            " (select count(*) from users u cross join span s where u.registered_on < s.window_from))",
            is_number=True,
        ),
    ),
    "yearly_added_resources": _listed(
        Words(zh="当年新增资源", en="resources added this year"),
        _ADDED,
        Words(zh="当年首次发布、今仍在库的资源数", en="Resources first published this year that stand"),
    ),
    "yearly_modified_resources": _listed(
        Words(zh="当年更新资源", en="resources updated this year"),
        _MODIFIED,
        Words(
            zh="当年发布了新版本且内容确有变化的在库资源数",
            en="Standing resources given a version this year whose content really differs",
        ),
    ),
    "yearly_withdrawn_resources": _listed(
        Words(zh="当年撤下资源", en="resources withdrawn this year"),
        "select distinct w.thing as key from withdrawals w cross join span s"
        " where w.day between s.window_from and s.window_until",
        Words(zh="当年撤下的资源数", en="Resources withdrawn this year"),
    ),
    "yearly_user_growth": _growth(
        "注册用户",
        "registered users",
        "select count(*) from users",
        "select count(*) from users u cross join span s where u.registered_on < s.window_from",
    ),
    "yearly_resource_growth": _growth(
        "在库资源", "resources", "select count(*) from resources", "select max(resources_total) from year_before"
    ),
    "yearly_course_growth": _growth(
        "已发布课程",
        "published courses",
        "select count(*) from courses where is_offered",
        "select max(courses_total) from year_before",
    ),
}
