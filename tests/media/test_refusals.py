import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from pytest_django import Settings

from tests.accounts.builders import a_user
from tests.media.builders import SAMPLES, a_sample, a_zip, an_upload, kept_files
from zyk.accounts.actor import Actor
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.media.models import StoredFile

pytestmark = pytest.mark.django_db

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">%s</Types>'


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def refusal(name: str, content: bytes, kinds: set[FileKind] | None = None) -> ValidationError:
    """The refusal; nothing may be left in the store or the tables."""
    with pytest.raises(ValidationError) as caught:
        store_file(an_upload("upload", content), name=name, actor=Actor(user=a_user()), kinds=kinds)
    assert kept_files() == []
    assert not StoredFile.objects.exists()
    return caught.value


@pytest.mark.parametrize(
    ("name", "code"),
    [("bad_manifest.zip", "bad-manifest"), ("bad_missing_file.zip", "missing-file"), ("bad_zip_slip.zip", "escape")],
)
def test_a_broken_or_hostile_package_is_refused(name: str, code: str) -> None:
    assert refusal(name, sample(name)).code == code


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("setup.exe", b"MZ\x90\x00\x03\x00\x00\x00", "可执行程序"),
        ("a.pdf", b"MZ\x90\x00\x03\x00\x00\x00", "可执行程序"),
        ("anim.swf", b"CWS\x0a\x00\x01\x02\x03\x00\x00", "Flash"),
        ("page.html", "<!DOCTYPE html><html><body>课件</body></html>".encode(), "网页"),
        ("notes.txt", b"<!-- x --><HTML><script>alert(1)</script>", "网页"),
        ("run.js", b"alert(1)", "脚本"),
        ("run.txt", b"#!/bin/sh\nrm -rf /\n", "脚本"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版 Office"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "压缩包"),
        ("movie.avi", b"RIFF\x00\x00\x00\x00AVI LIST", "MP4"),
        ("photo.heic", b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
        ("feed.xml", b"<?xml version='1.0'?><rss/>", "XML"),
        ("noise.dat", bytes(range(256)) * 4, "格式"),
    ],
)
def test_a_forbidden_type_is_refused_with_its_reason(name: str, content: bytes, words: str) -> None:
    error = refusal(name, content)
    assert error.code == "forbidden"
    assert words in error.messages[0]


@pytest.mark.parametrize(
    ("named", "real", "words"),
    [
        ("lesson.pdf", "photo.jpg", "JPEG"),
        ("lesson.mp4", "sound.mp3", "MP3"),
        ("lesson.docx", "slides.pptx", "PowerPoint"),
        ("lesson.xlsx", "paper.docx", "Word"),
        ("lesson.zip", "book.epub", "EPUB"),
        ("lesson.png", "photo.jpg", "JPEG"),
        ("lesson.srt", "subtitles.vtt", "WebVTT"),
        ("lesson.html", "photo.jpg", "JPEG"),
    ],
)
def test_a_mislabelled_file_is_refused_saying_what_it_is(named: str, real: str, words: str) -> None:
    error = refusal(named, sample(real))
    assert error.code == "mislabelled"
    assert words in error.messages[0]
    assert f".{real.rpartition('.')[2]}" in error.messages[0]


