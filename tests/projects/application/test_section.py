from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from tests.accounts.builders import a_member
from tests.projects.builders import a_budget_value, a_host, a_rulebook, an_application, contents_of
from zyk.accounts.enums import Role
from zyk.common.audit import history_of
from zyk.common.moves import NotInThisState
from zyk.projects.actions.section import SectionConflict, save_section
from zyk.projects.enums import ApplicationState, BudgetScope
from zyk.projects.models import SectionDraft
from zyk.projects.rules.grid import budget_faults, performance_faults
from zyk.projects.rules.section import FormFacts, faults_of_field, progress_of_section
from zyk.rulebook.edition import Edition, Field, Words

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return a_rulebook().edition


def a_field(**fields: object) -> Field:
    words = Words(zh="说明", en="Note")
    return Field(**({"code": "note", "title": words, "type": "long_text", "required": True} | fields))  # type: ignore[arg-type]


def said(field: Field, value: object, edition: Edition) -> list[str]:
    facts = FormFacts(edition, edition.form_of("candidate"))
    return [fault.text for fault in faults_of_field(field, value, facts)]


def test_a_section_is_saved_as_typed_right_or_wrong() -> None:
    application = an_application()
    writer = a_host(application)
    draft = save_section(
        application=application, code="basic", content={"library_title": "", "website": "x"}, version=0, actor=writer
    )
    assert (draft.version, draft.content["website"], draft.edited_by) == (1, "x", writer.user)


def test_of_two_people_neither_loses_text() -> None:
    application = an_application()
    one, other = a_host(application), a_host(application, Role.PROJECT_LEAD)
    save_section(application=application, code="goals", content={"goals": "甲的"}, version=0, actor=one)
    with pytest.raises(SectionConflict) as conflict:
        save_section(application=application, code="goals", content={"goals": "乙的"}, version=0, actor=other)
    assert conflict.value.draft.content == {"goals": "甲的"}
    assert SectionDraft.objects.get(code="goals").content == {"goals": "甲的"}


def test_a_settled_conflict_keeps_the_text_that_gave_way_in_the_trail() -> None:
    application = an_application()
    writer = a_host(application)
    save_section(application=application, code="goals", content={"goals": "甲的"}, version=0, actor=writer)
    settled = save_section(
        application=application, code="goals", content={"goals": "乙的"}, version=1, actor=writer, settles=True
    )
    assert settled.version == 2
    assert history_of(application)[0].facts["gave_way"] == {"goals": "甲的"}


def test_saving_the_same_twice_is_once() -> None:
    application = an_application()
    writer = a_host(application)
    for _time in range(2):
        draft = save_section(application=application, code="goals", content={"goals": "甲"}, version=0, actor=writer)
    assert draft.version == 1


def test_only_the_lead_hosts_writers_save() -> None:
    application = an_application()
    for stranger in (
        a_member(Role.HOST_EDITOR),
        a_host(application, Role.SEAL_KEEPER),
        a_member(Role.PROVINCE_OFFICER),
    ):
        with pytest.raises(PermissionDenied):
            save_section(application=application, code="goals", content={}, version=0, actor=stranger)


@pytest.mark.parametrize(
    "state", [state for state in ApplicationState if state not in (ApplicationState.DRAFT, ApplicationState.RETURNED)]
)
def test_what_was_handed_in_is_not_changed(state: str) -> None:
    application = an_application(state=state)
    with pytest.raises(NotInThisState):
        save_section(
            application=application, code="goals", content={"goals": "x"}, version=0, actor=a_host(application)
        )


def test_the_whole_form_filled_in_has_nothing_to_mend(edition: Edition) -> None:
    for kind in ("candidate", "upgrade"):
        form = edition.form_of(kind)
        facts = FormFacts(edition, form, contents_of(edition, kind))
        assert {progress_of_section(section, facts).state for section in form.sections} == {"ok"}


def test_an_empty_form_says_what_is_not_filled_in(edition: Edition) -> None:
    form = edition.form_of("candidate")
    facts = FormFacts(edition, form)
    blank = {section.code for section in form.sections if progress_of_section(section, facts).state == "blank"}
    assert blank == {section.code for section in form.sections} - {"units", "current"} | {"units"}
    progress = progress_of_section(form.section("basic"), facts)
    assert (progress.filled, progress.total, progress.wrong) == (0, 10, 0)


def test_lengths_are_said_with_what_is_there_and_what_lacks(edition: Edition) -> None:
    field = a_field(min_length=200, max_length=800)
    assert said(field, "字" * 76, edition) == ["现有 76 字，还差 124 字"]
    assert said(field, "字 " * 810, edition) == ["现有 810 字，多了 10 字"]
    with translation.override("en"):
        assert said(field, "字" * 76, edition) == ["76 characters; 124 more are needed"]


