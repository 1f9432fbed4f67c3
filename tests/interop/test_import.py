import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.builders import a_member, signed_in
from tests.library.builders import a_library, leader_of, on_team
from tests.media.builders import kept_files
from zyk.accounts.enums import Role
from zyk.assessment.models import Assessment, Question
from zyk.interop.actions import import_package
from zyk.interop.cartridge.archive import Archive
from zyk.interop.models import PackageImport
from zyk.library.models import Course, Resource
from zyk.media.models import StoredFile

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
WORKSHOP = HERE.parent.parent / "zyk" / "site" / "demo" / "files" / "cc13_accessibility_workshop.imscc"
GROUPS = HERE / "cc13_question_groups.zip"
BAD = HERE.parent / "media" / "samples"


def imported(path: Path) -> PackageImport:
    library = a_library()
    with path.open("rb") as file:
        return import_package(file, name=path.name, library=library, actor=leader_of(library))


def test_a_real_workshop_becomes_a_course_with_modules_pages_and_files() -> None:
    done = imported(WORKSHOP)
    assert done.course.title == "Ally: Accessibility Workshop"
    assert [module.title for module in done.course.modules.all()] == [
        "Part 1: Overview: Accessibility and ALLY",
        'Part 2: "Before" courses',
        'Part 3:  "After" courses',
        "More on Accessibility",
    ]
    first = done.course.modules.all()[0]
    assert [item.resource.title for item in first.items.select_related("resource")] == [
        "Accessibility FAQ",
        "What is ALLY?",
        "Alt Text: Writing Alternative Text",
        "Caption Hub",
        "Accessibility in your life",
    ]
    assert {resource.rights for resource in Resource.objects.filter(library=done.library)} == {"cc-by-sa"}
    assert [each["why"] for each in done.report["left_out"]] == ["missing"]


def test_pictures_of_a_page_lead_to_the_files_taken_over() -> None:
    done = imported(WORKSHOP)
    page = Resource.objects.get(library=done.library, title="Caption Hub")
    assert page.current_version is not None
    picture = Resource.objects.get(library=done.library, current_version__file_name="caption-hub.png")
    assert f'src="/interop/files/{picture.uuid}/"' in page.current_version.body
    assert "IMS-CC-FILEBASE" not in page.current_version.body


def test_quizzes_come_with_their_questions_and_answers() -> None:
    done = imported(GROUPS)
    quiz = Assessment.objects.get(course=done.course, title="Grouped questions")
    kinds = [item.question.kind for item in quiz.items.select_related("question")]
    assert kinds[0] == "true-false"
    question = Question.objects.get(pk=quiz.items.all()[0].question_id)
    assert [choice["html"] for choice in question.choices] == ["True", "False"]
    assert question.answer == ["A"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad_manifest.zip", "不是有效的 XML"),
        ("bad_missing_file.zip", "“missing.xml”不在课件包里"),
        ("bad_zip_slip.zip", "指向包外的路径"),
        ("photo.jpg", "不是有效的课件包"),
    ],
)
def test_a_broken_or_hostile_package_is_refused_and_leaves_nothing(name: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        imported(BAD / name)
    assert (PackageImport.objects.count(), StoredFile.objects.count(), kept_files()) == (0, 0, [])
    assert not Course.objects.filter(package_imports__isnull=False).exists()


def test_a_package_without_manifest_is_named() -> None:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "x")
    library = a_library()
    with pytest.raises(ValidationError, match=r"缺少文件“imsmanifest\.xml”"):
        import_package(buffer, name="x.imscc", library=library, actor=leader_of(library))


def test_entities_of_a_manifest_are_not_followed() -> None:
    buffer = io.BytesIO()
    bomb = '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><manifest><title>&a;</title></manifest>'
    with ZipFile(buffer, "w") as archive:
        archive.writestr("imsmanifest.xml", bomb)
    root = Archive(buffer).xml("imsmanifest.xml")
    assert "root:" not in "".join(map(str, root.itertext()))


def test_only_the_team_imports() -> None:
    library = a_library()
    with WORKSHOP.open("rb") as file, pytest.raises((PermissionDenied, ValidationError)):
        import_package(file, name="x.imscc", library=library, actor=a_member(Role.TEACHER))


def test_the_page_takes_a_package_and_shows_what_was_left_out(client: Client) -> None:
    library = a_library()
    signed_in(client, on_team(library))
    upload = SimpleUploadedFile("workshop.imscc", WORKSHOP.read_bytes())
    answer = client.post(f"/interop/libraries/{library.uuid}/import/", {"package": upload}, follow=True)
    assert answer.status_code == 200
    assert "Ally: Accessibility Workshop" in answer.content.decode()
    assert "清单引用的内容不在课件包里" in answer.content.decode()


def test_a_refusal_stands_at_the_field(client: Client) -> None:
    library = a_library()
    signed_in(client, on_team(library))
    upload = SimpleUploadedFile("x.imscc", (BAD / "bad_manifest.zip").read_bytes())
    answer = client.post(f"/interop/libraries/{library.uuid}/import/", {"package": upload})
    assert answer.status_code == 422
    assert "不是有效的 XML" in answer.content.decode()


def test_a_stranger_sees_nothing(client: Client) -> None:
    done = imported(GROUPS)
    signed_in(client, a_member(Role.TEACHER))
    assert client.get(f"/interop/libraries/{done.library.uuid}/import/").status_code == 404
    assert client.get(f"/interop/imports/{done.uuid}/").status_code == 404


def test_an_unpublished_file_is_not_served_to_a_stranger(client: Client) -> None:
    done = imported(WORKSHOP)
    picture = Resource.objects.get(library=done.library, current_version__file_name="caption-hub.png")
    assert client.get(f"/interop/files/{picture.uuid}/").status_code == 404
    signed_in(client, leader_of(done.library))
    assert client.get(f"/interop/files/{picture.uuid}/", follow=True).status_code == 200


def test_the_command_names_what_is_wrong() -> None:
    with pytest.raises(CommandError, match="no library with the code"):
        call_command("import_package", str(GROUPS), library="none", user="nobody")


def test_the_command_imports(capsys: pytest.CaptureFixture[str]) -> None:
    library = a_library()
    leader = leader_of(library)
    assert leader.user
    call_command("import_package", str(GROUPS), library=library.code, user=leader.user.username)
    assert "questions" in capsys.readouterr().out
