"""Taking over a Common Cartridge: its tree as a course with modules, its pages and files as resources, its quizzes
as assessments. All of it or nothing; what has no place here is named in the report."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.html import escape

from zyk.accounts.actor import Actor
from zyk.assessment.actions import add_question, create_assessment, create_bank
from zyk.assessment.models import QuestionBank
from zyk.common import audit
from zyk.interop.cartridge.archive import Archive, child, text_of
from zyk.interop.cartridge.manifest import Entry, Manifest, ManifestResource, read_manifest
from zyk.interop.cartridge.questions import read_assessment
from zyk.interop.models import PackageImport
from zyk.interop.pages import body_of, with_own_links
from zyk.library.actions import add_item, add_module, create_course, create_resource
from zyk.library.enums import Level, MediaType, Rights
from zyk.library.models import Course, Library, Module, Resource
from zyk.media.actions import store_file
from zyk.media.enums import FileKind

# Read before anything is written, so that a file in the package nobody may upload is left out, not fatal.
PAGE_KINDS = (".html", ".htm", ".xhtml")


@dataclass
class _Taken:
    """What has been made so far, by its path in the package."""

    by_path: dict[str, Resource] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    left_out: list[dict[str, str]] = field(default_factory=list)
    questions: int = 0


def import_package(file: BinaryIO, *, name: str, library: Library, actor: Actor) -> PackageImport:
    """Read the package whole, then make the course in one transaction; ValidationError leaves nothing behind."""
    archive = Archive(file)
    manifest = read_manifest(archive)
    with transaction.atomic():
        return _take_over(archive, manifest, file, name, library, actor)


def _take_over(
    archive: Archive, manifest: Manifest, file: BinaryIO, name: str, library: Library, actor: Actor
) -> PackageImport:
    course = create_course(library=library, title=manifest.title, actor=actor)
    taken = _Taken()
    _take_files(archive, manifest, library, actor, taken)
    bank: list[QuestionBank] = []
    take = _Takers(archive, manifest, library, course, actor, taken, bank)
    modules = 0
    for section in manifest.sections:
        module = add_module(course, title=section.title or manifest.title, actor=actor)
        modules += 1
        for entry in section.entries:
            take.entry(entry, module)
    take.loose()
    file.seek(0)
    package = store_file(file, name=name, actor=actor, kinds={FileKind.PACKAGE})
    done = PackageImport.objects.create(
        library=library,
        package=package,
        package_name=name[:255],
        course=course,
        imported_by=actor.user,
        report={
            "modules": modules,
            "resources": len(taken.by_path),
            "questions": taken.questions,
            "left_out": taken.left_out,
        },
    )
    audit.record(actor=actor, verb="import", about=done, file_sha256=package.sha256, facts={"course": course.title})
    return done


def _take_files(archive: Archive, manifest: Manifest, library: Library, actor: Actor, taken: _Taken) -> None:
    """Every file under webcontent that is no page becomes a resource, described with the package's rights."""
    for resource in manifest.resources.values():
        path = resource.href
        if resource.kind != "webcontent" or not path or path.lower().endswith(PAGE_KINDS):
            continue
        file_name = PurePosixPath(path).name
        try:
            with transaction.atomic(), archive.open(path) as content:
                stored = store_file(content, name=file_name, actor=actor)
                made = create_resource(
                    library=library, actor=actor, file=stored, file_name=file_name, **_described(manifest)
                )
        except ValidationError as refused:
            taken.left_out.append({"what": path, "why": "refused", "words": " ".join(refused.messages)})
            continue
        taken.by_path[path] = made
        taken.addresses[path] = reverse("interop:embedded", args=[made.uuid])


