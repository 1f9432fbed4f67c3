import re
from datetime import date

import pytest

from tests.rulebook.builders import INVENTED_2031, NOTICE_2019
from zyk.rulebook.edition import Edition
from zyk.rulebook.reading import RulebookRefused, paths_of, plain, read_edition


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(RulebookRefused) as refused:
        read_edition(text)
    return [(fault.line, str(fault)) for fault in refused.value.faults]


def test_the_2019_edition_says_what_the_notice_says() -> None:
    edition = read_edition(NOTICE_2019)
    online = edition.window_of("candidate", "online")
    assert online is not None
    assert (online.opens_on, online.closes_on) == (date(2019, 6, 1), date(2019, 6, 23))
    assert online.contains(date(2019, 6, 23))
    assert not online.contains(date(2019, 6, 24))
    assert [window.closes_on for window in edition.windows if window.step == "paper"] == [date(2019, 6, 28)] * 2
    assert (edition.route_of("candidate").needs_recommendation, edition.route_of("upgrade").needs_recommendation) == (
        True,
        False,
    )
    assert edition.exemption.skips == ["recommendation", "formal_check"]
    assert {condition.code: condition.threshold for condition in edition.conditions} == {
        "users": 1000,
        "core_courses": 6,
        "text_image": 0.5,
        "active_users": None,
    }
    assert edition.quarter_due(2019, 4) == date(2020, 1, 16)
    assert edition.quarter_due(2019, 1) == date(2019, 4, 12)


def test_the_2019_edition_judges_nothing_it_does_not_know() -> None:
    edition = read_edition(NOTICE_2019)
    assert [line.limit for line in edition.spending_lines] == [None] * 7
    assert edition.notice_working_days is None
    assert edition.review.minimum_reviews is None
    weights = {c.code: c.weight for c in edition.score_sheet("acceptance").criteria if c.weight is not None}
    assert weights == {"resource_content": 0.15}


def test_every_source_of_the_2019_edition_has_its_english() -> None:
    edition = read_edition(NOTICE_2019)
    cited = {value for path, value in paths_of(plain(edition)) if path[-2:] == ("source", "zh")}
    assert cited == set(edition.citations)


def test_the_upgrade_form_asks_for_the_upgrade_plan() -> None:
    form = read_edition(NOTICE_2019).form_of("upgrade")
    assert [slot.code for slot in form.attachments if slot.required] == ["upgrade_plan"]
    assert form.field("tasks").columns[2].references == "needs.number"


def test_a_new_year_needs_no_code() -> None:
    edition = read_edition(INVENTED_2031)
    assert isinstance(edition, Edition)
    assert edition.invented
    assert edition.notice_working_days == 5
    assert [section.code for section in edition.form_of("candidate").sections] == ["basic", "ethics"]
    assert edition.window_of("upgrade", "online") is None


WRONG = [
    ("notice_working_days: null", "notice_working_day: null", "notice_working_days"),
    ("  threshold: 1000", "  threshold: many", "conditions › users › threshold"),
    ("opens_on: 2019-06-01", "opens_on: 2019-06-31", "windows › candidate_online › opens_on"),
    ("opens_on: 2019-06-01", "opens_on: 2019-07-01", "windows › candidate_online › closes_on"),
    ("code: candidate_paper", "code: candidate_online", "代码“candidate_online”重复"),
    ("      weight: 0.15", "      weight: 1.15", "权重"),
    ("  needs_paper: true\n    needs_notice: true", "  needs_paper: true", "缺少“needs_notice”"),
    ("kind: candidate\n", "kind: candidates\n", "只能是 candidate, upgrade, acceptance 之一"),
    ("references: needs.number", "references: need.number", "表单里没有“need.number”这一列"),
    ("quarter: 2, month: 7, day: 13", "quarter: 2, month: 2, day: 30", "没有这一天"),
    ("type: computed, measure: users_total", "type: computed", "须写“measure”"),
    ("measure: text_image_share\n", "measure: text_image_share\n  measure: other\n", "重复的键"),
    ("year: 2019\n", "year: 2019\nyears: [", "不是正确的 YAML"),
    ("year: 2019\n", "year: &year 2019\nother: *year\n", "别名"),
    ("letter_copies: 1", "letter_copies: .inf", "应当是整数"),
    ("letter_copies: 1", "letter_copies: !!python/object:os.system x", "读不懂"),
    ("{zh: 预算说明, en: Notes on the budget}", "{zh: 预算说明}", "缺少“en”"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_a_wrong_rulebook_is_refused_naming_the_line_and_the_place(right: str, wrong: str, said: str) -> None:
    assert right in NOTICE_2019
    text = NOTICE_2019.replace(right, wrong, 1)
    found = faults(text)
    assert any(said in message for _line, message in found)
    near = line_of(NOTICE_2019, right)
    assert any(abs(line - near) <= 10 for line, _message in found)
    assert all(re.match(r"第 \d+ 行", message) for _line, message in found)


def test_all_faults_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = NOTICE_2019.replace("  threshold: 1000", "  threshold: many", 1).replace("raised: false", "raised: maybe", 1)
    lines = [line for line, _message in faults(text)]
    assert len(lines) == 2
    assert lines == sorted(lines)


def test_an_unknown_key_is_told_with_the_one_that_was_meant() -> None:
    messages = [
        message for _line, message in faults(NOTICE_2019.replace("closes_on: 2019-06-23", "close_on: 2019-06-23", 1))
    ]
    assert any("是不是“closes_on”" in message for message in messages)


def test_weights_of_all_indicators_together_may_not_pass_the_whole() -> None:
    messages = [message for _line, message in faults(INVENTED_2031.replace("weight: 0.3", "weight: 0.6", 1))]
    assert messages == ["第 92 行，indicators：权重合计 130%，超过 100%"]


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "[" * 5000, "a: \x00", "x" * (1024 * 1024 + 1)])
def test_what_is_no_rulebook_is_refused(text: str) -> None:
    assert faults(text)
