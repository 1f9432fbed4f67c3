"""What a formula is: one or two lists, in SQL, over the relations of one library.

Every number is the length of a list, so that what stands behind a number can always be opened: `counted` is listed
and counted; a share or average divides it by `per`. The SQL is written once, in words that DuckDB and Spark share.

Relations (see `zyk.monitoring.relations`): `users`, `resources`, `versions`, `points`, `courses`, `modules`, `items`,
`questions`, `enrolments`, `baseline` as they stood on the day asked for; and, cut to the window and in the raw or the
credible view:

* `seen`: one row an agent: `days` with an act, `acts`, `resource_acts`, `course_acts`;
* `done`: `acts` by `action`, `kind`, `thing`, `course`, `user_kind`;
* `acts`: the single acts, which only a list needs. `seen` and `done` are sums of them, kept by day in the rollups;
* `answers`, `people` (users; without the library's team in the credible view) and `span` (one row: window_from,
  window_until)."""

from dataclasses import dataclass
from enum import StrEnum

from zyk.rulebook.edition import Words


class Row(StrEnum):
    """What the rows of a list are; the first column is always `key`."""

    ACT = "act"  # sequence of a statement
    PERSON = "person"
    PERSON_DAY = "person_day"  # person:YYYY-MM-DD
    ORGANISATION = "organisation"
    PROVINCE = "province"
    RESOURCE = "resource"
    POINT = "point"
    COURSE = "course"
    MODULE = "module"
    QUESTION = "question"
    ANSWER = "answer"  # number of an answer handed in


@dataclass(frozen=True)
class Counted:
    """A list and what it is called; `is_number`: the SQL gives one number that has no rows to open.

    `sums`: the same number without the single acts, from the sums in `seen` or `done`."""

    words: Words
    sql: str
    row: Row = Row.ACT
    is_number: bool = False
    sums: str = ""

    @property
    def number(self) -> str:
        """The SQL of the number itself."""
        if self.is_number:
            return self.sql
        return self.sums or f"select count(*) from ({self.sql}) as listed"  # noqa: S608 our own words


def acts_counted(words: Words, condition: str = "", *, among: str = "") -> Counted:
    """Single acts `a` that meet the condition; `among` joins them to what the library holds."""
    rest = f" a{among}" + (f" where {condition}" if condition else "")
    return Counted(
        words,
        f"select a.sequence as key from acts{rest}",  # noqa: S608 our own words
        sums=f"select coalesce(sum(a.acts), 0) from done{rest}",  # noqa: S608
    )


def days_counted(words: Words, condition: str = "") -> Counted:
    """Distinct pairs of person `p` and day."""
    rest = " a on a.actor = p.actor" + (f" where {condition}" if condition else "")
    pair = "concat(cast(p.person as varchar), ':', cast(a.day as varchar))"
    return Counted(
        words,
        f"select distinct {pair} as key from people p join acts{rest}",  # noqa: S608 our own words
        Row.PERSON_DAY,
        sums=f"select coalesce(sum(a.days), 0) from people p join seen{rest}",  # noqa: S608
    )


@dataclass(frozen=True)
class Formula:
    """`records` lists the statements behind a figure whose own rows are something else (people, days, resources)."""

    definition: Words
    source: Words
    counted: Counted | None = None
    per: Counted | None = None
    records: str = ""
    missing: Words | None = None  # what is not kept yet, so that the figure cannot be had

    @property
    def is_use(self) -> bool:
        """Whether credibility matters to it."""
        text = (self.counted.sql if self.counted else "") + (self.per.sql if self.per else "")
        return depends_on_side(text)


def depends_on_side(sql: str) -> bool:
    """Whether the number may differ between raw and credible: it is about use, not about what is held."""
    return any(f" {name}" in sql for name in ("acts", "seen", "done", "answers", "people"))


MONITORED = Words(
    zh="运行监测平台指标口径（2017 版）", en="Definitions of the national monitoring platform (2017 edition)"
)
ACCEPTANCE = Words(zh="验收评议指标（2021/22 版预览）", en="Acceptance indicators (preview of the 2021/22 edition)")
DUTIES = Words(zh="2022 年验收结论通知", en="Notice of the conclusions of acceptance, 2022")
