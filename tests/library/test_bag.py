"""A whole library out and in again: every row and every byte the same, and nothing when anything differs."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from tests.accounts.builders import a_member
from tests.library.builders import SAMPLES, a_course, a_library, a_resource, leader_of
from zyk.accounts.enums import Role
from zyk.accounts.models import User
from zyk.common import audit
from zyk.library.actions import assemble_component, derive_course, new_version, set_subtitles, withdraw_resource
from zyk.library.actions.transfer import export_library, import_library
from zyk.library.bag.contents import LEFT_OUT, PARTS
from zyk.library.models import Intake, Library, LibraryTransfer, Resource, SearchEntry
from zyk.media.actions import store_file
from zyk.media.models import StoredFile

pytestmark = pytest.mark.django_db


def a_full_library() -> Library:
    library = a_library()
    leader = leader_of(library)
    course = a_course(library, modules=(2, 1))
    video = a_resource(library, file=True, sample="clip.mp4", rights="cc-by")
    point = library.points.all()[0]
    video.points.add(point)
    course.points.add(point)
    with (SAMPLES / "subtitles.vtt").open("rb") as stream:
        set_subtitles(video.versions.all()[0], store_file(stream, name="字幕.vtt", actor=leader), actor=leader)
    page = a_resource(library)
    new_version(page, actor=leader, changes="重写", body="# 新的正文")
    component = a_resource(library, level="component", published=False)
    assemble_component(component, [video, page], actor=leader)
    withdraw_resource(a_resource(library, file=True), reason="过时", actor=leader)
    derive_course(course, actor=a_member(Role.TEACHER, library.lead_host))
    return Library.objects.get(pk=library.pk)


def packed(library: Library) -> bytes:
    target = io.BytesIO()
    export_library(library, target, actor=audit.SYSTEM, progress=lambda done, total: None)
    return target.getvalue()


def read(content: bytes) -> tuple[Library, dict[str, Any]]:
    return import_library(io.BytesIO(content), actor=audit.SYSTEM, progress=lambda done, total: None)


def payload(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "/data/" in name}


def emptied(library: Library) -> None:
    """As on another site: neither the library nor its files nor those who built it."""
    SearchEntry.objects.filter(library=library).delete()
    Resource.objects.filter(library=library).update(current_version=None)
    library.courses.filter(kind="personalised").delete()
    for _name, model, path in reversed(PARTS):
        model._default_manager.filter(**{path: library.pk}).delete()
    for stored in StoredFile.objects.all():
        default_storage.delete(stored.storage_name)
    StoredFile.objects.all().delete()


def with_entry(content: bytes, ending: str, change: Callable[[bytes], bytes | None]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            changed = change(old.read(name)) if name.endswith(ending) else old.read(name)
            if changed is not None:
                new.writestr(name, changed)
    return target.getvalue()


def test_a_library_comes_back_row_by_row_and_byte_by_byte() -> None:
    library = a_full_library()
    first = packed(library)
    emptied(library)
    made, report = read(first)
    assert payload(packed(made)) == payload(first)
    assert report["not_joined"] == []
    assert report["counts"]["resources"] == made.resources.count() == 7
    for stored in StoredFile.objects.all():
        with default_storage.open(stored.storage_name) as kept:
            assert hashlib.sha256(kept.read()).hexdigest() == stored.sha256
    assert SearchEntry.objects.filter(library=made, kind="resource").count() == 7


def test_the_package_is_a_valid_bag() -> None:
    content = packed(a_full_library())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        top = archive.namelist()[0].split("/")[0]
        assert archive.read(f"{top}/bagit.txt") == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        lines = archive.read(f"{top}/manifest-sha256.txt").decode().splitlines()
        sums = {path: digest for digest, path in (line.split("  ") for line in lines)}
        found = {name.removeprefix(f"{top}/") for name in archive.namelist() if "/data/" in name}
        assert set(sums) == found
        assert all(hashlib.sha256(archive.read(f"{top}/{path}")).hexdigest() == sum_ for path, sum_ in sums.items())
        oxum = f"{sum(archive.getinfo(f'{top}/{path}').file_size for path in sums)}.{len(sums)}"
        assert f"Payload-Oxum: {oxum}\n" in archive.read(f"{top}/bag-info.txt").decode()


@pytest.mark.parametrize(
    ("ending", "change", "words"),
    [
        ("resources.jsonl", lambda old: old.replace(b"cc-by", b"cc-by-nc"), "SHA-256"),
        ("versions.jsonl", lambda old: None, "versions.jsonl"),
        ("bag-info.txt", lambda old: old + b"x: y\n", "bag-info"),
        ("bagit.txt", lambda old: None, "BagIt"),
        ("bag-info.txt", lambda old: old.replace(b"zyk-library/1", b"zyk-library/9"), "更新的版本"),
    ],
)
def test_a_package_that_was_altered_is_refused_whole(
    ending: str, change: Callable[[bytes], bytes | None], words: str
) -> None:
    library = a_library()
    a_resource(library, rights="cc-by")
    content = with_entry(packed(library), ending, change)
    emptied(library)
    with pytest.raises(ValidationError, match=words):
        read(content)
    assert not Library.objects.filter(uuid=library.uuid).exists()


def resummed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A package that somebody altered and whose manifests he wrote anew."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path = next(name for name in archive.namelist() if name.endswith(part))
        before = archive.read(path)
        manifest = archive.read(f"{path.split('/')[0]}/manifest-sha256.txt")
    assert old in before
    swaps = [(hashlib.sha256(each).hexdigest().encode()) for each in (before, before.replace(old, new))]
    changed = manifest.replace(swaps[0], swaps[1])
    sums = [hashlib.sha256(each).hexdigest().encode() for each in (manifest, changed)]
    content = with_entry(content, part, lambda text: text.replace(old, new))
    content = with_entry(content, "/tagmanifest-sha256.txt", lambda text: text.replace(sums[0], sums[1]))
    return with_entry(content, "/manifest-sha256.txt", lambda _text: changed)


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("versions.jsonl", b"<h2>", b"<script>x</script><h2>", "脚本"),
        ("resources.jsonl", b'"rights": "alliance"', b'"rights": "free"', "rights"),
        ("resources.jsonl", b'"level"', b'"unheard_of"', "不认识的字段"),
        ("library.jsonl", b'"460301"', b'"999999"', "参考数据"),
    ],
)
def test_what_no_form_would_take_does_not_come_in_by_a_package(part: str, old: bytes, new: bytes, words: str) -> None:
    library = a_library()
    a_resource(library)
    content = resummed(packed(library), part, old, new)
    emptied(library)
    with pytest.raises(ValidationError, match=words):
        read(content)
    assert not Library.objects.filter(uuid=library.uuid).exists()


def test_what_is_here_already_is_not_made_twice_and_a_cut_file_is_refused() -> None:
    library = a_library()
    content = packed(library)
    with pytest.raises(ValidationError, match="本站已有"):
        read(content)
    with pytest.raises(ValidationError, match="ZIP"):
        read(content[: len(content) // 2])


def test_people_and_codes_unknown_elsewhere_find_their_place() -> None:
    library = a_library()
    leader = leader_of(library).user
    assert leader
    content = packed(library)
    name, uuid, code = leader.name, leader.uuid, library.code
    emptied(library)
    Library.objects.create(code=code, name="另一个库", specialty=library.specialty, lead_host=library.lead_host)
    User.objects.filter(pk=leader.pk).update(uuid="00000000-0000-4000-8000-000000000001")
    made, report = read(content)
    kept = User.objects.get(uuid=uuid)
    assert (kept.name, kept.is_active, kept.has_usable_password()) == (name, False, False)
    assert report["new_people"] == 1
    assert report["code_was"] == code != made.code


def test_every_model_of_the_library_is_in_the_package_or_named_as_left_out() -> None:
    known = {model.__name__ for _name, model, _path in PARTS} | LEFT_OUT
    assert {model.__name__ for model in apps.get_app_config("library").get_models()} <= known
    assert {Intake.__name__, LibraryTransfer.__name__} <= LEFT_OUT