@pytest.mark.parametrize(
    "name",
    ["clip.mp4", "photo.jpg", "slides.pptx", "paper.docx", "table.xlsx", "book.epub", "testplate.glb", "vector.svg"],
)
def test_a_file_cut_off_in_the_middle_is_refused_as_broken(name: str) -> None:
    content = sample(name)
    assert refusal(name, content[: len(content) // 2]).code == "broken"


def test_a_damaged_pdf_is_refused_as_broken() -> None:
    assert refusal("paper.pdf", b"%PDF-1.7\n" + b"nothing of a page" * 20).code == "broken"


def test_an_empty_file_is_refused() -> None:
    assert refusal("clip.mp4", b"").code == "empty"


def test_a_file_over_the_limit_is_refused(settings: Settings) -> None:
    settings.ZYK_UPLOAD_LIMIT_BYTES = 50_000
    error = refusal("photo.jpg", sample("photo.jpg"))
    assert error.code == "too-large"
    assert "48.8" in error.messages[0]


def test_a_document_with_macros_is_refused_under_any_name() -> None:
    entries = {"[Content_Types].xml": TYPES % b"", "word/document.xml": b"<w/>", "word/vbaProject.bin": b"\x00"}
    assert refusal("a.docm", a_zip(entries)).code == "macro"
    assert refusal("a.docx", a_zip(entries)).code == "macro"
    declared = {"[Content_Types].xml": TYPES % b"application/vnd.ms-word.document.macroEnabled.main+xml"}
    assert refusal("b.docx", a_zip(declared | {"word/document.xml": b"<w/>"})).code == "macro"


def test_a_zip_bomb_is_refused() -> None:
    content = a_zip({"index.html": b"<html></html>", "zeros.dat": b"\x00" * (80 * 1024 * 1024)})
    assert len(content) < 200_000
    assert refusal("lesson.zip", content).code == "bomb"


def test_a_link_in_a_package_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("index.html", "<html></html>")
        entry = zipfile.ZipInfo("passwd")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert refusal("lesson.zip", target.getvalue()).code == "escape"


def test_a_plain_zip_is_refused_and_a_web_lesson_taken() -> None:
    assert refusal("photos.zip", a_zip({"a.jpg": sample("photo.jpg")})).code == "no-manifest"
    kept = store_file(
        an_upload("x", a_zip({"index.html": "<html><head><title>网页课件</title></head></html>".encode()})),
        name="lesson.zip",
        actor=Actor(user=a_user()),
    )
    assert (kept.kind, kept.facts["standard"], kept.facts["title"]) == (FileKind.PACKAGE, "HTML", "网页课件")


def test_a_package_with_flash_or_a_program_inside_is_refused() -> None:
    assert "Flash" in refusal("a.zip", a_zip({"index.html": b"<p>", "m/intro.swf": b"FWS"})).messages[0]
    assert "setup.exe" in refusal("a.zip", a_zip({"index.html": b"<p>", "setup.exe": b"MZ"})).messages[0]


def test_a_damaged_zip_is_refused() -> None:
    content = bytearray(sample("scorm12_golf.zip"))
    content[len(content) // 3] ^= 0xFF
    assert refusal("a.zip", bytes(content)).code == "broken"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><rect/></a>',
        "<foreignObject><p/></foreignObject>",
    ],
)
def test_an_svg_that_acts_is_refused(inside: str) -> None:
    assert refusal("a.svg", SVG.format(inside).encode()).code == "active"


def test_an_svg_with_swelling_entities_is_never_expanded() -> None:
    swelling = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    kept = store_file(
        an_upload("a.svg", f"<?xml version='1.0'?>{swelling}{SVG.format('<text>&b;</text>')}".encode()),
        name="a.svg",
        actor=Actor(user=a_user()),
    )
    assert kept.kind == FileKind.VECTOR


def test_an_image_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    header = struct.pack(">II5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    target = io.BytesIO()
    Image.new("RGB", (1, 1)).save(target, "PNG")
    small = target.getvalue()
    chunk = b"IHDR" + header
    huge = small[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + small[33:]
    assert refusal("a.png", huge).code == "bomb"


def test_a_file_of_a_kind_that_this_place_does_not_take_is_refused() -> None:
    error = refusal("photo.jpg", sample("photo.jpg"), kinds={FileKind.PDF, FileKind.DOCUMENT})
    assert error.messages == ["这里只收PDF 文档、文字文稿，这个文件是JPEG 图像。请换一个文件。"]


def test_a_known_content_under_a_wrong_name_is_refused_too() -> None:
    person = Actor(user=a_user())
    store_file(a_sample("photo.jpg"), name="photo.jpg", actor=person)
    with pytest.raises(ValidationError):
        store_file(a_sample("photo.jpg"), name="photo.pdf", actor=person)


LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"41" * 32
    + b">/U<"
    + b"42" * 32
    + b">>>endobj\ntrailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>\n%%EOF"
)


def test_an_encrypted_pdf_is_refused_saying_that_it_has_a_password() -> None:
    assert refusal("合同.pdf", LOCKED_PDF).code == "encrypted"


def test_a_file_that_is_two_things_is_served_only_as_the_harmless_one() -> None:
    """A picture with a page or an archive behind it stays a picture: its type is fixed, and nothing sniffs."""
    picture = sample("photo.jpg") + b"<script>alert(1)</script>" + a_zip({"index.html": b"<script>"})
    assert refusal("lesson.zip", picture).code == "mislabelled"
    assert refusal("page.html", picture).code == "mislabelled"
    kept = store_file(an_upload("x", picture), name="photo.jpg", actor=Actor(user=a_user()))
    assert (kept.media_type, kept.kind) == ("image/jpeg", FileKind.IMAGE)


def test_a_video_whose_boxes_lie_about_their_length_is_refused() -> None:
    content = bytearray(sample("clip.mp4"))
    at = content.index(b"moov") - 4
    content[at : at + 4] = b"\xff\xff\xff\xff"
    assert refusal("clip.mp4", bytes(content)).code == "broken"
    assert refusal("clip.mp4", b"\x00\x00\x00\x18ftypisom" + b"\x00" * 12).code == "broken"


def test_a_name_that_turns_the_reading_direction_shows_its_true_end() -> None:
    error = refusal("课件\u202egpj.exe", sample("photo.jpg"))
    assert error.code == "mislabelled"
    assert ".exe" in error.messages[0]
