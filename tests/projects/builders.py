"""Cycles, applications and what belongs to them, for tests of every stage. Other stages build theirs on these."""

import hashlib
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone

from tests.accounts.builders import Member, a_member, an_organisation
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.accounts.queries import people_in_role
from zyk.catalogue.enums import Level
from zyk.catalogue.models import Specialty, SpecialtyCategory, SpecialtyClass
from zyk.common.audit import SYSTEM
from zyk.library.enums import Standing
from zyk.library.models import Library
from zyk.media.enums import FileKind, PreviewState
from zyk.media.models import StoredFile
from zyk.projects.actions.cycle import open_cycle
from zyk.projects.actions.section import save_section
from zyk.projects.actions.submission import submit_application
from zyk.projects.enums import ApplicationKind, ApplicationState, CycleState
from zyk.projects.models import Application, Attachment, Cycle, PoolEntry, Revision
from zyk.projects.models.cycle import SHANGHAI
from zyk.reviews.actions.dossier import dossier_sha256, freeze_dossier
from zyk.rulebook.actions import SHIPPED, load_rulebook
from zyk.rulebook.edition import Edition, Field
from zyk.rulebook.models import Rulebook
from zyk.rulebook.reading import plain, read_edition, tidy

_numbers = count(1)
_editions: dict[str, Edition] = {}
# States in which nothing has been sealed yet.
UNSEALED = {ApplicationState.DRAFT, ApplicationState.UNIT_REVIEW}


def a_rulebook(text: str | None = None) -> Rulebook:
    """The 2019 edition, or that of `text`; read once a session, loaded once a test."""
    text = tidy(text or (SHIPPED / "2019.yaml").read_text(encoding="utf-8"))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if sha256 not in _editions:
        _editions[sha256] = read_edition(text)
    edition = _editions[sha256]
    fields = {
        "year": edition.year,
        "title": edition.title.zh,
        "notice_number": edition.notice_number,
        "content": plain(edition),
        "source": text,
        "sha256": sha256,
    }
    return Rulebook.objects.get_or_create(code=edition.code, defaults=fields)[0]


def a_loaded_rulebook(path: Path) -> Rulebook:
    """An edition loaded from a file the honest way."""
    return load_rulebook(path.read_text(encoding="utf-8"), actor=SYSTEM)


def a_cycle(
    *,
    open: bool = True,  # noqa: A002
    rulebook: Rulebook | None = None,
    year: int | None = None,
    days: int = 10,
    sealed: bool = False,
) -> Cycle:
    """A cycle opened from its rulebook; its windows lie around today, or are over when `open` is False. `sealed` keeps
    what is written from the ministry until the online window closes.

    `year` other than the edition's gives an earlier or later cycle by direct rows."""
    today = timezone.localdate()
    rulebook = rulebook or a_rulebook()
    if year is None or year == rulebook.year:
        cycle = Cycle.objects.filter(year=rulebook.year).first() or open_cycle(
            rulebook=rulebook, actor=a_member(Role.MINISTRY_OFFICER)
        )
    else:
        cycle, _is_new = Cycle.objects.get_or_create(
            year=year, defaults={"title": f"{year} 年度工作", "rulebook": rulebook, "state": CycleState.OPEN}
        )
    closes_on = today + timedelta(days=days if open else -1)
    cycle.windows.update(opens_on=today - timedelta(days=days), closes_on=closes_on)
    if cycle.contents_sealed != sealed:
        Cycle.objects.filter(pk=cycle.pk).update(contents_sealed=sealed)
        cycle.contents_sealed = sealed
    return cycle


def a_specialty(code: str = "460103", name: str = "数控技术") -> Specialty:
    category, _is_new = SpecialtyCategory.objects.get_or_create(
        code=code[:2], defaults={"name": "装备制造大类", "level": Level.JUNIOR_COLLEGE}
    )
    group, _is_new = SpecialtyClass.objects.get_or_create(
        code=code[:4], defaults={"name": "机械设计制造类", "category": category}
    )
    return Specialty.objects.get_or_create(
        code=code, defaults={"name": name, "level": Level.JUNIOR_COLLEGE, "specialty_class": group}
    )[0]


def a_library(lead_host: Organisation | None = None, **fields: Any) -> Library:
    number = next(_numbers)
    fields = {"code": f"L{number:05}", "name": f"演示数控技术专业教学资源库{number}"} | fields
    return Library.objects.create(
        specialty=fields.pop("specialty", None) or a_specialty(), lead_host=lead_host or an_organisation(), **fields
    )


def an_application(
    *,
    state: str = ApplicationState.DRAFT,
    kind: str = ApplicationKind.CANDIDATE,
    cycle: Cycle | None = None,
    library: Library | None = None,
    lead_host: Organisation | None = None,
    revisions: int = 1,
    **fields: Any,
) -> Application:
    """An application standing in `state` by direct rows; from UNIT_REVIEW on it has a revision,
    once sealed also that revision's dossier."""
    number = next(_numbers)
    cycle = cycle or a_cycle()
    standing = Standing.ACCEPTED if kind == ApplicationKind.UPGRADE else Standing.NONE
    library = library or a_library(lead_host, standing=standing)
    application = Application.objects.create(
        **{"number": f"{cycle.year}-{'B' if kind == 'candidate' else 'S'}-{number:04}"} | fields,
        kind=kind,
        cycle=cycle,
        library=library,
        lead_host=library.lead_host,
        state=state,
    )
    if state != ApplicationState.DRAFT:
        for revision in range(1, revisions + 1):
            a_revision(application, number=revision, sealed=state not in UNSEALED)
    return application


