"""Uploads in pieces, as a tus client and a browser send them."""

import base64
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests.accounts.builders import a_member, signed_in
from tests.media.builders import SAMPLES, a_zip, kept_files
from zyk.accounts.enums import Role
from zyk.media.actions import begin_upload, finish_upload, sweep_contents, sweep_uploads
from zyk.media.actions.uploading import LIFE, Busy, _held, append_piece, arrived_bytes, part_path
from zyk.media.models import Quota, StoredFile, Upload
from zyk.media.tasks import sweep_incoming

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}


def begun(client: Client, name: str, size: int, **headers: str) -> Any:
    metadata = f"filename {base64.b64encode(name.encode()).decode()},filetype dGV4dA=="
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": metadata} | headers
    return client.post(reverse("media:begin_upload"), headers=headers)


def piece(client: Client, url: str, offset: int, content: bytes) -> Any:
    return client.patch(
        url, content, content_type="application/offset+octet-stream", headers=TUS | {"Upload-Offset": str(offset)}
    )


def offset_of(client: Client, url: str) -> int:
    answer = client.head(url, headers=TUS)
    assert answer["Cache-Control"] == "no-store"
    return int(answer["Upload-Offset"])


class CutOff:
    """A connection that dies after so many bytes."""

    def __init__(self, content: bytes) -> None:
        self.stream = io.BytesIO(content)

    def read(self, size: int = -1, /) -> bytes:
        chunk = self.stream.read(min(size, 7000))
        if not chunk:
            raise OSError("connection reset")
        return chunk


def test_an_upload_cut_off_at_any_byte_goes_on_from_there(client: Client) -> None:
    member = a_member(Role.TEACHER)
    signed_in(client, member)
    content = (SAMPLES / "photo.jpg").read_bytes()
    answer = begun(client, "教学/制动器.jpg", len(content))
    assert (answer.status_code, answer["Upload-Offset"]) == (201, "0")
    url = answer["Location"]
    upload = Upload.objects.get()
    for cut in (1, 777, 7001, len(content) - 1):
        at = offset_of(client, url)
        append_piece(upload, at, CutOff(content[at:cut]))
        assert offset_of(client, url) == cut
        assert client.post(f"{url}finish/").status_code == 422
    assert piece(client, url, 5, b"x").status_code == 409
    assert piece(client, url, len(content) - 1, content[-1:] + b"more").headers["Upload-Offset"] == str(len(content))
    for _again in range(2):
        told = client.post(f"{url}finish/")
        assert told.json()["name"] == "制动器.jpg"
    stored_file = StoredFile.objects.get()
    assert stored_file.size_bytes == len(content)
    assert stored_file.stored_for == member.organisation
    assert [name for name in kept_files() if "zyk-up" in name] == []
    assert offset_of(client, url) == len(content)


def test_a_piece_writes_no_row(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    actor = a_member(Role.TEACHER)
    upload = begin_upload(name="a.mp4", size_bytes=10**10, actor=actor)
    with django_assert_num_queries(0):
        assert append_piece(upload, 0, io.BytesIO(b"x" * 3_000_000)) == 3_000_000
    with _held(upload), pytest.raises(Busy):
        append_piece(upload, 3_000_000, io.BytesIO(b"y"))


def test_what_is_refused_says_why_and_leaves_nothing(client: Client) -> None:
    signed_in(client, a_member(Role.TEACHER))
    content = a_zip({"../../etc/passwd": b"x", "index.html": b"<p>"})
    url = begun(client, "课件.zip", len(content))["Location"]
    piece(client, url, 0, content)
    first, second = client.post(f"{url}finish/"), client.post(f"{url}finish/")
    assert first.status_code == second.status_code == 422
    assert first.json()["refusal"] == second.json()["refusal"] != ""
    assert client.head(url, headers=TUS).status_code == 410
    assert kept_files() == []


def test_the_protocol_is_kept(client: Client, settings: Settings) -> None:
    assert client.head(reverse("media:begin_upload")).status_code in {302, 405}
    signed_in(client, a_member(Role.TEACHER))
    able = client.options(reverse("media:begin_upload"))
    assert (able["Tus-Version"], able["Tus-Extension"]) == ("1.0.0", "creation,expiration,termination")
    url = begun(client, "a.txt", 10)["Location"]
    assert client.head(url).status_code == 412
    assert client.patch(url, b"x", content_type="text/plain", headers=TUS).status_code == 415
    assert client.patch(url, b"x", content_type="application/offset+octet-stream", headers=TUS).status_code == 400
    assert begun(client, "a.txt", 0).status_code == 422
    assert begun(client, "a.txt", 1, **{"Upload-Length": "-4"}).status_code == 400
    settings.ZYK_UPLOAD_LIMIT_BYTES = 100
    large = begun(client, "a.txt", 101)
    assert (large.status_code, "上限" in large.content.decode()) == (413, True)
    assert client.delete(url, headers=TUS).status_code == 204
    assert client.head(url, headers=TUS).status_code == 404
    assert kept_files() == []


def test_an_upload_is_its_senders_alone(client: Client) -> None:
    signed_in(client, a_member(Role.TEACHER))
    url = begun(client, "a.txt", 10)["Location"]
    signed_in(client, a_member(Role.TEACHER))
    for answer in (client.head(url, headers=TUS), piece(client, url, 0, b"x"), client.post(f"{url}finish/")):
        assert answer.status_code == 404
    client.logout()
    assert client.head(url, headers=TUS).status_code == 302


def test_a_unit_over_its_quota_is_told_before_it_sends_anything(client: Client) -> None:
    member = a_member(Role.TEACHER)
    Quota.objects.create(organisation=member.organisation, limit_bytes=1_000_000)
    signed_in(client, member)
    assert begun(client, "a.mp4", 700_000).status_code == 201
    answer = begun(client, "b.mp4", 700_000)
    assert answer.status_code == 413
    assert "存储上限" in answer.content.decode()
    Quota.objects.update(limit_bytes=None)
    assert begun(client, "b.mp4", 700_000).status_code == 201


def test_expired_uploads_and_contents_without_a_row_are_swept() -> None:
    actor = a_member(Role.TEACHER)
    content = "一段说明".encode()
    upload = begin_upload(name="a.txt", size_bytes=len(content), actor=actor)
    append_piece(upload, 0, io.BytesIO(content))
    kept = finish_upload(upload, actor=actor)
    left = begin_upload(name="b.txt", size_bytes=50, actor=actor)
    assert sweep_uploads(timezone.now() + LIFE - timedelta(minutes=1)) == 0
    assert sweep_uploads(timezone.now() + LIFE) == 2
    assert arrived_bytes(left) is None
    StoredFile.objects.all().delete()  # as a rolled back request leaves it
    sweep_incoming.call_local()
    assert kept_files() == [kept.storage_name]
    old = timezone.now() + timedelta(days=1, minutes=1)
    assert sweep_contents(old) == 1
    assert kept_files() == []


def test_a_lost_part_must_be_sent_again() -> None:
    actor = a_member(Role.TEACHER)
    upload = begin_upload(name="a.txt", size_bytes=5, actor=actor)
    part_path(upload).unlink()
    with pytest.raises(ValidationError, match="过期"):
        finish_upload(upload, actor=actor)
