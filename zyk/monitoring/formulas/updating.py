"""更新: what was added in the year, against the totals at acceptance."""

from zyk.monitoring.formulas.shape import DUTIES, Counted, Formula, Row
from zyk.rulebook.edition import Words

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
            """
            select r.thing as key from resources r cross join span s
            where r.published_on between s.window_from and s.window_until
            union
            select r.thing as key
            from (select thing, published_on, content,
                      lag(content) over (partition by thing order by number) as content_before from versions) v
            join resources r on r.thing = v.thing cross join span s
            where v.published_on between s.window_from and s.window_until and v.content <> v.content_before
            """,
            Row.RESOURCE,
        ),
        per=Counted(
            Words(zh="验收时（未验收则上年末）资源总数", en="resources at acceptance (or at the end of last year)"),
            "select coalesce((select max(resources_total) from baseline),"
            " (select count(*) from resources r cross join span s where r.published_on < s.window_from))",
            is_number=True,
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
}
