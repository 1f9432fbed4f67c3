import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.accounts.builders import a_member
from tests.media.builders import a_zip, kept_files, previewed, stored
from zyk.accounts.enums import Role
from zyk.common.audit import history_of
from zyk.common.moves import NotInThisState
from zyk.media.actions import make_preview, resume_previews, retry_preview
from zyk.media.enums import PreviewKind, PreviewState
from zyk.media.models import StoredFile
from zyk.media.previews.ebooks import cleaned
from zyk.media.tasks import take_up_previews

pytestmark = pytest.mark.django_db


def kinds(stored_file: StoredFile) -> list[tuple[str, int]]:
    return [(made.kind, made.position) for made in stored_file.previews.order_by("kind", "position")]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("clip.mp4", [("poster", 0), ("thumbnail", 0)]),
        ("photo.jpg", [("poster", 0), ("thumbnail", 0)]),
        ("catalogue_zh.pdf", [("page", 0), ("page", 1), ("page", 2), ("thumbnail", 0)]),
        ("paper.docx", [("blocks", 0)]),
        ("equations.docx", [("blocks", 0)]),
        ("slides.pptx", [("blocks", n) for n in range(6)]),
        ("table.xlsx", [("blocks", 0), ("blocks", 1)]),
        ("subtitles.vtt", [("captions", 0)]),
        ("book.epub", [("chapter", 0), ("chapter", 1)]),
    ],
)
def test_a_sample_gets_its_preview(name: str, made: list[tuple[str, int]]) -> None:
    stored_file = previewed(name)
    assert (stored_file.preview_state, stored_file.preview_failure) == (PreviewState.READY, "")
    assert kinds(stored_file) == made


