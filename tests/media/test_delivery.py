from datetime import timedelta
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.media.builders import SAMPLES, a_zip, previewed, stored
from zyk.media import links
from zyk.media.enums import PreviewKind
from zyk.media.links import preview_url, signed_url

pytestmark = pytest.mark.django_db
CLIP = (SAMPLES / "clip.mp4").read_bytes()


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_a_signed_address_gives_the_file_to_whoever_holds_it(client: Client) -> None:
    stored_file = stored("clip.mp4")
    response = client.get(signed_url(stored_file, name="制动器间隙.mp4"))
    assert response.status_code == 200
    assert body(response) == CLIP
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == str(len(CLIP))
    assert response["Content-Disposition"] == f"inline; filename*=utf-8''{quote('制动器间隙.mp4')}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{stored_file.sha256}"'
    assert response["Accept-Ranges"] == "bytes"
    assert "immutable" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_a_download_address_saves_under_the_name_given(client: Client) -> None:
    response = client.get(signed_url(stored("clip.mp4"), name="lesson", inline=False))
    assert response["Content-Disposition"] == 'attachment; filename="lesson.mp4"'


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, len(CLIP) - 1),
        ("bytes=-500", len(CLIP) - 500, len(CLIP) - 1),
        (f"bytes=834000-{len(CLIP) + 50}", 834_000, len(CLIP) - 1),
        (f"bytes=-{len(CLIP) * 2}", 0, len(CLIP) - 1),
    ],
)
def test_a_part_is_given_when_asked_for(client: Client, asked: str, first: int, last: int) -> None:
    response = client.get(signed_url(stored("clip.mp4")), headers={"range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(CLIP)}"
    assert response["Content-Length"] == str(last - first + 1)
    assert body(response) == CLIP[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={len(CLIP)}-", "bytes=-0"])
def test_a_part_outside_the_file_is_refused(client: Client, asked: str) -> None:
    response = client.get(signed_url(stored("clip.mp4")), headers={"range": asked})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(CLIP)}")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "bytes=9-5", "bytes=-", "lines=1-2", "bytes=a-b"])
def test_a_range_that_need_not_be_honoured_gives_the_whole(client: Client, asked: str) -> None:
    response = client.get(signed_url(stored("clip.mp4")), headers={"range": asked})
    assert response.status_code == 200
    assert len(body(response)) == len(CLIP)


def test_a_part_of_another_version_gives_the_whole(client: Client) -> None:
    url = signed_url(stored("clip.mp4"))
    assert client.get(url, headers={"range": "bytes=0-9", "if-range": '"other"'}).status_code == 200


def test_what_the_browser_has_is_not_sent_again(client: Client) -> None:
    stored_file = stored("clip.mp4")
    response = client.get(signed_url(stored_file), headers={"if-none-match": f'"{stored_file.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")


def test_a_head_request_tells_the_size_alone(client: Client) -> None:
    response = client.head(signed_url(stored("clip.mp4")))
    assert (response.status_code, response["Content-Length"], response.content) == (200, str(len(CLIP)), b"")


def test_a_forged_address_is_not_there(client: Client) -> None:
    stored_file, other = stored("clip.mp4"), stored("photo.jpg")
    url = signed_url(stored_file, name="a.mp4")
    assert client.get(url).status_code == 200
    assert client.get(url.replace("a.mp4", "b.mp4")).status_code == 404
    assert client.get(url.replace(str(stored_file.uuid), str(other.uuid))).status_code == 404
    assert client.get(url.replace("/i", "/d", 1)).status_code == 404
    assert client.get(f"/files/{stored_file.uuid}/i0-x/a.mp4").status_code == 404
    assert client.get(f"/files/{stored_file.uuid}/x/a.mp4").status_code == 404


def test_an_address_runs_out(client: Client) -> None:
    url = signed_url(stored("clip.mp4"))
    now = timezone.now()
    with patch.object(links.timezone, "now", lambda: now + timedelta(hours=5, minutes=59)):
        assert client.get(url).status_code == 200
    with patch.object(links.timezone, "now", lambda: now + timedelta(hours=7, minutes=1)):
        assert client.get(url).status_code == 404


def test_an_address_for_one_purpose_serves_no_other(client: Client) -> None:
    stored_file = previewed("photo.jpg")
    part = links.part_url(stored_file, "a.jpg")
    assert client.get(part).status_code == 200
    assert client.get(part.replace("/part/", "/")).status_code == 404


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("name", ["vector.svg", "scorm12_golf.zip", "book.epub", "paper.docx", "testplate.glb"])
def test_what_might_run_is_never_shown_inline(client: Client, name: str, inline: bool) -> None:
    response = client.get(signed_url(stored(name), inline=inline))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_page_within_a_package_is_no_address_of_ours(client: Client) -> None:
    stored_file = stored("lesson.zip", a_zip({"index.html": b"<script>alert(1)</script>"}))
    assert client.get(f"{signed_url(stored_file)}/index.html").status_code == 404


def test_a_made_picture_is_served_to_whoever_holds_its_address(client: Client) -> None:
    poster = previewed("photo.jpg").previews.get(kind=PreviewKind.POSTER)
    response = client.get(preview_url(poster))
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert len(body(response)) == poster.size_bytes
    assert client.get(f"/files/previews/{poster.uuid}/p0-x/").status_code == 404


def test_captions_are_served_as_webvtt(client: Client) -> None:
    made = previewed("subtitles.vtt").previews.get()
    response = client.get(preview_url(made))
    assert response["Content-Type"] == "text/vtt"
    assert body(response).startswith(b"WEBVTT")


def test_the_same_address_serves_an_hour_so_that_browsers_keep_the_file() -> None:
    stored_file = stored("photo.jpg")
    assert signed_url(stored_file) == signed_url(stored_file)


class AwayStorage(FileSystemStorage):
    """Stands for an object store: no local paths, addresses signed by itself."""

    def path(self, name: str) -> str:
        raise NotImplementedError

    def url(self, name: str | None, parameters: dict[str, str] | None = None, expire: int | None = None) -> str:
        assert parameters is not None
        return f"https://store.example/{name}?type={parameters['ResponseContentType']}&signed=1"

    def exists(self, name: str) -> bool:
        return True

    def size(self, name: str) -> int:
        return len(CLIP)


def test_an_object_store_serves_its_files_itself(client: Client, settings: Settings) -> None:
    stored_file = stored("clip.mp4")
    url = signed_url(stored_file)
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.media.test_delivery.AwayStorage"}}
    response = client.get(url)
    assert response.status_code == 302
    assert response["Location"] == f"https://store.example/{stored_file.storage_name}?type=video/mp4&signed=1"
