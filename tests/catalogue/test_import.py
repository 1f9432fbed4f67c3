import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from tests.accounts.builders import a_member, signed_in
from tests.catalogue.builders import a_specialty
from tests.known import rows_in
from zyk.accounts.enums import Role
from zyk.catalogue.actions.reference import upsert_specialties
from zyk.catalogue.enums import Level
from zyk.catalogue.models import Specialty, SpecialtyImport
from zyk.catalogue.queries import differences_of
from zyk.catalogue.rules import COLUMNS, faults_of_list
from zyk.common.models import AuditEntry

pytestmark = pytest.mark.django_db
OURS = ["460701", "汽车制造与试验技术", "高职专科", "46", "装备制造大类", "4607", "汽车制造类"]


def a_workbook(rows: list[list[Any]]) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    book.active = 0
    sheet.append(list(COLUMNS.values()))
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("目录2027.xlsx", buffer.getvalue())


def upload(client: Client, rows: list[list[Any]]) -> SpecialtyImport:
    client.post(reverse("catalogue:import"), {"file": a_workbook(rows)})
    return SpecialtyImport.objects.latest("id")


def changed(**fields: str) -> list[str]:
    return [fields.get(key, value) for key, value in zip(COLUMNS, OURS, strict=True)]


@pytest.fixture
def officer(client: Client) -> Client:
    return signed_in(client, a_member(Role.MINISTRY_OFFICER))


@pytest.mark.parametrize("name", ["import", "import_download"])
@pytest.mark.parametrize("role", [role for role in Role if role != Role.MINISTRY_OFFICER])
def test_only_ministry_officers_import(client: Client, role: str, name: str) -> None:
    signed_in(client, a_member(role))
    assert client.get(reverse(f"catalogue:{name}")).status_code == 404


def test_the_current_list_comes_back_without_a_difference(officer: Client) -> None:
    a_specialty()
    a_specialty("660701", "汽车制造与检测", Level.SECONDARY)
    content = officer.get(reverse("catalogue:import_download")).content
    rows = rows_in(content)
    assert list(rows[1]) == OURS
    officer.post(reverse("catalogue:import"), {"file": SimpleUploadedFile("same.xlsx", content)})
    staged = SpecialtyImport.objects.get()
    differences = differences_of(staged.rows)
    assert (differences.new, differences.changed, differences.missing) == ([], [], [])
    assert differences.unchanged == 2
    page = officer.get(reverse("catalogue:import_preview", args=[staged.uuid])).content.decode()
    assert "完全相同" in page


def test_the_preview_tells_new_changed_and_missing_and_changes_nothing(officer: Client) -> None:
    a_specialty()
    a_specialty("460702", "新能源汽车技术")
    a_specialty("660701", "汽车制造与检测", Level.SECONDARY)
    rows = [changed(name="汽车制造技术"), changed(code="460799", name="飞行汽车技术")]
    staged = upload(officer, rows)
    differences = differences_of(staged.rows)
    assert [row["code"] for row in differences.new] == ["460799"]
    assert [(s.code, headings) for s, _row, headings in differences.changed] == [("460701", ["专业名称"])]
    assert [s.code for s in differences.missing] == ["460702"]
    page = officer.get(reverse("catalogue:import_preview", args=[staged.uuid])).content.decode()
    assert "飞行汽车技术" in page
    assert Specialty.objects.count() == 3


def test_confirming_takes_the_list_over_once(officer: Client) -> None:
    a_specialty()
    a_specialty("460702", "新能源汽车技术")
    staged = upload(officer, [changed(name="汽车制造技术"), changed(code="460799k", name="飞行汽车技术")])
    address = reverse("catalogue:import_confirm", args=[staged.uuid])
    officer.post(address, {"withdraw_missing": "on"})
    officer.post(address, {"withdraw_missing": "on"})
    now = dict(Specialty.objects.current().values_list("code", "name"))
    assert now == {"460701": "汽车制造技术", "460799K": "飞行汽车技术"}
    assert Specialty.objects.get(code="460702").is_current is False
    entry = AuditEntry.objects.get(verb="import_specialties")
    assert entry.facts == {"new": 1, "changed": 1, "withdrawn": 1}


def test_missing_ones_stay_unless_the_officer_says_so(officer: Client) -> None:
    a_specialty()
    a_specialty("460702", "新能源汽车技术")
    staged = upload(officer, [OURS])
    officer.post(reverse("catalogue:import_confirm", args=[staged.uuid]))
    assert Specialty.objects.current().count() == 2


def test_every_fault_names_row_and_cell_and_nothing_changes(officer: Client) -> None:
    a_specialty()
    staged = upload(
        officer,
        [
            changed(code="46070"),
            changed(name=""),
            changed(level="本科"),
            changed(code="470701"),
            OURS,
            OURS,
            changed(code="460709", **{"class": "别的类"}),
        ],
    )
    faults = [(fault.row, fault.cell, fault.column) for fault in faults_of_list(staged.rows, staged.letters)]
    assert faults == [
        (2, "A2", "专业代码"),
        (3, "B3", "专业名称"),
        (4, "C4", "层次"),
        (5, "F5", "专业类代码"),
        (7, "A7", "专业代码"),
        (8, "G8", "专业类"),
    ]
    page = officer.get(reverse("catalogue:import_preview", args=[staged.uuid])).content.decode()
    assert "有 6 处错误" in page
    officer.post(reverse("catalogue:import_confirm", args=[staged.uuid]))
    assert Specialty.objects.count() == 1
    assert SpecialtyImport.objects.get().confirmed_at is None


def test_a_workbook_without_the_columns_is_refused_at_the_field(officer: Client) -> None:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    book.active = 0
    sheet.append(["专业代码", "专业名称"])
    buffer = io.BytesIO()
    book.save(buffer)
    answer = officer.post(reverse("catalogue:import"), {"file": SimpleUploadedFile("目录.xlsx", buffer.getvalue())})
    assert "缺少列：层次" in answer.content.decode()


def test_an_import_of_another_officer_does_not_exist(officer: Client) -> None:
    staged = upload(officer, [OURS])
    other = signed_in(Client(), a_member(Role.MINISTRY_OFFICER))
    assert other.get(reverse("catalogue:import_preview", args=[staged.uuid])).status_code == 404
    assert other.post(reverse("catalogue:import_confirm", args=[staged.uuid])).status_code == 404


def test_a_specialty_comes_back_with_a_later_list(officer: Client) -> None:
    specialty = a_specialty()
    specialty.is_current = False
    specialty.save()
    rows = [dict(zip(COLUMNS, OURS, strict=True))]
    (difference,) = differences_of(rows).changed
    assert difference[2] == ["重新列入目录"]
    upsert_specialties(rows)
    assert Specialty.objects.get().is_current
