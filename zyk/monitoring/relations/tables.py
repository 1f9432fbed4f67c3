"""The relations the formulas speak of: names and columns. Keys are ours: persons and acts by number, things by uuid."""

from typing import Final

TABLES: Final[dict[str, str]] = {
    "loaded_facts": "sequence bigint, instant double, actor bigint, verb bigint, activity bigint, course_key bigint,"
    " user_kind varchar, organisation varchar, duration double, success boolean",
    "verbs": "key bigint, action varchar",
    "activities": "key bigint, kind varchar, thing varchar",
    "users": "person bigint, actor bigint, kind varchar, organisation varchar, province varchar,"
    " is_real_name boolean, registered_on date, on_team boolean",
    "resources": "thing varchar, media_type varchar, published_on date",
    "versions": "thing varchar, number bigint, content varchar, published_on date",
    "points": "point varchar, kind varchar",
    "courses": "course varchar, original varchar, kind varchar, level varchar, type varchar, is_offered boolean",
    "modules": "module varchar, course varchar",
    "items": "module varchar, thing varchar",
    "questions": "question varchar",
    "loaded_question_uses": "key bigint, question varchar, person bigint, day date",
    "enrolments": "person bigint, course varchar, enrolled_on date, state varchar",
    "baseline": "frozen_on date, resources_total bigint, users_total bigint",
}
