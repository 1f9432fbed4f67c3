import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import a_member, signed_in
from tests.media.builders import previewed, stored
from zyk.accounts.enums import Role
from zyk.media.enums import PreviewState
from zyk.media.models import Quota, StoredFile
from zyk.media.tasks import look_at_contents

pytestmark = pytest.mark.django_db


def shown(stored_file: StoredFile, name: str = "", **more: object) -> str:
    template = Template("{% load media %}{% preview stored_file name captions %}")
    return template.render(Context({"stored_file": stored_file, "name": name, "captions": (), **more}))


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("clip.mp4", ["<video", "poster=", "H.264", "320 × 240", "0:08"]),
        ("sound.mp3", ["<audio", "MP3"]),
        ("photo.jpg", ["<img", "500 × 334"]),
        ("vector.svg", ["<img", "400 × 300"]),
        ("catalogue_zh.pdf", ['loading="lazy"', "第 3 页，共 3 页", "打开全部 3 页"]),
        ("paper.docx", ["AutoGen", "<table"]),
        ("slides.pptx", ["第 6 张", "AutoGen"]),
        ("table.xlsx", ["Sheet1", "<table", "Alpha"]),
        ("subtitles.vtt", ["This is the first subtitle."]),
        ("book.epub", ["<details", "Chapter 1"]),
        ("testplate.glb", ["264", "0.4161 × 0.0044 × 0.4143"]),
        ("scorm12_golf.zip", ["Golf Explained - Run-time Basic Calls", "ADL SCORM 1.2", "imsmanifest.xml"]),
    ],
)
def test_the_preview_shows_a_sample(name: str, marks: list[str]) -> None:
    html = shown(previewed(name), "我的文件")
    assert [mark for mark in marks if mark not in html] == []
    assert "预览：我的文件" in html
    assert "下载" in html


def test_a_preview_that_is_being_made_asks_again_until_it_is_there(client: Client) -> None:
    stored_file = stored("catalogue_zh.pdf")
    html = shown(stored_file, "目录.pdf")
    assert "正在生成预览" in html
    assert 'hx-trigger="every 3s"' in html
    url = html.split('hx-get="')[1].split('"')[0]
    assert "正在生成预览" in client.get(url).content.decode()
    StoredFile.objects.update(preview_state=PreviewState.FAILED)
    answer = client.get(url)
    assert "没能生成预览" in answer.content.decode()
    assert "hx-get" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_a_video_plays_before_its_poster_is_made() -> None:
    html = shown(stored("clip.mp4"))
    assert "<video" in html
    assert "poster=" not in html


def test_a_video_carries_its_subtitles() -> None:
    html = shown(previewed("clip.mp4"), captions=[(previewed("subtitles.vtt"), "en", "English")])
    assert '<track kind="subtitles" src="/files/previews/' in html
    assert 'srclang="en" label="English" default' in html


def test_a_foreign_text_is_escaped() -> None:
    stored_file = previewed("a.csv", b"a,<script>alert(1)</script>\n")
    html = shown(stored_file, '"><script>x</script>')
    assert "<script>" not in html


def test_the_file_link_says_name_and_size() -> None:
    stored_file = stored("paper.pdf")
    html = Template("{% load media %}{% file_link stored_file '合作协议.pdf' %}").render(
        Context({"stored_file": stored_file})
    )
    assert "合作协议.pdf" in html
    assert "90.8" in html


def test_the_preview_speaks_english() -> None:
    with override("en"):
        html = shown(previewed("catalogue_zh.pdf"), "list.pdf")
    assert "Page 3 of 3" in html
    assert "Preview: list.pdf" in html
    assert "Download" in html
    assert not any("\u4e00" <= character <= "\u9fff" for character in html.split("<details")[0])


