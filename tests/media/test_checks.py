import os
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import override

from tests.media.builders import previewed, stored
from zyk.media import store
from zyk.media.checks import Finding, technical_report
from zyk.media.invariants import broken_files, leftovers, missing_pieces
from zyk.media.tasks import sweep_incoming

pytestmark = pytest.mark.django_db


def wanted(kind: str, measure: str, comparison: str, **more: Any) -> Any:
    words = {"zh": f"{measure} 中文", "en": f"{measure} English"}
    rest = {"threshold": None, "allowed": [], "level": "advise"} | more
    return SimpleNamespace(kind=kind, measure=measure, comparison=comparison, title=words, **rest)


def test_the_report_judges_each_parameter_of_the_files_kind() -> None:
    report = technical_report(
        stored("clip.mp4"),
        [
            wanted("video", "container", "one_of", allowed=["mp4"]),
            wanted("video", "video_codec", "one_of", allowed=["h264"]),
            wanted("video", "width", "min", threshold=720.0),
            wanted("video", "frame_rate", "max", threshold=30),
            wanted("video", "opening_seconds", "max", threshold=10),
            wanted("video", "height", "min"),
            wanted("any", "extension", "none_of", allowed=["swf", "flv"], level="refuse"),
            wanted("image", "colours", "min", threshold=256),
        ],
    )
    assert report == [
        Finding("container 中文", "MP4", "MP4", True, "advise"),
        Finding("video_codec 中文", "H.264", "H.264", True, "advise"),
        Finding("width 中文", "320", "≥ 720", False, "advise"),
        Finding("frame_rate 中文", "30", "≤ 30", True, "advise"),
        Finding("opening_seconds 中文", "未能测得，须人工查看", "≤ 10", None, "advise"),
        Finding("height 中文", "240", "未设定", None, "advise"),
        Finding("extension 中文", "MP4", "不是 SWF / FLV", True, "refuse"),
    ]


def test_the_report_speaks_english() -> None:
    with override("en"):
        (line,) = technical_report(stored("clip.mp4"), [wanted("video", "opening_seconds", "max")])
    assert (line.parameter, line.found, line.wanted) == (
        "opening_seconds English",
        "could not be measured, look yourself",
        "Not set",
    )


def test_colours_and_greys_of_an_image_are_counted() -> None:
    (line,) = technical_report(stored("photo.jpg"), [wanted("image", "colours", "min", threshold=256)])
    assert line.passed is True


def test_whole_files_pass_the_check() -> None:
    previewed("photo.jpg")
    assert [*broken_files(), *missing_pieces(), *leftovers()] == []


def test_a_missing_a_shortened_and_an_altered_file_are_named() -> None:
    missing, short, altered = stored("photo.jpg"), stored("paper.pdf"), stored("a.txt", "原文".encode())
    default_storage.delete(missing.storage_name)
    for stored_file, content in ((short, b"short"), (altered, "改文".encode())):
        default_storage.delete(stored_file.storage_name)
        default_storage.save(stored_file.storage_name, ContentFile(content))
    assert list(broken_files()) == [
        f"stored file {missing.uuid} (photo.jpg) is missing: {missing.storage_name}",
        f"stored file {short.uuid} (paper.pdf) has another size than {short.size_bytes}",
        f"stored file {altered.uuid} (a.txt) was altered: {altered.storage_name}",
    ]


def test_a_missing_preview_piece_is_named() -> None:
    poster = previewed("photo.jpg").previews.get(kind="poster")
    default_storage.delete(poster.path)
    assert list(missing_pieces()) == [f"preview piece {poster.uuid} is missing: {poster.path}"]


def test_a_temporary_name_older_than_a_day_is_named_and_swept_at_night() -> None:
    old, fresh = store.incoming_folder() / "zyk-in-old", store.incoming_folder() / "zyk-in-new"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    assert list(leftovers()) == ["temporary file older than a day: zyk-in-old"]
    sweep_incoming.call_local()
    assert [path.name for path in store.incoming_folder().iterdir()] == ["zyk-in-new"]