@dataclass
class _Takers:
    """One way for each kind of resource an item may stand for."""

    archive: Archive
    manifest: Manifest
    library: Library
    course: Course
    actor: Actor
    taken: _Taken
    bank: list[QuestionBank]
    done: set[str] = field(default_factory=set)

    def entry(self, entry: Entry, module: Module) -> None:
        take: dict[str, Callable[[str, ManifestResource, Module], None]] = {
            "webcontent": self._webcontent,
            "imsdt": self._topic,
            "imswl": self._link,
            "imsqti": self._assessment,
        }
        if entry.resource is None:
            self._leave_out(entry.title, "missing")
        elif entry.resource.kind in take:
            take[entry.resource.kind](entry.title, entry.resource, module)
        else:
            self._leave_out(entry.title, "no-place")

    def loose(self) -> None:
        """Quizzes and pages no item stands for are taken over too, without a module."""
        for resource in self.manifest.resources.values():
            if resource.kind == "imsqti" and resource.identifier not in self.done:
                self._assessment("", resource, None)
            elif _is_page(resource) and resource.href not in self.taken.by_path:
                self._webcontent("", resource, None)

    def _webcontent(self, title: str, resource: ManifestResource, module: Module | None) -> None:
        if _is_page(resource):
            own_title, body = body_of(self.archive.read(resource.href))
            self._page(title or own_title or resource.href, body, resource.href, module)
        elif resource.href in self.taken.by_path:
            self._add(self.taken.by_path[resource.href], module)
        else:
            self._leave_out(title, "refused")

    def _topic(self, title: str, resource: ManifestResource, module: Module | None) -> None:
        """A discussion topic becomes a page: its text is what the learner reads."""
        root = self.archive.xml(resource.files[0])
        self._page(title, text_of(child(root, "text")), resource.files[0], module)

    def _link(self, title: str, resource: ManifestResource, module: Module | None) -> None:
        address = child(self.archive.xml(resource.files[0]), "url")
        href = address.get("href", "") if address is not None else ""
        if href.startswith(("http://", "https://")):
            self._page(title, f'<p><a href="{escape(href)}">{escape(title)}</a></p>', resource.files[0], module)
        else:
            self._leave_out(title, "no-place")

    def _page(self, title: str, body: str, path: str, module: Module | None) -> None:
        known = self.taken.by_path.get(path)
        if known is None:
            try:
                with transaction.atomic():
                    known = create_resource(
                        library=self.library,
                        actor=self.actor,
                        title=title[:200],
                        body=with_own_links(body, self.taken.addresses),
                        media_type=MediaType.WEB_COURSEWARE,
                        **_described(self.manifest),
                    )
            except ValidationError:
                self._leave_out(title, "empty")
                return
            self.taken.by_path[path] = known
        self._add(known, module)

    def _add(self, resource: Resource, module: Module | None) -> None:
        if module and not module.items.filter(resource=resource).exists():
            add_item(module, resource, actor=self.actor)

    def _assessment(self, title: str, resource: ManifestResource, module: Module | None) -> None:
        self.done.add(resource.identifier)
        path = _first_xml(resource)
        read = read_assessment(self.archive.xml(path)) if path else None
        if read is None or not read.questions:
            self._leave_out(title or (read.title if read else resource.identifier), "no-questions")
            return
        for what, profile in read.left_out:
            self._leave_out(f"{what}（{profile}）", "question-kind")
        if not self.bank:
            self.bank.append(create_bank(self.library, title=self.manifest.title, actor=self.actor))
        questions = [
            add_question(
                self.bank[0],
                kind=question.kind,
                stem=question.stem,
                choices=question.choices,
                answer=question.answer,
                explanation=question.explanation,
                source=self.manifest.title[:200],
                actor=self.actor,
            )
            for question in read.questions
        ]
        self.taken.questions += len(questions)
        create_assessment(
            self.course,
            title=title or read.title or self.manifest.title,
            questions=questions,
            module=module,
            attempts_allowed=read.attempts_allowed,
            actor=self.actor,
        )

    def _leave_out(self, what: str, why: str) -> None:
        self.taken.left_out.append({"what": what, "why": why, "words": ""})


def _is_page(resource: ManifestResource) -> bool:
    return resource.kind == "webcontent" and resource.href.lower().endswith(PAGE_KINDS)


def _first_xml(resource: ManifestResource) -> str:
    return next((name for name in (resource.href, *resource.files) if name.endswith((".xml", ".qti"))), "")


def _described(manifest: Manifest) -> dict[str, Any]:
    """The package's own statement of rights is kept as the source; its licence is recognised when it is one of ours."""
    rights = manifest.rights.lower().replace(" ", "-")
    licence = Rights.RESERVED
    if "by-nc-sa" in rights:
        licence = Rights.CC_BY_NC_SA
    elif "by-sa" in rights:
        licence = Rights.CC_BY_SA
    elif "licenses/by/" in rights:
        licence = Rights.CC_BY
    source = f"{manifest.title} · {manifest.rights}" if manifest.rights else manifest.title
    return {"source": source[:200], "rights": licence, "level": Level.MATERIAL}