def test_the_operator_lists_filters_and_opens_files(client: Client) -> None:
    signed_in(client, a_member(Role.OPERATOR))
    clip, photo = previewed("clip.mp4"), stored("photo.jpg")
    page = client.get(reverse("media:list")).content.decode()
    assert "clip.mp4" in page
    assert "photo.jpg" in page
    assert "待生成" in page
    chosen = client.get(reverse("media:list"), {"kind": "video"}).content.decode()
    assert ("clip.mp4" in chosen, "photo.jpg" in chosen) == (True, False)
    found = client.get(reverse("media:list"), {"text": "photo", "state": "pending"}).content.decode()
    assert ("clip.mp4" in found, "photo.jpg" in found) == (False, True)
    nothing = client.get(reverse("media:list"), {"text": "nowhere"}).content.decode()
    assert "没有符合条件的文件" in nothing
    detail = client.get(reverse("media:detail", args=[clip.uuid])).content.decode()
    assert clip.sha256 in detail
    assert "重新生成预览" in detail
    assert "重新生成预览" not in client.get(reverse("media:detail", args=[photo.uuid])).content.decode()


def test_the_pages_speak_english(client: Client) -> None:
    signed_in(client, a_member(Role.OPERATOR))
    stored_file = previewed("photo.jpg")
    client.cookies["django_language"] = "en"
    assert "All files kept by the platform" in client.get(reverse("media:list")).content.decode()
    assert "Make the preview again" in client.get(reverse("media:detail", args=[stored_file.uuid])).content.decode()


def test_the_list_costs_the_same_for_one_file_and_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in(client, a_member(Role.OPERATOR))
    for number in range(30):
        stored(f"{number}.txt", f"第 {number} 个文件".encode())
    with django_assert_max_num_queries(12):
        client.get(reverse("media:list"))


def test_an_operator_asks_for_a_preview_again(client: Client) -> None:
    signed_in(client, a_member(Role.OPERATOR))
    stored_file = previewed("photo.jpg")
    key = "7b0c0a8e-3a36-4b6a-9f0c-52f9d0a4b7a1"
    for _click in range(2):
        response = client.post(reverse("media:retry", args=[stored_file.uuid]), {"once": key})
        assert response["Location"] == reverse("media:detail", args=[stored_file.uuid])
    stored_file.refresh_from_db()
    assert stored_file.preview_state == PreviewState.PENDING


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STUDENT, Role.MINISTRY_OFFICER])
def test_for_other_roles_the_operators_pages_are_not_there(client: Client, role: Role) -> None:
    signed_in(client, a_member(role))
    stored_file = previewed("photo.jpg")
    assert client.get(reverse("media:list")).status_code == 404
    assert client.get(reverse("media:detail", args=[stored_file.uuid])).status_code == 404
    assert client.post(reverse("media:retry", args=[stored_file.uuid])).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("media:list")).status_code == 302


def test_the_operator_sees_what_units_store_sets_a_limit_and_reads_the_nightly_faults(client: Client) -> None:
    teacher = a_member(Role.TEACHER)
    clip, photo = stored("clip.mp4", actor=teacher), stored("photo.jpg", actor=teacher)
    default_storage.delete(clip.storage_name)
    Path(default_storage.path(photo.storage_name)).write_bytes(b"cut")
    look_at_contents.call_local()
    signed_in(client, a_member(Role.OPERATOR))
    address = reverse("media:storage")
    page = client.get(address).content.decode()
    assert [
        words for words in ("文件不见了", "长度变了", teacher.organisation.name, "未设定") if words not in page
    ] == []
    unit = str(teacher.organisation.uuid)
    client.post(address, {"organisation": unit, "limit": "1.5"})
    assert "1.5 GB" in re.sub(r"\s", " ", client.get(address).content.decode())
    assert client.post(address, {"organisation": unit, "limit": "-1"}).status_code == 200
    assert Quota.objects.get().limit_bytes == 3 * 1024**3 // 2
    Quota.objects.update(limit_bytes=0)
    with pytest.raises(ValidationError, match="存储上限"):
        stored("paper.pdf", actor=teacher)
    client.post(address, {"organisation": unit, "limit": ""})
    assert Quota.objects.get().limit_bytes is None
    signed_in(client, teacher)
    assert client.get(address).status_code == 404
