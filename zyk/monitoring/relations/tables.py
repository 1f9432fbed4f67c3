"""The relations the formulas speak of: names and columns. Keys are ours: persons and acts by number, things by uuid."""

from typing import Final

# What the library holds and who uses it, as it stood on a day.
HOLDINGS: Final[dict[str, str]] = {
    "users": "person bigint, actor bigint, kind varchar, organisation varchar, province varchar,"
    " is_real_name boolean, registered_on date, on_team boolean",
    "resources": "thing varchar, media_type varchar, application_type varchar, published_on date",
    "withdrawals": "thing varchar, day date",
    "versions": "thing varchar, number bigint, content varchar, published_on date",
    "points": "point varchar, kind varchar",
    "covered": "point varchar, thing varchar",
    "courses": "course varchar, original varchar, kind varchar, level varchar, type varchar, is_offered boolean",
    "modules": "module varchar, course varchar",
    "items": "module varchar, thing varchar",
    "questions": "question varchar, kind varchar",
    "citations": "question varchar",
    "question_uses": "key bigint, question varchar, person bigint, day date, excluded varchar",
    "enrolments": "person bigint, course varchar, enrolled_on date, state varchar",
    "baseline": "frozen_on date, resources_total bigint, users_total bigint",
    "year_before": "resources_total bigint, courses_total bigint",
}

# One act a row, named and marked.
FACTS: Final = (
    "library bigint, sequence bigint, instant double, day date, actor bigint, action varchar, activity bigint,"
    " kind varchar, thing varchar, course_key bigint, course varchar, user_kind varchar, organisation varchar,"
    " duration double, success boolean, excluded varchar"
)

# What is brought over on the way there.
LOADED: Final[dict[str, str]] = {
    "verbs": "key bigint, action varchar",
    "activities": "key bigint, kind varchar, thing varchar",
    "met": "key bigint, kind varchar, thing varchar",
    "team": "library bigint, actor bigint",
    "loaded_question_uses": "key bigint, question varchar, person bigint, day date",
}
TABLES: Final = HOLDINGS | LOADED
