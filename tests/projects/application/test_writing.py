"""Writing a form together: collaborators, presence, history, two people in one section, what changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import Member, a_member, an_organisation, signed_in
from tests.projects.builders import a_host, a_submitted_application, an_application, fill_in
from zyk.accounts.enums import Role
from zyk.common.moves import NotInThisState
from zyk.projects.actions.member import name_member, remind_member, remind_silent_members
from zyk.projects.actions.section import NoLongerYours, SectionConflict, save_section
from zyk.projects.actions.writing import (
    invite_collaborator,
    note_presence,
    remove_collaborator,
    restore_section,
)
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application, SectionVersion
from zyk.projects.queries.application import facts_of
from zyk.projects.queries.revision import difference_of
from zyk.projects.queries.trace import trace_of
from zyk.projects.queries.writing import PRESENT_FOR, others_at, sections_to_write
from zyk.projects.rules.difference import row_changes, text_changes
from zyk.projects.rules.section import length_of, progress_of_section
from zyk.projects.rules.writing import merged
from zyk.site.todo import todos_of

pytestmark = pytest.mark.django_db


def a_helper(application: Application, role: str = Role.TEACHER, **rights: str) -> Member:
    """A colleague of the lead host, invited to write the goals and to read the needs unless said otherwise."""
    helper = a_member(role, application.lead_host)
    rights = rights or {"goals": "edit", "needs": "view"}
    invite_collaborator(application=application, user=helper.user, rights=rights, actor=a_host(application))
    return helper


def save(application: Application, actor: Any, version: int, text: str, code: str = "goals") -> Any:
    return save_section(application=application, code=code, content={"goals": text}, version=version, actor=actor)


def page(name: str, application: Application, *rest: Any) -> str:
    return reverse(f"projects:{name}", args=[application.uuid, *rest])


# -- collaborators ---------------------------------------------------------------------------------------------------
def test_a_colleague_invited_to_a_section_writes_it_and_reads_or_misses_the_others(client: Client) -> None:
    application = an_application()
    helper = a_helper(application)
    assert helper.user.notifications.count() == 1
    signed_in(client, helper)
    assert "建设目标与思路" in client.get(page("shared_sections", application)).content.decode()
    opened = client.get(page("section", application, "goals")).content.decode()
    assert 'name="goals"' in opened
    assert "检查与提交" not in opened
    read = client.get(page("section", application, "needs")).content.decode()
    assert "只可查看" in read
    assert "<textarea" not in read
    answer = client.post(page("section", application, "goals"), {"version": 0, "goals": "协作写的目标", "next": "1"})
    assert answer["Location"] == page("shared_sections", application)
    assert application.sections.get(code="goals").content["goals"] == "协作写的目标"
    for name, *rest in (
        ("section", "basic"),
        ("section_history", "basic"),
        ("section_presence", "basic"),
        ("application",),
        ("attachments",),
        ("collaborators",),
        ("check_application",),
        ("trace",),
        ("revision", 1),
    ):
        assert client.get(page(name, application, *rest)).status_code == 404, name
    assert client.post(page("section", application, "needs"), {"version": 0, "survey": "x"}).status_code == 409
    assert not application.sections.filter(code="needs").exists()


def test_sections_one_was_invited_to_write_stand_on_the_work_list_until_they_are_handed_in() -> None:
    application = an_application()
    helper = a_member(Role.TEACHER, application.lead_host)
    writer = a_host(application)
    rights = {"goals": "edit", "basic": "view"}
    invite_collaborator(application=application, user=helper.user, rights=rights, actor=writer)
    assert sections_to_write(helper) == [(application, 1)]
    lines = [(todo.count, todo.url) for todo in todos_of(helper)]
    assert (1, reverse("projects:shared_sections", args=[application.uuid])) in lines
    assert sections_to_write(writer) == []
    Application.objects.update(state=ApplicationState.UNIT_REVIEW)
    assert sections_to_write(helper) == []


def test_only_people_of_the_units_are_invited_and_only_by_the_writers(client: Client) -> None:
    application = an_application()
    writer, outsider = a_host(application), a_member(Role.TEACHER)
    with pytest.raises(ValidationError, match="只能邀请"):
        invite_collaborator(application=application, user=outsider.user, rights={"goals": "edit"}, actor=writer)
    partner = an_organisation()
    name_member(application=application, organisation=partner, kind="participant", duty="", actor=writer)
    colleague = a_member(Role.EMPLOYEE, partner)
    with pytest.raises(PermissionDenied):
        invite_collaborator(application=application, user=colleague.user, rights={"goals": "edit"}, actor=outsider)
    with pytest.raises(ValidationError, match="至少选择一节"):
        invite_collaborator(application=application, user=colleague.user, rights={"nothing": "edit"}, actor=writer)
    signed_in(client, writer)
    client.post(page("collaborators", application), {"person": colleague.user.uuid, "right-goals": "edit"})
    assert application.collaborators.get().rights == {"goals": "edit"}
    found = client.get(page("collaborators", application), {"q": outsider.user.username}).content.decode()
    assert "没有找到" in found
    Application.objects.update(state=ApplicationState.UNIT_REVIEW)
    application.refresh_from_db()
    with pytest.raises(NotInThisState):
        remove_collaborator(collaborator=application.collaborators.get(), actor=writer)


def test_a_collaborator_taken_off_while_typing_keeps_his_text_on_the_page(client: Client) -> None:
    application = an_application()
    helper = a_helper(application)
    signed_in(client, helper)
    client.post(page("section", application, "goals"), {"version": 0, "goals": "第一句。"})
    remove_collaborator(collaborator=application.collaborators.get(), actor=a_host(application))
    answer = client.post(page("section", application, "goals"), {"version": 1, "goals": "第一句。第二句。"})
    assert answer.status_code == 409
    assert "第一句。第二句。" in answer.content.decode()
    assert application.sections.get().content["goals"] == "第一句。"
    assert client.get(page("section", application, "goals")).status_code == 404
    with pytest.raises(NoLongerYours):
        save(application, helper, 1, "还想写")


def test_what_was_typed_when_the_application_was_submitted_meanwhile_stays_on_the_page(client: Client) -> None:
    application, writer = a_submitted_application()
    signed_in(client, writer)
    answer = client.post(page("section", application, "goals"), {"version": 1, "goals": "晚了一步的文字"})
    assert answer.status_code == 409
    assert "晚了一步的文字" in answer.content.decode()


# -- presence, history, merging --------------------------------------------------------------------------------------
def test_a_page_says_who_else_is_there_until_he_has_gone(client: Client) -> None:
    application = an_application()
    helper, now = a_helper(application), timezone.now()
    note_presence(application, "goals", helper.user, now)
    signed_in(client, a_host(application))
    assert helper.user.name in client.get(page("section_presence", application, "goals")).content.decode()
    assert [each.user for each in others_at(application, "goals", None, now + PRESENT_FOR)] == [
        each.user for each in others_at(application, "goals", helper.user, now + PRESENT_FOR - timedelta(seconds=1))
    ]
    assert client.get(page("section_presence", application, "nothing")).status_code == 404


def test_a_section_keeps_its_history_and_says_again_what_it_said(client: Client) -> None:
    application = an_application()
    writer, helper = a_host(application), a_helper(application)
    save(application, writer, 0, "甲")
    save(application, writer, 1, "甲写的目标")
    save(application, helper, 2, "乙写的目标")
    assert [(each.version, each.content["goals"]) for each in SectionVersion.objects.order_by("version")] == [
        (2, "甲写的目标"),
        (3, "乙写的目标"),
    ]
    signed_in(client, writer)
    history = page("section_history", application, "goals")
    assert "甲" in client.get(history).content.decode()
    client.post(history, {"version": "2", "seen": "3"})
    draft = application.sections.get()
    assert (draft.version, draft.content["goals"]) == (4, "甲写的目标")
    old = SectionVersion.objects.get(version=3)
    with pytest.raises(SectionConflict):
        restore_section(version=old, seen_version=3, actor=writer)


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "我的"), ("theirs", "对方的"), ("both", "我的\n对方的"), ("odd", "我的")]
)
def test_two_who_wrote_the_same_field_choose_what_stays(client: Client, choice: str, kept: str) -> None:
    application = an_application()
    writer, helper = a_host(application), a_helper(application)
    save(application, helper, 0, "对方的")
    signed_in(client, writer)
    address = page("section", application, "goals")
    shown = client.post(address, {"version": 0, "goals": "我的"})
    assert shown.status_code == 409
    assert 'name="keep-goals" value="both"' in shown.content.decode()
    client.post(address, {"version": 1, "goals": "我的", "settles": "1", "keep-goals": choice})
    assert application.sections.get().content["goals"] == kept


def test_tables_of_two_are_put_together_row_by_row() -> None:
    mine, theirs = [{"number": "1"}, {"number": "2"}], [{"number": "2"}, {"number": "3"}]
    assert merged(mine, theirs, "both") == [{"number": "1"}, {"number": "2"}, {"number": "3"}]
    assert merged({"total": {}}, {"total": {"a": "1"}}, "both") == {"total": {}}


# -- what changed ----------------------------------------------------------------------------------------------------
def test_a_chinese_text_is_compared_character_by_character_inside_the_sentence() -> None:
    pieces = text_changes("建设12门课程。共享机制健全。", "建设16门课程。共享机制健全。新增一句。")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "建设"),
        ("removed", "12"),
        ("added", "16"),
        ("same", "门课程。共享机制健全。"),
        ("added", "新增一句。"),
    ]


def test_a_table_is_compared_by_row_also_when_rows_moved() -> None:
    before = [["N1", "虚拟机床"], ["N2", "碎片学习"], ["N3", "考证"]]
    after = [["N2", "碎片化学习"], ["N1", "虚拟机床"], ["N4", "微课"]]
    said = {(row.cells[0][0].text, row.kind) for row in row_changes(before, after)}
    assert said == {("N1", "same"), ("N2", "changed"), ("N3", "removed"), ("N4", "added")}
    budget = [["总预算", "素材", "1"], ["总预算", "调研", "2"]]
    changed = row_changes(budget, [["总预算", "素材", "1"], ["总预算", "调研", "3"]])
    assert [row.kind for row in changed] == ["same", "changed"]
    words = {"zh": "表", "en": "Table"}
    values = [{"columns": ["a", "b"], "rows": rows} for rows in (before, after)]
    assert difference_of(words, words, values[0], values[1]).unchanged == 1


# -- the form --------------------------------------------------------------------------------------------------------
def test_length_counts_chinese_characters_one_by_one_and_latin_words_whole() -> None:
    assert length_of("共建 12 门 MOOC 课程，覆盖 60% 学生。") == 15
    assert length_of(" \n") == 0


def test_a_field_with_a_condition_is_asked_for_only_when_the_choice_says_so() -> None:
    application = an_application()
    writer = a_host(application)
    section = application.cycle.rulebook.edition.forms.candidate.section("use")
    asked = {}
    for version, choice in enumerate(["not_taking_part", "taking_part"]):
        content = {"promotion": "推广", "credential_pilot": choice, "credentials": ""}
        save_section(application=application, code="use", content=content, version=version, actor=writer)
        asked[choice] = [fault.field for fault in progress_of_section(section, facts_of(application)).faults]
    assert asked == {"not_taking_part": [], "taking_part": ["credentials"]}


def test_rows_keep_the_order_of_the_page_and_move_without_script(client: Client) -> None:
    application = an_application()
    signed_in(client, a_host(application))
    address = page("section", application, "needs")
    rows = {"needs-2-number": "乙", "needs-0-number": "甲"}
    client.post(address, {"version": 0, **rows})
    assert [row["number"] for row in application.sections.get().content["needs"]] == ["乙", "甲"]
    client.post(address, {"version": 1, **rows, "needs-move": "0-up"})
    assert [row["number"] for row in application.sections.get().content["needs"]] == ["甲", "乙"]


def test_a_need_without_a_task_and_a_task_without_a_need_show(client: Client) -> None:
    application = an_application()
    writer = a_host(application)
    needs = [{"number": "N1", "need": "虚拟机床"}, {"number": "N2", "need": "碎片化学习"}]
    tasks = [{"number": "T1", "task": "开发", "need": "N1、N9"}, {"number": "T2", "task": "孤立", "need": "N9"}]
    fill_in(application, writer, needs={"survey": "问卷", "needs": needs}, tasks={"content": "课程", "tasks": tasks})
    (trace,) = trace_of(facts_of(application))
    assert [(row.number, [number for number, _text in row.answers]) for row in trace.rows] == [
        ("N1", ["T1"]),
        ("N2", []),
    ]
    assert (trace.gaps, [number for number, _text in trace.loose]) == (1, ["T2"])
    signed_in(client, writer)
    assert "没有任务回应" in client.get(page("trace", application)).content.decode()
    assert "1 条需求还没有任务回应" in client.get(page("check_application", application)).content.decode()


# -- units that do not answer ----------------------------------------------------------------------------------------
def test_a_silent_unit_is_asked_again_every_few_days_and_once_a_day_at_most(client: Client) -> None:
    application = an_application()
    writer, partner = a_host(application), an_organisation()
    a_member(Role.PROJECT_LEAD, partner)
    member = name_member(application=application, organisation=partner, kind="co-host", duty="课程", actor=writer)
    asked = member.asked_at or timezone.now()
    assert remind_silent_members(asked + timedelta(days=2)) == 0
    application.members.update(created_at=asked)
    assert remind_silent_members(asked + timedelta(days=4)) == 1
    assert remind_silent_members(asked + timedelta(days=4, hours=1)) == 0
    assert not remind_member(member=member, actor=writer, at=asked + timedelta(days=4, hours=2))
    signed_in(client, writer)
    application.members.update(asked_at=asked - timedelta(days=5), reminded_at=None)
    client.post(page("remind_member", application, member.pk))
    member.refresh_from_db()
    assert member.reminded_at is not None
    Application.objects.update(state=ApplicationState.WITHDRAWN)
    assert remind_silent_members(asked + timedelta(days=40)) == 0
