"""A folder or ZIP of files with its sheet: checked, confirmed, taken in, gone on with after a kill."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from openpyxl import Workbook, load_workbook

from tests.library.builders import SAMPLES, a_course, a_library, a_resource, leader_of
from zyk.library.actions import begin_intake, cancel_intake, check_intake, confirm_intake, counts_of, run_intake
from zyk.library.actions import intake as intake_actions
from zyk.library.enums import IntakeKind, IntakeState, RowOutcome
from zyk.library.intake.sheet import template_of
from zyk.library.intake.sources import FolderSource, ZipSource
from zyk.library.models import Intake, Library, ModuleItem, Resource

pytestmark = pytest.mark.django_db


def sheet_bytes(*rows: dict[str, Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet
    headings = list(dict.fromkeys(name for row in rows for name in row))
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(name) for name in headings])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zip_bytes(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def a_folder(root: Path, *rows: dict[str, Any]) -> Path:
    (root / "第一章").mkdir(parents=True)
    for sample in ("photo.jpg", "slides.pptx", "sound.mp3"):
        shutil.copy(SAMPLES / sample, root / "第一章" / sample)
    if rows:
        (root / "标引.xlsx").write_bytes(sheet_bytes(*rows))
    return root


def checked(library: Library, folder: Path) -> Intake:
    actor = leader_of(library)
    return check_intake(begin_intake(library, kind=IntakeKind.FILES, name="folder", folder=folder, actor=actor))


def outcomes(intake: Intake) -> dict[str, str]:
    return {row.path or row.title: row.outcome for row in intake.rows.all()}


def test_a_folder_with_its_sheet_becomes_described_drafts_in_courses(tmp_path: Path) -> None:
    library = a_library()
    course = a_course(library, modules=(1,), title="机电设备装调与维修")
    point = library.points.all()[0]
    folder = a_folder(
        tmp_path / "in",
        {"文件": "第一章/photo.jpg", "标题": "制动器", "知识点/技能点": point.title, "应用类型": "教学案例",
         "许可": "CC BY 4.0", "授权截止": "2099-07-31", "课程": course.title, "模块": "制动"},
        {"文件": "第一章\\sound.mp3", "媒体类型": "Audio", "作者": "王老师"},
    )  # fmt: skip
    intake = checked(library, folder)
    assert intake.state == IntakeState.READY
    assert set(outcomes(intake).values()) == {RowOutcome.NEW}
    assert not Resource.objects.filter(title="制动器").exists()
    confirm_intake(intake, actor=leader_of(library))
    run_intake(intake)
    made = Resource.objects.get(title="制动器")
    assert (made.application_type, made.rights, str(made.rights_until)) == ("teaching-case", "cc-by", "2099-07-31")
    assert list(made.points.all()) == [point]
    assert made.state == "draft"
    assert ModuleItem.objects.get(resource=made).module.title == "制动"
    assert Resource.objects.get(title="sound").author == "王老师"
    assert counts_of(intake) == {"done": 2, "failed": 0, "waiting": 0}
    assert set(outcomes(checked(library, folder)).values()) == {RowOutcome.KNOWN}


def test_every_fault_of_a_row_is_named_and_stops_no_other(tmp_path: Path) -> None:
    library = a_library()
    folder = a_folder(
        tmp_path / "in",
        {"文件": "第一章/photo.jpg", "应用类型": "教学案列", "知识点/技能点": "没有的点", "授权截止": "明天"},
        {"文件": "第一章/missing.mp4"},
        {"文件": "../outside.jpg"},
        {"文件": "第一章/sound.mp3", "课程": "没有的课"},
        {"文件": "第一章/slides.pptx", "许可": "另行约定"},
        {"文件": "第一章/slides.pptx"},
        {"文件": "link.jpg"},
        {"文件": "empty.txt"},
        {"文件": "fake.png"},
    )
    (folder / "link.jpg").symlink_to("/etc/hostname")
    (folder / "empty.txt").touch()
    shutil.copy(SAMPLES / "sound.mp3", folder / "fake.png")
    intake = checked(library, folder)
    said = {row.number: " ".join(f"{name} {words}" for name, words in row.faults) for row in intake.rows.all()}
    assert "是不是“教学案例”" in said[2]
    assert "没有的点" in said[2]
    assert "2027-07-31" in said[2]
    for number, words in (
        (3, "没有这个文件"), (4, "文件夹之外"), (5, "没有的课"), (6, "许可条件"), (7, "第 6 行"), (8, "链接"),
        (9, "空的"), (10, "png"),
    ):  # fmt: skip
        assert words in said[number], (number, said[number])
    assert all(row.outcome == RowOutcome.FAULTY for row in intake.rows.all())
    with pytest.raises(ValidationError, match="没有可以导入的行"):
        confirm_intake(intake, actor=leader_of(library))
    cancel_intake(intake, actor=leader_of(library))
    assert intake.state == IntakeState.CANCELLED


def test_a_killed_import_goes_on_where_it_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = a_library()
    intake = checked(library, a_folder(tmp_path / "in"))
    confirm_intake(intake, actor=leader_of(library))
    real: Callable[..., Resource] = intake_actions.create_resource
    made: list[str] = []

    def dying(**described: Any) -> Resource:
        if len(made) == 1:
            real(**described)
            raise KeyboardInterrupt
        made.append("one")
        return real(**described)

    monkeypatch.setattr(intake_actions, "create_resource", dying)
    with pytest.raises(KeyboardInterrupt):
        run_intake(intake)
    assert library.resources.count() == 1
    assert intake.rows.exclude(done_at=None).count() == 1
    monkeypatch.setattr(intake_actions, "create_resource", real)
    run_intake(Intake.objects.get(pk=intake.pk))
    assert library.resources.count() == 3
    assert Intake.objects.get(pk=intake.pk).state == IntakeState.DONE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 cut", "损坏"),
        (zip_bytes({"../../escape.txt": b"x"}), "包外"),
        (zip_bytes({"only/": b""}), "没有文件"),
        (zip_bytes({"标引.xlsx": b"not a sheet", "a.txt": b"text"}), "xlsx"),
        (zip_bytes({"metadata.xlsx": sheet_bytes({"名称": "x"})}), "第 1 行"),
    ],
)
def test_a_zip_that_cannot_be_taken_says_why_and_leaves_nothing(content: bytes, words: str) -> None:
    library = a_library()
    intake = begin_intake(
        library, kind=IntakeKind.FILES, name="a.zip", file=ContentFile(content), actor=leader_of(library)
    )
    check_intake(intake)
    assert intake.state == IntakeState.FAILED
    assert words in intake.fault
    assert not intake.rows.exists()


def test_a_zip_bomb_and_a_link_in_a_zip_are_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", bytes(80 * 1024**2))
    with pytest.raises(ValidationError, match="压缩炸弹"):
        ZipSource(bomb)
    link = tmp_path / "link.zip"
    with zipfile.ZipFile(link, "w") as archive:
        entry = zipfile.ZipInfo("a.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(ValidationError, match="链接"):
        ZipSource(link)


def test_a_zip_made_on_chinese_windows_keeps_its_names(tmp_path: Path) -> None:
    made = tmp_path / "gbk.zip"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("XXXX.txt", "内容")
    made.write_bytes(made.read_bytes().replace(b"XXXX", "中文".encode("gbk")))
    assert list(ZipSource(made).paths) == ["中文.txt"]


def test_a_linked_folder_is_named_and_not_walked(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "in")
    (folder / "linked").symlink_to(SAMPLES)
    paths = FolderSource(folder).paths
    assert "链接" in paths["linked"]
    assert not any(path.startswith("linked/") for path in paths)


def test_the_template_offers_real_points_courses_and_words() -> None:
    library = a_library()
    book = load_workbook(io.BytesIO(template_of(library, ["a/b.mp4"])))
    assert {"文件", "标题", "知识点/技能点", "应用类型", "媒体类型", "许可", "课程", "模块"} <= {
        cell.value for cell in book.worksheets[0][1]
    }
    assert book.worksheets[0]["A2"].value == "a/b.mp4"
    assert [row[0].value for row in book["知识点"].iter_rows(min_row=2)] == [p.title for p in library.points.all()]


def test_an_exported_sheet_comes_back_changed_cell_by_cell() -> None:
    library = a_library()
    point = library.points.all()[0]
    first, second, third = (a_resource(library, title=title) for title in ("甲", "乙", "丙"))
    sheet = sheet_bytes(
        {"资源编号": str(first.uuid), "标题": "甲（修订）", "知识点/技能点": point.title, "作者": "",
         "许可": "CC BY-NC 4.0"},
        {"资源编号": str(second.uuid), "标题": "乙", "作者": "", "许可": second.get_rights_display()},
        {"资源编号": str(third.uuid), "标题": "丙改", "作者": "", "许可": third.get_rights_display()},
        {"资源编号": "no-number", "标题": "x", "作者": "", "许可": "CC0 1.0"},
    )  # fmt: skip
    actor = leader_of(library)
    intake = begin_intake(library, kind=IntakeKind.SHEET, name="s.xlsx", file=ContentFile(sheet), actor=actor)
    check_intake(intake)
    rows = list(intake.rows.all())
    assert [row.outcome for row in rows] == ["change", "same", "change", "faulty"]
    assert ["标题", "甲", "甲（修订）"] in rows[0].differences
    assert len(rows[0].differences) == 3
    Resource.objects.get(pk=third.pk).save()  # somebody else saves meanwhile
    confirm_intake(intake, actor=actor)
    run_intake(intake)
    first.refresh_from_db()
    assert (first.title, first.rights, list(first.points.all())) == ("甲（修订）", "cc-by-nc", [point])
    assert Resource.objects.get(pk=third.pk).title == "丙"
    assert "他人保存" in intake.rows.get(number=4).failure
