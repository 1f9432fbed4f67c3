import io
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from tests.accounts.builders import PASSWORD, a_member, signed_in
from tests.known import rows_in
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Outcome, Role
from zyk.accounts.models import Membership, PeopleImport, User
from zyk.accounts.people_list import COLUMNS, lines_of
from zyk.common.models import AuditEntry

pytestmark = pytest.mark.django_db
HEADINGS = list(COLUMNS.values())
GOOD: list[list[Any]] = [
    ["s001", "周小明", "在校生", "学生", "zhou@example.org", "", "2026 级 1 班", ""],
    ["s002", "吴小华", "在校生", "学生", "", 13800000000, "2026 级 1 班", "2029-07-31"],
    ["t001", "赵敏", "教师", "教师", "", "", "", ""],
    ["t001", "赵敏", "教师", "填报人", "", "", "", ""],
]


def a_workbook(rows: list[list[Any]], headings: list[str] = HEADINGS) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    book.active = 0
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("人员.xlsx", buffer.getvalue())


def upload(client: Client, rows: list[list[Any]], headings: list[str] = HEADINGS) -> PeopleImport:
    client.post(reverse("accounts:people_upload"), {"file": a_workbook(rows, headings)})
    return PeopleImport.objects.latest("id")


def confirm(client: Client, staged: PeopleImport) -> None:
    client.post(reverse("accounts:people_import_confirm", args=[staged.uuid]))


@pytest.fixture
def administrator(client: Client) -> Actor:
    actor = a_member(Role.UNIT_ADMINISTRATOR)
    signed_in(client, actor)
    return actor


def test_a_list_is_looked_at_before_anybody_is_taken_in(client: Client, administrator: Actor) -> None:
    staged = upload(client, GOOD)
    page = client.get(reverse("accounts:people_import", args=[staged.uuid])).content.decode()
    assert "周小明" in page
    assert "确认导入" in page
    assert [line.outcome for line in lines_of(staged)] == [Outcome.NEW_PERSON] * 4
    assert User.objects.count() == 1


def test_confirming_takes_everybody_in_once(
    client: Client, administrator: Actor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    staged = upload(client, GOOD)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(client, staged)
        confirm(client, staged)
    assert sorted(User.objects.filter(pk__in=staged.people.all()).values_list("username", flat=True)) == [
        "s001",
        "s002",
        "t001",
    ]
    roles = Membership.objects.filter(user__username="t001").values_list("role", flat=True)
    assert sorted(roles) == [Role.HOST_EDITOR, Role.TEACHER]
    assert [letter.to for letter in mail.outbox] == [["zhou@example.org"]]
    assert AuditEntry.objects.get(verb="import_people").facts["new-person"] == 4
    staged.refresh_from_db()
    assert staged.rows == []


def test_the_same_list_again_changes_nothing(client: Client, administrator: Actor) -> None:
    confirm(client, upload(client, GOOD))
    again = upload(client, GOOD)
    assert [line.outcome for line in lines_of(again)] == [Outcome.UNCHANGED] * 4
    confirm(client, again)
    assert User.objects.count() == 4
    assert Membership.objects.count() == 5


def test_every_fault_names_row_and_column_and_nobody_is_taken_in(client: Client, administrator: Actor) -> None:
    bad = [
        ["s001", "周小明", "在校生", "学生", "zhou@", "", "", ""],
        ["", "吴小华", "在校生", "学生", "", "", "", ""],
        ["t001", "赵敏", "老师", "教师", "", "", "", "明年"],
        ["t002", "钱多", "教师", "教育部经办人", "", "", "", ""],
        ["t003", "孙文", "教师", "学生", "", "", "", ""],
        ["s009", "李四", "在校生", "学生", "", "", "", ""],
        ["S009", "李四", "在校生", "学生", "", "", "", ""],
        ["s009", "王五", "在校生", "学生", "", "", "二班", "2020-01-01"],
    ]
    staged = upload(client, bad)
    faults = [(fault.cell, fault.column) for line in lines_of(staged) for fault in line.cell_faults]
    assert faults == [
        ("E2", "邮箱"),
        ("A3", "用户名"),
        ("H4", "有效期至"),
        ("C4", "类型"),
        ("D5", "角色"),
        ("C6", "类型"),
        ("A8", "用户名"),
        ("H9", "有效期至"),
        ("A9", "用户名"),
    ]
    page = client.get(reverse("accounts:people_import", args=[staged.uuid])).content.decode()
    assert "7 行有错误" in page
    assert "确认导入" not in page
    confirm(client, staged)
    assert User.objects.count() == 1


def test_columns_may_stand_in_another_order_and_optional_ones_be_missing(client: Client, administrator: Actor) -> None:
    staged = upload(client, [["学生", "x", "周小明", "s001"]], ["角色", "类型", "姓名", "用户名"])
    (line,) = lines_of(staged)
    assert [fault.cell for fault in line.cell_faults] == ["B2"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: a_workbook([["s001"]], ["用户名"]), "缺少列：姓名、类型、角色"),
        (lambda: a_workbook([]), "没有数据行"),
        (lambda: SimpleUploadedFile("人员.xlsx", b"no workbook"), "不是有效的 .xlsx"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_the_field(
    client: Client, administrator: Actor, file: Any, words: str
) -> None:
    page = client.post(reverse("accounts:people_upload"), {"file": file()})
    assert words in page.content.decode()
    assert not PeopleImport.objects.exists()


def test_one_time_passwords_are_given_out_once(client: Client, administrator: Actor) -> None:
    staged = upload(client, GOOD)
    confirm(client, staged)
    address = reverse("accounts:people_import_passwords", args=[staged.uuid])
    rows = rows_in(client.post(address).content)
    assert [row[1] for row in rows[1:]] == ["s002", "t001"]
    assert User.objects.get(username="s002").check_password(rows[1][2])
    assert client.post(address).status_code == 302
    page = client.get(reverse("accounts:people_import", args=[staged.uuid])).content.decode()
    assert "不能再领" in page


def test_an_import_of_another_administrator_does_not_exist(client: Client, administrator: Actor) -> None:
    staged = upload(client, GOOD)
    other = Client()
    signed_in(other, a_member(Role.UNIT_ADMINISTRATOR, administrator.organisation))
    assert other.get(reverse("accounts:people_import", args=[staged.uuid])).status_code == 404
    assert other.post(reverse("accounts:people_import_confirm", args=[staged.uuid])).status_code == 404
    assert other.post(reverse("accounts:people_import_passwords", args=[staged.uuid])).status_code == 404


def test_the_template_is_a_list_that_can_be_filled(client: Client, administrator: Actor) -> None:
    answer = client.get(reverse("accounts:people_template"))
    rows = rows_in(answer.content)
    assert rows == [tuple(HEADINGS)]


def test_a_known_student_keeps_his_password(client: Client, administrator: Actor) -> None:
    a_member(Role.STUDENT, administrator.organisation, username="s001", name="周小明")
    confirm(client, upload(client, GOOD[:1]))
    assert User.objects.get(username="s001").check_password(PASSWORD)


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    client: Client, administrator: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [[f"s{n:03}", "周小明", "在校生", "学生", "", "", "", ""] for n in range(200)]
    staged = upload(client, rows)
    with django_assert_max_num_queries(12):
        client.get(reverse("accounts:people_import", args=[staged.uuid]))