@pytest.mark.parametrize(
    ("kind", "value", "is_right"),
    [
        ("number", "1,200.5", True),
        ("number", "一千", False),
        ("number", "NaN", False),
        ("date", "2019-06-31", False),
        ("date", "2019-06-30", True),
        ("text", "有", True),
    ],
)
def test_each_type_is_judged(edition: Edition, kind: str, value: str, is_right: bool) -> None:
    assert (said(a_field(type=kind), value, edition) == []) is is_right


def test_a_choice_must_be_one_of_the_form(edition: Edition) -> None:
    field = edition.form_of("candidate").field("rights_commitment")
    assert said(field, "committed", edition) == []
    assert said(field, "perhaps", edition) == ["请从选项中选择"]


def test_a_task_answers_a_need_that_exists(edition: Edition) -> None:
    form = edition.form_of("candidate")
    contents = contents_of(edition)
    contents["tasks"]["tasks"][0]["need"] = "1、9"
    facts = FormFacts(edition, form, contents)
    faults = progress_of_section(form.section("tasks"), facts).faults
    assert [(fault.text, fault.cell) for fault in faults] == [("第 1 行“对应需求编号”：没有编号为“9”的一行", "0-need")]


def test_a_budget_is_judged_cell_by_cell(edition: Edition) -> None:
    value = a_budget_value(edition)
    value["total"]["4-school"] = "-5"
    value["total"]["5-local"] = "十"
    faults = {cell: text for cell, text, _gap in budget_faults(value, edition, is_required=True)}
    assert set(faults) == {"total-4-school", "total-5-local"}
    assert "不能为负数" in faults["total-4-school"]


def test_the_years_never_exceed_the_whole(edition: Edition) -> None:
    value = a_budget_value(edition)
    value["year_2"]["1-ministry"] = "5.01"
    assert [text for _cell, text, _gap in budget_faults(value, edition, is_required=True)] == [
        "“部本专项资金”各年度合计 10.01，超过总预算的 10.00（万元）"
    ]


def test_a_limit_not_set_is_not_judged_and_one_that_is_set_is(edition: Edition) -> None:
    value = a_budget_value(edition)
    assert list(budget_faults(value, edition, is_required=True)) == []
    import msgspec

    strict = msgspec.structs.replace(
        edition, spending_lines=[msgspec.structs.replace(line, limit=0.5) for line in edition.spending_lines]
    )
    assert [cell for cell, _text, _gap in budget_faults(value, strict, is_required=True)] == [
        "total-1-ministry",
        "year_1-1-ministry",
        "year_2-1-ministry",
    ]


def test_a_typed_budget_becomes_rows_and_a_wrong_one_has_none() -> None:
    application = an_application()
    writer = a_host(application)
    edition = application.cycle.rulebook.edition
    value = a_budget_value(edition)
    save_section(application=application, code="budget", content={"budget": value}, version=0, actor=writer)
    total = application.budgets.get(scope=BudgetScope.TOTAL)
    assert sum(line.amount_fen for line in total.lines.all()) == 40_000_000
    value["total"]["1-local"] = "-1"
    save_section(application=application, code="budget", content={"budget": value}, version=1, actor=writer)
    assert {budget.scope for budget in application.budgets.all()} == {BudgetScope.YEAR_1, BudgetScope.YEAR_2}


def test_targets_are_judged_by_their_unit(edition: Edition) -> None:
    rows = [{"code": "users", "total": "10.5"}, {"code": "active_users", "total": "101"}, {"code": "", "level3": ""}]
    faults = [cell for cell, _text, gap in performance_faults({"rows": rows}, edition, is_required=False) if not gap]
    assert faults == ["users-total", "active_users-total", "own-0-level3"]


def test_targets_become_rows_in_the_order_of_the_form() -> None:
    application = an_application()
    edition = application.cycle.rulebook.edition
    content = contents_of(edition)["performance"]
    content["performance"]["rows"].append({"code": "", "group": "cost", "level3": "单课成本", "total": "3 万元"})
    save_section(application=application, code="performance", content=content, version=0, actor=a_host(application))
    rows = list(application.performance_targets.values_list("code", "level2", "level3", "total"))
    assert rows[0] == ("users", "数量指标", "用户数", "90")
    assert rows[-1] == ("", "成本指标", "单课成本", "3 万元")


def test_dates_are_days() -> None:
    from zyk.projects.rules.section import date_of

    assert date_of(" 2019-06-23 ") == date(2019, 6, 23)
