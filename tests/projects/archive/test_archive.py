"""归档包: packed for one reader, opened without the system, every link followed, every sum computed again."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.accounts.builders import a_member, signed_in
from tests.known import known
from tests.projects.builders import a_cycle, a_host, an_application, fill_in
from tests.projects.project.builders import People, a_budget, a_participant, a_task_book, people_of, strangers
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.common.audit import SYSTEM, entry_hash, history_of, record
from zyk.common.models import AuditEntry
from zyk.media.actions import store_file
from zyk.projects.actions.acceptance import open_acceptance, submit_self_review
from zyk.projects.actions.archive import (
    KEPT_DAYS,
    STUCK_AFTER,
    ask_for_archive,
    make_archive,
    remove_old_archives,
    resume_archives,
)
from zyk.projects.actions.selection import approve_project
from zyk.projects.actions.submission import submit_application
from zyk.projects.enums import ApplicationState, ProjectState
from zyk.projects.enums.archive import ArchiveState
from zyk.projects.models import (
    Archive,
    Attachment,
    Decision,
    DecisionBatch,
    DecisionLetter,
    Disbursement,
    Project,
)

pytestmark = pytest.mark.django_db
MEDIA = Path(__file__).parents[2] / "media" / "samples"


def a_life() -> tuple[Project, People]:
    """From the application through letter, task book and money to the self-review."""
    application = an_application()
    writer = a_host(application)
    fill_in(application, writer)
    with (MEDIA / "paper.pdf").open("rb") as paper:
        Attachment.objects.update(file=store_file(paper, name="演示方案.pdf", actor=SYSTEM))
    submit_application(application=application, actor=writer)
    application.refresh_from_db()
    officer = a_member(Role.MINISTRY_OFFICER)
    project = approve_project(application, grant_fen=5_000_000, actor=officer, at=timezone.now())
    type(application).objects.update(state=ApplicationState.APPROVED)
    batch = DecisionBatch.objects.create(cycle=application.cycle, title="批次", drafted_by=officer.user)
    decision = Decision.objects.create(batch=batch, application=application, outcome="approved", amount_fen=5_000_000)
    DecisionLetter.objects.create(
        decision=decision, number="文1号", addressee="演示学校", paragraphs=["予以立项。"], signed="教育部",
        issued_on=timezone.localdate(), sha256="0" * 64,
    )  # fmt: skip
    people = people_of(project)
    application.budgets.all().delete()
    a_budget(application)
    a_task_book(project)
    Disbursement.objects.create(project=project, number=1, amount_fen=5_000_000)
    Project.objects.update(state=ProjectState.BUILDING)
    project.refresh_from_db()
    acceptance = open_acceptance(project, cycle=a_cycle(), actor=people.ministry)
    submit_self_review(acceptance, texts={"summary": "<b>自评</b>概述"}, actor=people.lead, at=timezone.now())
    record(actor=a_member(Role.EXPERT, name="专家丁"), verb="try", about=acceptance)
    return project, people


def packed(project: Project, actor: Any) -> dict[str, bytes]:
    archive = ask_for_archive(project.application, actor=actor)
    make_archive(archive.pk)
    archive.refresh_from_db()
    assert (archive.state, archive.failure, archive.progress) == (ArchiveState.READY, "", 100)
    with default_storage.open(archive.storage_name) as kept:
        return unpacked(kept.read())


def unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def linked(files: dict[str, bytes], page: str) -> Iterator[str]:
    """Every file that can be reached from the page by following links, wherever they lead."""
    seen, waiting = {page}, [page]
    while waiting:
        here = waiting.pop()
        yield here
        if not here.endswith(".html"):
            continue
        links = Links()
        links.feed(files[here].decode())
        assert not links.tags & {"script", "iframe", "form"}
        for link in links.found:
            assert "://" not in link
            parts: list[str] = []
            for part in PurePosixPath(PurePosixPath(here).parent, unquote(link)).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            target = "/".join(parts)
            assert target in files, (here, link)
            if target not in seen:
                seen.add(target)
                waiting.append(target)


def test_one_life_is_packed_by_the_worker_downloaded_and_opens_without_the_system(client: Client) -> None:
    project, people = a_life()
    page, progress, download = (
        reverse(f"projects:{name}", args=[project.application.uuid])
        for name in ("archive", "archive_progress", "archive_download")
    )
    signed_in(client, people.ministry)
    assert page in client.get(reverse("projects:project", args=[project.uuid])).content.decode()
    assert client.get(download).status_code == 404
    client.post(page)
    archive = Archive.objects.get()
    assert "排队打包" in client.get(progress).content.decode()
    make_archive(archive.pk)
    assert "下载 ZIP" in client.get(page).content.decode()
    assert Notification.objects.filter(recipient=people.ministry.user, url=page).exists()

    response = client.get(download)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    archive.refresh_from_db()
    assert hashlib.sha256(content).hexdigest() == archive.sha256
    entry = history_of(project.application).get(verb="download archive")
    assert (entry.actor_uuid, entry.file_sha256) == (people.ministry.user.uuid, archive.sha256)

    files = unpacked(content)
    assert set(linked(files, "index.html")) == set(files)
    manifest = json.loads(files["manifest.json"])
    assert {each["path"]: each["sha256"] for each in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name not in ("manifest.json", "SHA256SUMS")
    }
    listed = [line.split("  ", 1) for line in files["SHA256SUMS"].decode().splitlines()]
    sums = {path: digest for digest, path in listed}
    assert sums["manifest.json"] == hashlib.sha256(files["manifest.json"]).hexdigest()
    assert {"application/revision-1.pdf", "decision/letter-1.pdf", "project/budget-total-2016.xlsx"} <= set(files)
    assert files["application/revision-1.pdf"].startswith(b"%PDF")
    assert any(name.endswith("演示方案.pdf") for name in files)
    tasks = load_workbook(BytesIO(files["project/task-book-1.xlsx"]))["任务 tasks"]
    assert [row[1] for row in tasks.iter_rows(min_row=2, values_only=True)] == ["演示任务1", "演示任务2"]
    figures = load_workbook(BytesIO(files["figures/figures.xlsx"]))["指标 indicators"]
    assert figures.max_row == 1 + known(project.acceptances.get().computation).results.count()
    assert any(row[8] for row in figures.iter_rows(min_row=2, values_only=True))
    assert b"<b>" not in files["acceptance/1/acceptance.html"]
    assert "自评" in files["acceptance/1/acceptance.html"].decode()

    lines = [json.loads(line) for line in files["trail/trail.jsonl"].decode().splitlines()]
    kept = {entry.sequence: entry for entry in AuditEntry.objects.all()}
    assert [line["hash"] for line in lines] == [entry_hash(kept[line["sequence"]]) for line in lines]
    canonical = {name: value for name, value in lines[0].items() if name != "hash"}
    text = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == lines[0]["hash"]


def test_each_gets_what_he_may_read_and_strangers_nothing(client: Client) -> None:
    project, people = a_life()
    ministry, host, province = (packed(project, each) for each in (people.ministry, people.lead, people.province))

    def trail_of(files: dict[str, bytes]) -> str:
        return files["trail/trail.jsonl"].decode()

    assert "专家丁" in trail_of(ministry)
    assert "专家丁" not in trail_of(host) + trail_of(province)
    assert ["decision/letter-1.pdf" in files for files in (ministry, host, province)] == [True, True, False]
    assert "panel_conclusion" not in str(host)
    doors = [
        reverse(f"projects:{name}", args=[project.application.uuid])
        for name in ("archive", "archive_progress", "archive_download")
    ]
    for stranger in strangers():
        signed_in(client, stranger)
        assert {client.get(door).status_code for door in doors} == {404}
        assert client.post(doors[0]).status_code == 404
    colleague = signed_in(client, a_participant(project))
    assert colleague.get(doors[0]).status_code == 200
    assert colleague.get(doors[2]).status_code == 404  # another's archive is not his


def test_what_is_sealed_leaves_by_no_archive(client: Client) -> None:
    application = an_application(state=ApplicationState.FORMAL_CHECK, cycle=a_cycle(sealed=True))
    officer = signed_in(client, a_member(Role.MINISTRY_OFFICER))
    page = reverse("projects:archive", args=[application.uuid])
    assert officer.get(page).status_code == 403
    assert officer.post(page).status_code == 403
    assert not Archive.objects.exists()


def test_it_is_packed_once_fails_with_a_reason_is_taken_up_again_and_goes_after_its_days() -> None:
    project, people = a_life()
    archive = ask_for_archive(project.application, actor=people.lead)
    assert ask_for_archive(project.application, actor=people.lead) == archive
    long_ago = timezone.now() - STUCK_AFTER * 2
    Archive.objects.update(state=ArchiveState.PACKING, began_at=long_ago, asked_at=long_ago)
    assert make_archive(archive.pk) is None
    assert resume_archives(timezone.now()) == [archive.pk]

    stored = known(project.application.attachments.first()).file
    with default_storage.open(stored.storage_name) as kept:
        content = kept.read()
    Path(default_storage.path(stored.storage_name)).write_bytes(content + b"!")
    make_archive(archive.pk)
    archive.refresh_from_db()
    assert archive.state == ArchiveState.FAILED
    assert "damaged" in archive.failure

    Path(default_storage.path(stored.storage_name)).write_bytes(content)
    packed(project, people.lead)
    archive.refresh_from_db()
    first = archive.storage_name
    packed(project, people.lead)  # asked for anew, it takes the place of the first
    archive.refresh_from_db()
    assert default_storage.exists(archive.storage_name)
    assert not (first != archive.storage_name and default_storage.exists(first))

    assert remove_old_archives(timezone.now()) == 0
    assert remove_old_archives(timezone.now() + timedelta(days=KEPT_DAYS + 1)) == 1
    assert not default_storage.exists(archive.storage_name)
    assert history_of(project.application).filter(verb="ask for archive").count() == 3
