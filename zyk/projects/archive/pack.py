"""Packing: every piece into a ZIP with its SHA-256, the page that opens it, and the manifest."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from zyk.accounts.actor import Actor
from zyk.common.audit import history_of
from zyk.common.models import AuditEntry
from zyk.media import store
from zyk.media.models import StoredFile
from zyk.projects.archive.accepting import acceptance_chapter
from zyk.projects.archive.applying import application_chapter, decision_chapter
from zyk.projects.archive.building import building_chapter
from zyk.projects.archive.figures import figures_chapter
from zyk.projects.archive.piece import Chapter, Piece
from zyk.projects.archive.trail import trail_chapter
from zyk.projects.models import Application, Project
from zyk.projects.queries.project import history_of_project

CHUNK = 1024 * 1024
STYLE = Path(__file__).resolve().parent.parent / "static" / "projects" / "archive.css"


@dataclass(frozen=True)
class Packed:
    """One file of the archive as the manifest lists it."""

    piece: Piece
    sha256: str
    size: int


def pack(target: Path, application: Application, *, actor: Actor, at: datetime, tell: Callable[[int], None]) -> int:
    """Write the archive to `target`; returns how many files are in it. `tell` hears the progress in per cent.

    Labels are Chinese whoever asks, with English beside: an archive outlives the language of a session."""
    with translation.override("zh-hans"):
        project = Project.objects.filter(application=application).select_related("library__specialty").first()
        chapters = [chapter for chapter in chapters_of(application, project, actor) if chapter.pieces]
        tell(10)
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            packed = _write(archive, chapters, tell)
            packed.append(_put(archive, Piece("style.css", "版式", "Style", STYLE.read_bytes())))
            about = _about(application, project, actor, at)
            packed.append(_put(archive, Piece("index.html", "目录", "Contents", _index(about, chapters, packed))))
            manifest = Piece("manifest.json", "清单", "Manifest", _manifest(about, packed))
            packed.append(_put(archive, manifest))
            sums = "".join(f"{each.sha256}  {each.piece.path}\n" for each in packed)
            packed.append(_put(archive, Piece("SHA256SUMS", "校验", "Sums", sums.encode())))
    return len(packed)


def chapters_of(application: Application, project: Project | None, actor: Actor) -> Iterator[Chapter]:
    """Everything the actor may read, in the order it came about."""
    yield application_chapter(application, actor)
    yield decision_chapter(application, actor)
    if project:
        yield building_chapter(project)
        yield acceptance_chapter(project)
    yield figures_chapter(application, project)
    yield trail_chapter(_entries(application, project, actor))


def _entries(application: Application, project: Project | None, actor: Actor) -> list[AuditEntry]:
    entries = list(history_of(application))
    if project:
        entries += history_of_project(project, actor)
    return sorted(entries, key=lambda entry: entry.sequence)


def _write(archive: ZipFile, chapters: list[Chapter], tell: Callable[[int], None]) -> list[Packed]:
    pieces = [piece for chapter in chapters for piece in chapter.pieces]
    packed = []
    for number, piece in enumerate(pieces, start=1):
        packed.append(_put(archive, piece))
        tell(10 + 85 * number // len(pieces))
    return packed


def _put(archive: ZipFile, piece: Piece) -> Packed:
    if isinstance(piece.content, StoredFile):
        return _copy(archive, piece, piece.content)
    content = piece.content if isinstance(piece.content, bytes) else piece.content()
    archive.writestr(piece.path, content)
    return Packed(piece, hashlib.sha256(content).hexdigest(), len(content))


def _copy(archive: ZipFile, piece: Piece, stored: StoredFile) -> Packed:
    """An uploaded file, read in parts; one that is not what was uploaded stops the archive."""
    digest = hashlib.sha256()
    with (
        store.local_copy(stored.storage_name) as path,
        path.open("rb") as source,
        archive.open(piece.path, "w", force_zip64=True) as target,
    ):
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != stored.sha256:
        raise ValueError(f"{piece.path}: the stored file is damaged")
    return Packed(piece, stored.sha256, stored.size_bytes)


def _about(application: Application, project: Project | None, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme": {"zh": "职业教育专业教学资源库", "en": "Teaching resource libraries of vocational education"},
        "library": application.library.name,
        "lead_host": (project or application).lead_host.name,
        "application": application.number,
        "application_state": str(application.get_state_display()),
        "project": project.code if project else None,
        "project_state": str(project.get_state_display()) if project else None,
        "made_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "made_for": {"name": actor.trail_name, "capacity": actor.trail_capacity},
        "system": settings.ZYK_BASE_URL,
    }


def _index(about: dict[str, Any], chapters: list[Chapter], packed: list[Packed]) -> bytes:
    facts = [
        ("申请编号", "Application", f"{about['application']} · {about['application_state']}"),
        ("项目编号", "Project", f"{about['project']} · {about['project_state']}" if about["project"] else ""),
        ("打包时间", "Packed at", about["made_at"]),
        ("打包给", "Packed for", f"{about['made_for']['name']} {about['made_for']['capacity']}"),
        ("系统", "System", about["system"]),
    ]
    context = {
        "about": about,
        "facts": facts,
        "chapters": chapters,
        "sizes": {each.piece.path: each.size for each in packed},
        "checks": {"zh": "清单与校验", "en": "Manifest and check sums"},
    }
    return render_to_string("projects/archive/index.html", context).encode()


def _manifest(about: dict[str, Any], packed: list[Packed]) -> bytes:
    """All files but this one and SHA256SUMS, which can only be written after it."""
    files = [
        {"path": each.piece.path, "sha256": each.sha256, "size": each.size, "zh": each.piece.zh, "en": each.piece.en}
        for each in packed
    ]
    return json.dumps({"about": about, "files": files}, ensure_ascii=False, indent=1).encode()