def test_storing_asks_for_the_preview_once_the_transaction_is_kept(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        stored_file = stored("photo.jpg")
    stored_file.refresh_from_db()
    assert stored_file.preview_state == PreviewState.READY


def test_the_thumbnail_is_a_small_webp_and_never_enlarged() -> None:
    small = previewed("photo.jpg").previews.get(kind=PreviewKind.THUMBNAIL)
    with default_storage.open(small.path) as content, Image.open(content) as image:
        assert (image.format, image.size) == ("WEBP", (480, 321))
    assert (small.width, small.height) == (480, 321)
    assert previewed("photo.jpg").previews.get(kind=PreviewKind.POSTER).width == 500


def test_the_text_of_documents_can_be_found() -> None:
    pdf, docx, pptx, xlsx = (previewed(n) for n in ("catalogue_zh.pdf", "paper.docx", "slides.pptx", "table.xlsx"))
    assert "专业" in pdf.text
    assert "AutoGen" in docx.text
    assert "AutoGen" in pptx.text
    assert "Alpha" in xlsx.text


def test_a_table_in_a_document_comes_out_as_rows() -> None:
    blocks = previewed("paper.docx").previews.get().blocks
    tables = [block["rows"] for block in blocks if block["type"] == "table"]
    assert len(tables) == 1
    assert len({len(row) for row in tables[0]}) == 1
    assert {block["type"] for block in blocks} == {"heading", "paragraph", "table"}


def test_a_chinese_csv_in_gb18030_comes_out_as_rows() -> None:
    stored_file = previewed("设备.csv", "名称,数量\n曳引机,3\n制动器,12\n".encode("gb18030"))
    (sheet,) = stored_file.previews.all()
    assert sheet.blocks == [{"type": "table", "rows": [["名称", "数量"], ["曳引机", "3"], ["制动器", "12"]]}]


def test_srt_becomes_webvtt_in_utf8() -> None:
    stored_file = previewed("字幕.srt", "1\r\n00:00:01,500 --> 00:00:03,000\r\n断电、挂牌、验电\r\n".encode("gb18030"))
    made = stored_file.previews.get(kind=PreviewKind.CAPTIONS)
    with default_storage.open(made.path) as content:
        text = content.read().decode()
    assert text == "WEBVTT\n\n1\n00:00:01.500 --> 00:00:03.000\n断电、挂牌、验电\n"
    assert stored_file.text == "断电、挂牌、验电"


def test_nothing_foreign_runs_out_of_an_ebook() -> None:
    hostile = (
        "<html><head><title>x</title></head><body onload='a()'><h1 style='x'>一</h1><script>a()</script>"
        "<p onclick='a()'>字<img src=x onerror=a()><a href='javascript:a()'>链</a></p></body></html>"
    )
    once = cleaned(hostile)
    assert once == "<h3>一</h3><p>字链</p>"
    assert cleaned(once) == once


def test_a_failing_preview_is_kept_as_a_state_and_leaves_no_piece(caplog: pytest.LogCaptureFixture) -> None:
    stored_file = stored("photo.jpg")
    default_storage.delete(stored_file.storage_name)
    make_preview(stored_file.pk)
    stored_file.refresh_from_db()
    assert stored_file.preview_state == PreviewState.FAILED
    assert stored_file.preview_failure.startswith("FileNotFoundError")
    assert kept_files() == []


def test_making_twice_gives_the_same_pieces_and_no_leftovers() -> None:
    stored_file = previewed("catalogue_zh.pdf")
    before, files = kinds(stored_file), len(kept_files())
    StoredFile.objects.update(preview_state=PreviewState.PENDING)
    make_preview(stored_file.pk)
    assert (kinds(stored_file), len(kept_files())) == (before, files)


def test_a_second_worker_leaves_alone_what_is_being_made() -> None:
    stored_file = stored("photo.jpg")
    StoredFile.objects.update(preview_state=PreviewState.MAKING)
    make_preview(stored_file.pk)
    stored_file.refresh_from_db()
    assert (stored_file.preview_state, kinds(stored_file)) == (PreviewState.MAKING, [])


def test_a_preview_whose_worker_died_is_taken_up_again_and_its_remains_swept() -> None:
    stored_file = stored("photo.jpg")
    default_storage.save(f"previews/{stored_file.storage_name}/dead0000-poster-0.webp", ContentFile(b"half"))
    StoredFile.objects.update(
        preview_state=PreviewState.MAKING, preview_moved_at=timezone.now() - timedelta(minutes=61)
    )
    take_up_previews.call_local()
    stored_file.refresh_from_db()
    assert stored_file.preview_state == PreviewState.READY
    assert [name for name in kept_files() if "dead0000" in name] == []


def test_a_fresh_preview_is_not_taken_up_again() -> None:
    stored("photo.jpg")
    assert resume_previews(timezone.now()) == []
    assert len(resume_previews(timezone.now() + timedelta(minutes=11))) == 1


def test_an_operator_asks_again_and_the_trail_says_so(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    stored_file, operator = previewed("photo.jpg"), a_member(Role.OPERATOR)
    with django_capture_on_commit_callbacks(execute=True):
        retry_preview(stored_file, actor=operator)
    stored_file.refresh_from_db()
    assert stored_file.preview_state == PreviewState.READY
    latest = history_of(stored_file)[0]
    assert (latest.verb, latest.from_state, latest.to_state) == ("move", "ready", "pending")


def test_asking_again_while_it_waits_is_refused() -> None:
    with pytest.raises(NotInThisState):
        retry_preview(stored("photo.jpg"), actor=a_member(Role.OPERATOR))


def test_a_long_sheet_is_cut_and_says_so() -> None:
    rows = "".join(f"第{n}行,{n}\n" for n in range(500))
    stored_file = previewed("长表.csv", rows.encode())
    (sheet,) = stored_file.previews.all()
    assert len(sheet.blocks[0]["rows"]) == 200
    assert "cut-short" in stored_file.checks


def test_an_epub_without_chapters_still_opens() -> None:
    container = b'<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>'
    package = b"<package><metadata/><manifest/><spine/></package>"
    content = a_zip(
        {"mimetype": b"application/epub+zip", "META-INF/container.xml": container, "a.opf": package},
    )
    assert previewed("a.epub", content).preview_state == PreviewState.NONE


def test_a_transparent_picture_stays_transparent() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(target, "PNG")
    poster = previewed("a.png", target.getvalue()).previews.get(kind=PreviewKind.POSTER)
    with default_storage.open(poster.path) as content, Image.open(content) as image:
        assert (image.mode, image.size) == ("RGBA", (20, 10))
