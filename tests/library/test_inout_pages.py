"""The ways in and out as people walk them: upload, look, confirm; change many; take a library along."""

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from openpyxl import load_workbook

from tests.accounts.builders import a_member, signed_in
from tests.library.builders import SAMPLES, a_library, a_resource, leader_of, on_team
from tests.library.test_bag import emptied, packed, payload
from tests.library.test_intake import sheet_bytes, zip_bytes
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.library.actions import publish_resource
from zyk.library.actions.authorisation import warn_of_expiry
from zyk.library.enums import LibraryState, TransferState
from zyk.library.models import Intake, Library, LibraryTransfer, Resource

pytestmark = pytest.mark.django_db
AtCommit = Callable[..., AbstractContextManager[Any]]


def shown(client: Client, name: str, *args: Any, status: int = 200) -> str:
    response = client.get(reverse(f"library:{name}", args=args))
    assert response.status_code == status, (name, response.status_code)
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return str(content.decode("utf-8", "replace"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_zip_is_uploaded_looked_at_and_confirmed(
    client: Client, django_capture_on_commit_callbacks: AtCommit, language: str
) -> None:
    library = a_library()
    editor = on_team(library)
    editor.user.language = language  # type: ignore[union-attr]
    signed_in(client, editor)
    client.cookies["django_language"] = language
    sheet = sheet_bytes({"文件": "a.txt", "标题": "第一条"}, {"文件": "b.txt", "应用类型": "没有这种"})
    content = zip_bytes({"课/a.txt": "正文一".encode(), "课/b.txt": "正文二".encode(), "课/标引.xlsx": sheet})
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("library:inout", args=[library.uuid]),
            {"what": "files", "archive": SimpleUploadedFile("课.zip", content)},
        )
    intake = Intake.objects.get()
    assert answer["Location"] == reverse("library:intake", args=[intake.uuid])
    text = shown(client, "intake", intake.uuid)
    assert "没有这种" in text
    assert not library.resources.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("library:change_intake", args=[intake.uuid]), {"act": "confirm"})
    assert library.resources.get().title == "第一条"
    assert reverse("library:edit_resource", args=[library.resources.get().uuid]) in shown(client, "intake", intake.uuid)
    report = client.get(reverse("library:intake_report", args=[intake.uuid]))
    assert load_workbook(io.BytesIO(report.content)).worksheets[0].max_row == 3
    stranger = signed_in(Client(), leader_of(a_library()))
    shown(stranger, "intake", intake.uuid, status=404)
    shown(stranger, "inout", library.uuid, status=404)
    shown(stranger, "intake_template", library.uuid, status=404)


def test_the_exported_list_comes_back_through_the_page(
    client: Client, django_capture_on_commit_callbacks: AtCommit
) -> None:
    library = a_library()
    resource = a_resource(library, title="=1+1 的结果", description="第一行\n第二行")
    signed_in(client, leader_of(library))
    book = load_workbook(io.BytesIO(client.get(reverse("library:export", args=[library.uuid])).content))
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("作者") + 1

    def upload() -> Intake:
        changed = io.BytesIO()
        book.save(changed)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(
                reverse("library:inout", args=[library.uuid]),
                {"what": "sheet", "sheet": SimpleUploadedFile("s.xlsx", changed.getvalue())},
            )
        return Intake.objects.latest("id")

    assert [row.outcome for row in upload().rows.all()] == ["same"]
    sheet.cell(row=2, column=column, value="李老师")
    intake = upload()
    assert intake.rows.get().differences == [["作者", "", "李老师"]]
    assert "李老师" in shown(client, "intake", intake.uuid)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("library:change_intake", args=[intake.uuid]), {"act": "confirm"})
    resource.refresh_from_db()
    assert (resource.author, resource.title) == ("李老师", "=1+1 的结果")


def test_many_resources_are_changed_at_once(client: Client) -> None:
    library = a_library()
    point = library.points.all()[0]
    two = [a_resource(library, keywords="旧词、留下") for _ in range(2)]
    other = a_resource(a_library())
    signed_in(client, on_team(library))
    address = reverse("library:edit_many", args=[library.uuid])
    picked = [str(each.uuid) for each in (*two, other)]
    assert two[0].title in client.post(address, {"picked": picked}).content.decode()
    said = {"picked": picked, "save": "1"}
    assert "没有的点" in client.post(address, said | {"add_points": "没有的点"}).content.decode()
    changed = {
        "rights": "cc-by-nd", "add_keywords": "新词", "remove_keywords": "旧词", "add_points": point.title,
        "audience": "高职二年级",
    }  # fmt: skip
    assert client.post(address, said | changed).status_code == 302
    for each in Resource.objects.filter(library=library):
        assert (each.rights, each.keywords, each.audience) == ("cc-by-nd", "留下、新词", "高职二年级")
        assert list(each.points.all()) == [point]
    other.refresh_from_db()
    assert other.rights == "alliance"