def a_revision(application: Application, *, number: int = 1, sealed: bool = True, **drafts: Any) -> Revision:
    """What was submitted: one readable section, and `drafts` (section code → what was typed)."""
    now = timezone.now()
    title = {"zh": "基本信息", "en": "Basic facts"}
    value = application.library.name
    name = {"code": "library_title", "title": {"zh": "名称", "en": "Name"}, "type": "text", "value": value}
    sections = [{"code": "basic", "title": title, "fields": [name]}]
    revision = Revision.objects.create(
        application=application,
        number=number,
        content={"sections": sections, "drafts": {"basic": {"library_title": value}, **drafts}},
        sha256=dossier_sha256(sections, []),
        submitted_at=now,
        submitted_by=a_host(application).user,
    )
    if sealed:
        revision.sealed_at = now
        revision.sealed_by = a_member(Role.SEAL_KEEPER, application.lead_host).user
        revision.dossier = freeze_dossier(
            kind=application.kind,
            subject_uuid=application.uuid,
            revision=number,
            number=application.number,
            title=value,
            specialty_code=application.library.specialty.code,
            organisations=[],
            lead_organisation=application.lead_host,
            content=sections,
            blind_content=sections,
            at=now,
        )
        revision.save()
    return revision


def a_host(application: Application, role: str = Role.HOST_EDITOR) -> Member:
    """A person of the lead host."""
    return a_member(role, application.lead_host)


def a_pool_entry(library: Library, *, year: int) -> PoolEntry:
    """The library's place in the candidate pool of that year."""
    cycle = a_cycle(year=year)
    return PoolEntry.objects.create(cycle=cycle, library=library, entered_at=timezone.now())


def noon_after(day: date, days: int = 0) -> datetime:
    """Noon in Shanghai, that many days later."""
    return datetime.combine(day + timedelta(days=days), time(12), SHANGHAI)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


# -- a form filled in ------------------------------------------------------------------------------------------------
def a_value(field: Field, facts: dict[str, str]) -> Any:
    """Something right for a field of any edition."""
    match str(field.type):
        case "number":
            return "12"
        case "date":
            return "2019-06-10"
        case "choice":
            return field.choices[0].code
        case "table":
            return [{column.code: _cell(column, facts) for column in field.columns}]
        case "text" | "long_text":
            length = max(field.min_length or 0, 4)
            return ("演示内容" * length)[: min(length, field.max_length or length)]
    return None


def _cell(column: Any, facts: dict[str, str]) -> str:
    if column.references:
        return facts["number"]
    if column.code == "number":
        return facts["number"]
    return str(a_value(column, facts) if str(column.type) in ("number", "date", "choice") else "演示内容")


def a_budget_value(edition: Edition, wan: int = 10) -> dict[str, dict[str, str]]:
    """`wan` 万元 of the first line from every source in the whole; half of it in the first year, half in the second."""
    line = edition.spending_lines[0].code
    return {
        part.code: {
            f"{line}-{source.code}": str(wan if part.year is None else wan / 2) for source in edition.fund_sources
        }
        for part in edition.budget_parts
    }


def a_targets_value(edition: Edition) -> dict[str, Any]:
    fixed = [target for target in edition.performance_targets if target.level3]
    rows = [{"code": target.code, "total": "90", "year_1": "40", "year_2": "90"} for target in fixed]
    return {"goals": {"total": "建成资源库", "year_1": "", "year_2": ""}, "rows": rows}


def contents_of(edition: Edition, kind: str = "candidate") -> dict[str, dict[str, Any]]:
    """Section → what a careful writer types, for the form of any edition."""
    special = {"budget": a_budget_value(edition), "performance": a_targets_value(edition)}
    contents = {}
    for section in edition.form_of(kind).sections:
        content = {}
        for field in section.fields:
            value = special.get(str(field.type)) or a_value(field, {"number": "1"})
            if value is not None:
                content[field.code] = value
        if content:
            contents[section.code] = content
    return contents


def fill_in(application: Application, actor: Actor, **changed: dict[str, Any]) -> None:
    """Fill the whole form the honest way and attach what is required; `changed` replaces contents of sections."""
    edition = application.cycle.rulebook.edition
    for code, content in (contents_of(edition, application.kind) | changed).items():
        draft = application.sections.filter(code=code).first()
        version = draft.version if draft else 0
        save_section(application=application, code=code, content=content, version=version, actor=actor)
    for slot in edition.form_of(application.kind).attachments:
        if slot.required:
            attach(application, slot.code)
    if not people_in_role(application.lead_host, Role.SEAL_KEEPER).exists():
        a_member(Role.SEAL_KEEPER, application.lead_host)


def attach(application: Application, slot: str, name: str = "演示方案.pdf") -> Attachment:
    """An attachment by direct rows; its content is not looked at."""
    return Attachment.objects.create(application=application, slot=slot, file=a_stored_file(name), file_name=name)


def a_stored_file(name: str = "演示方案.pdf") -> StoredFile:
    content = f"{name}{next(_numbers)}".encode()
    return StoredFile.objects.create(
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        media_type="application/pdf",
        kind=FileKind.PDF,
        extension="pdf",
        name=name,
        preview_state=PreviewState.NONE,
    )


def a_submitted_application(**fields: Any) -> tuple[Application, Member]:
    """Filled in and submitted the honest way; and who wrote it."""
    application = an_application(**fields)
    writer = a_host(application)
    fill_in(application, writer)
    submit_application(application=application, actor=writer)
    application.refresh_from_db()
    return application, writer
