import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django import Settings

from tests.accounts.builders import a_user
from tests.media.builders import SAMPLES, a_sample, an_upload, kept_files, stored
from zyk.accounts.actor import Actor
from zyk.common.audit import history_of
from zyk.media.actions import store_file
from zyk.media.enums import FileKind, PreviewState
from zyk.media.models import StoredFile

pytestmark = pytest.mark.django_db

KINDS = {
    "book.epub": (FileKind.EBOOK, "application/epub+zip"),
    "catalogue_zh.pdf": (FileKind.PDF, "application/pdf"),
    "cc13_single_page.imscc": (FileKind.PACKAGE, "application/zip"),
    "clip.mp4": (FileKind.VIDEO, "video/mp4"),
    "equations.docx": (
        FileKind.DOCUMENT,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "photo.jpg": (FileKind.IMAGE, "image/jpeg"),
    "scorm12_golf.zip": (FileKind.PACKAGE, "application/zip"),
    "slides.pptx": (
        FileKind.SLIDES,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "sound.mp3": (FileKind.AUDIO, "audio/mpeg"),
    "subtitles.vtt": (FileKind.SUBTITLES, "text/vtt"),
    "table.xlsx": (FileKind.SHEET, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "testplate.glb": (FileKind.MODEL, "model/gltf-binary"),
    "vector.svg": (FileKind.VECTOR, "image/svg+xml"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_sample_is_stored_under_its_hash_with_the_kind_of_its_content(name: str) -> None:
    stored_file = stored(name)
    content = (SAMPLES / name).read_bytes()
    assert (stored_file.kind, stored_file.media_type) == KINDS[name]
    assert stored_file.sha256 == hashlib.sha256(content).hexdigest()
    assert stored_file.size_bytes == len(content)
    assert kept_files() == [f"{stored_file.sha256[:2]}/{stored_file.sha256}"]
    with default_storage.open(stored_file.storage_name) as kept:
        assert kept.read() == content


def test_facts_are_measured_at_intake() -> None:
    clip, photo, pdf, slides = (stored(n) for n in ("clip.mp4", "photo.jpg", "catalogue_zh.pdf", "slides.pptx"))
    assert (clip.width, clip.height, clip.duration_seconds) == (320, 240, 7.8)
    assert (clip.facts["video_codec"], clip.facts["audio_codec"], clip.facts["frame_rate"]) == ("h264", "aac", 30.0)
    assert (photo.width, photo.height) == (500, 334)
    assert (pdf.pages, slides.pages) == (3, 6)


def test_a_model_tells_its_meshes_triangles_and_extents() -> None:
    facts = stored("testplate.glb").facts
    assert (facts["meshes"], facts["triangles"]) == (1, 264)
    assert facts["extents"] == [0.4161, 0.0044, 0.4143]


def test_a_package_tells_its_standard_title_and_files() -> None:
    facts = stored("scorm12_golf.zip").facts
    assert (facts["standard"], facts["title"]) == ("ADL SCORM 1.2", "Golf Explained - Run-time Basic Calls")
    assert "shared/launchpage.html" in facts["files"]
    assert facts["file_count"] == len(facts["files"])


def test_a_text_in_gb18030_is_read_and_remarked() -> None:
    stored_file = stored("说明.txt", "曳引机制动器间隙".encode("gb18030"))
    assert (stored_file.kind, stored_file.facts["encoding"]) == (FileKind.TEXT, "gb18030")
    assert stored_file.checks == ["not-utf8"]


def test_the_same_content_under_two_names_is_stored_once() -> None:
    first, second = stored("clip.mp4"), store_file(a_sample("clip.mp4"), name="另一个名字.mp4", actor=Actor(a_user()))
    assert first == second
    assert second.name == "clip.mp4"
    assert StoredFile.objects.count() == 1
    assert len(kept_files()) == 1


def test_a_lost_content_comes_back_with_the_next_upload_of_it() -> None:
    stored_file = stored("photo.jpg")
    default_storage.delete(stored_file.storage_name)
    assert stored("photo.jpg") == stored_file
    assert kept_files() == [stored_file.storage_name]


@pytest.mark.django_db(transaction=True)
def test_two_people_uploading_the_same_content_at_once_get_the_same_file() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lies in memory, where threads cannot wait for each other")
    people = [Actor(user=a_user()) for _ in range(4)]

    def upload(actor: Actor) -> int:
        try:
            return stored("photo.jpg", actor=actor).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(upload, people))
    assert len(keys) == 1
    assert len([name for name in kept_files() if not name.startswith("previews/")]) == 1


def test_storing_is_written_in_the_trail_with_the_person_and_the_hash() -> None:
    person = a_user(name="李老师")
    stored_file = stored("photo.jpg", actor=Actor(user=person))
    (entry,) = history_of(stored_file)
    assert (entry.verb, entry.actor_name, entry.file_sha256) == ("store", "李老师", stored_file.sha256)
    assert stored_file.stored_by == person


def test_a_file_that_plays_as_it_is_waits_for_no_preview() -> None:
    assert stored("sound.mp3").preview_state == PreviewState.NONE
    assert stored("paper.docx").preview_state == PreviewState.PENDING


def test_a_name_from_outside_is_made_safe() -> None:
    content = (SAMPLES / "photo.jpg").read_bytes()
    named = "C:\\课件\\" + "长" * 300 + "\u202egpj.jpg"
    stored_file = store_file(an_upload("x.jpg", content), name=named, actor=Actor(a_user()))
    assert len(stored_file.name) == 180
    assert stored_file.name == "长" * 176 + ".jpg"


def test_a_name_without_an_extension_is_judged_by_content_alone() -> None:
    stored_file = store_file(a_sample("paper.pdf"), name="教学大纲", actor=Actor(a_user()))
    assert (stored_file.name, stored_file.extension) == ("教学大纲", "pdf")


def test_the_extension_under_which_a_cartridge_came_is_kept() -> None:
    assert stored("cc13_single_page.imscc").extension == "imscc"


def test_nothing_is_kept_when_the_upload_breaks_off(settings: Settings) -> None:
    class BrokenOff:
        def read(self, size: int = -1) -> bytes:
            raise OSError("connection lost")

    with pytest.raises(OSError, match="connection lost"):
        store_file(BrokenOff(), name="clip.mp4", actor=Actor(a_user()))
    assert kept_files() == []