def test_a_library_is_packed_fetched_and_read_in_by_an_operator(
    client: Client, django_capture_on_commit_callbacks: AtCommit
) -> None:
    library = a_library()
    a_resource(library, file=True)
    signed_in(client, leader_of(library))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("library:export_library", args=[library.uuid]))
    transfer = LibraryTransfer.objects.get()
    assert transfer.state == TransferState.DONE, transfer.fault
    assert reverse("library:download_transfer", args=[transfer.uuid]) in shown(client, "inout", library.uuid)
    response = client.get(reverse("library:download_transfer", args=[transfer.uuid]))
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert payload(content) == payload(packed(library))
    editor = signed_in(Client(), on_team(library))
    shown(editor, "download_transfer", transfer.uuid, status=404)
    assert editor.post(reverse("library:export_library", args=[library.uuid])).status_code == 404
    shown(editor, "transfers", status=404)
    transfer.delete()
    library.team.exclude(role="leader").delete()
    emptied(library)
    operator = signed_in(Client(), a_member(Role.OPERATOR))
    for given, state in ((content[:-100], TransferState.FAILED), (content, TransferState.DONE)):
        with django_capture_on_commit_callbacks(execute=True):
            operator.post(reverse("library:transfers"), {"bag": SimpleUploadedFile("L.zip", given)})
        assert LibraryTransfer.objects.latest("id").state == state
    assert Library.objects.get(uuid=library.uuid).name in shown(operator, "transfers")


def test_an_authorisation_that_ended_keeps_a_resource_back_and_is_warned_of(client: Client) -> None:
    library = a_library()
    leader = leader_of(library)
    today = timezone.localdate()
    draft = a_resource(library, published=False, rights_until=today - timedelta(days=1))
    with pytest.raises(ValidationError, match="到期"):
        publish_resource(draft, actor=leader)
    a_resource(library, rights_until=today, title="今天还可以")
    a_resource(library, rights_until=today + timedelta(days=30))
    Notification.objects.all().delete()
    assert warn_of_expiry(today) == 1
    note = Notification.objects.get()
    assert "30" not in note.text
    assert str(today + timedelta(days=30)) in note.text
    signed_in(client, leader)
    listed = client.get(note.url).content.decode()
    assert "今天还可以" in listed
    address = reverse("library:authorisation", args=[draft.uuid])
    with (SAMPLES / "paper.pdf").open("rb") as scan:
        assert client.post(address, {"authorisation": scan}).status_code == 302
    draft.refresh_from_db()
    assert draft.authorisation_name == "paper.pdf"
    assert "paper.pdf" in shown(client, "edit_resource", draft.uuid)
    client.post(address, {"act": "remove"})
    draft.refresh_from_db()
    assert draft.authorisation is None


def test_one_resource_is_described_by_the_standards(client: Client) -> None:
    resource = a_resource(
        file=True, title="制动器 & 间隙", rights="cc-by", author="王老师、李师傅", keywords="制动，间隙"
    )
    resource.points.add(resource.library.points.all()[0])
    dc = json.loads(shown(client, "metadata", resource.uuid, "dc.json"))
    assert dc["creator"] == ["王老师", "李师傅"]
    assert dc["format"] == ["image/jpeg"]
    assert "https://creativecommons.org/licenses/by/4.0/" in dc["rights"]
    assert json.loads(shown(client, "metadata", resource.uuid, "lom.json"))["general"]["title"] == {
        "string": "制动器 & 间隙"
    }
    for form in ("dc.xml", "lom.xml"):
        tree = etree.fromstring(shown(client, "metadata", resource.uuid, form).encode())
        assert "制动器 & 间隙" in [node.text for node in tree.iter()]
    shown(client, "metadata", resource.uuid, "other.xml", status=404)
    draft = a_resource(resource.library, published=False)
    shown(client, "metadata", draft.uuid, "dc.json", status=404)


def test_a_generated_library_has_the_sizes_asked_for_and_is_the_same_for_a_seed(client: Client) -> None:
    library = a_library()
    titles = []
    for _ in range(2):
        call_command(
            "generate_library", resources=60, courses=5, points=4, seed=7, verbosity=0,
            specialty=library.specialty.code, lead_host=library.lead_host.code, stdout=io.StringIO(),
        )  # fmt: skip
        made = Library.objects.latest("id")
        titles.append(list(made.resources.order_by("id").values_list("title", "media_type")))
    assert titles[0] == titles[1]
    assert (made.resources.count(), made.courses.count(), made.state) == (60, 5, LibraryState.RUNNING)
    assert made.resources.filter(current_version=None).count() == 0
    assert made.courses.filter(modules__items__isnull=False).distinct().count() == 5
    assert titles[0][0][0] in shown(client, "resource", made.resources.order_by("id")[0].uuid)


def test_the_commands_do_a_whole_round(tmp_path: Any) -> None:
    library = a_library()
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "讲义.txt").write_text("制动器的检查与调整", encoding="utf-8")
    said = io.StringIO()
    call_command("import_folder", library.code, str(folder), template=tmp_path / "标引.xlsx", stdout=said)
    assert load_workbook(tmp_path / "标引.xlsx").worksheets[0]["A2"].value == "讲义.txt"
    call_command("import_folder", library.code, str(folder), dry_run=True, stdout=said)
    assert not library.resources.exists()
    call_command("import_folder", library.code, str(folder), sheet=tmp_path / "标引.xlsx", stdout=said)
    assert library.resources.get().title == "讲义"
    assert "1 taken in, 0 not" in said.getvalue()
    file = tmp_path / "library.zip"
    call_command("export_library", library.code, str(file), stdout=said)
    before = payload(file.read_bytes())
    emptied(library)
    call_command("import_library", str(file), stdout=said)
    assert payload(packed(Library.objects.get(uuid=library.uuid))) == before
    assert zipfile.is_zipfile(file)
