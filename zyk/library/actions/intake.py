"""A bulk import: taken in hand, checked without changing anything, confirmed, and done row by row.

Every row is one transaction, so whatever stops the work, the next run goes on where it stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.accounts.queries import actor_of
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.actions.module import add_item, add_module
from zyk.library.actions.resource import create_resource, edit_resource
from zyk.library.enums import INTAKE_MOVES, CourseKind, IntakeKind, IntakeState, RowOutcome
from zyk.library.intake.plan import Planner, in_batches
from zyk.library.intake.sheet import SheetRow, read_sheet
from zyk.library.intake.sources import FolderSource, Source, ZipSource, sheet_in
from zyk.library.models import Intake, IntakeRow, KnowledgePoint, Library, Resource
from zyk.library.noting import note_resource
from zyk.media import store
from zyk.media.actions import store_file
from zyk.records.verbs import Verb

_BATCH = 100
_SILENT = timedelta(minutes=5)
_DOES_SOMETHING = (RowOutcome.NEW, RowOutcome.CHANGE)


@transaction.atomic
def begin_intake(
    library: Library,
    *,
    kind: IntakeKind,
    name: str,
    actor: Actor,
    file: Any = None,
    sheet: Any = None,
    folder: Path | None = None,
    sheet_path: Path | None = None,
) -> Intake:
    """Put a bulk import in hand: an uploaded ZIP (`file`, with a `sheet` beside or inside it), an uploaded sheet
    alone, or a `folder` of this machine. The caller then has it checked."""
    must(rules.can_build, library, actor)
    for given in (file, sheet):
        if given is not None and given.size > settings.ZYK_UPLOAD_LIMIT_BYTES:
            limit = filesizeformat(settings.ZYK_UPLOAD_LIMIT_BYTES)
            raise ValidationError(_("文件超过 %(limit)s 的上限。请分成几份上传。") % {"limit": limit})
    intake = Intake(library=library, kind=kind, name=name[:200], asked_by=actor.user, capacity=actor.membership)
    intake.folder = str(folder.resolve()) if folder else ""
    intake.sheet = str(sheet_path.resolve()) if sheet_path else ""
    if file is not None:
        intake.archive = default_storage.save(f"intakes/{intake.uuid}", File(file))
    if sheet is not None:
        intake.sheet = default_storage.save(f"intakes/{intake.uuid}-sheet", File(sheet))
    intake.save()
    audit.record(actor=actor, verb="create", about=intake)
    return intake


def check_intake(intake: Intake) -> Intake:
    """The dry run, from the beginning however often it was begun: rows and what each would do."""
    if intake.state != IntakeState.CHECKING:
        return intake
    with override(intake.asked_by.language):
        try:
            with _opened(intake) as (source, lines, sheet):
                _plan(intake, source, lines, sheet)
        except (ValidationError, OSError) as error:
            intake.fault = _words_of(error)[:500]
            intake.save(update_fields=["fault", "updated_at"])
            move(intake, IntakeState.FAILED, moves=INTAKE_MOVES, actor=_asker(intake))
            _clear(intake)
            return intake
    move(intake, IntakeState.READY, moves=INTAKE_MOVES, actor=_asker(intake))
    return intake


def confirm_intake(intake: Intake, *, actor: Actor) -> Intake:
    """Let the rows without faults be done; the caller then has them done."""
    must(rules.can_build, intake.library, actor)
    if not intake.rows.filter(outcome__in=_DOES_SOMETHING).exists():
        raise ValidationError(_("没有可以导入的行。"))
    move(intake, IntakeState.RUNNING, moves=INTAKE_MOVES, actor=actor)
    intake.save(update_fields=["updated_at"])
    return intake


def cancel_intake(intake: Intake, *, actor: Actor) -> Intake:
    """Give it up before anything was done."""
    must(rules.can_build, intake.library, actor)
    move(intake, IntakeState.CANCELLED, moves=INTAKE_MOVES, actor=actor)
    _clear(intake)
    return intake


def run_intake(intake: Intake) -> Intake:
    """Do every row that is not done yet; a row that cannot be done says why and stops no other."""
    if intake.state != IntakeState.RUNNING:
        return intake
    actor = _asker(intake)
    waiting = intake.rows.filter(outcome__in=_DOES_SOMETHING, done_at=None, failure="").order_by("number")
    with override(intake.asked_by.language):
        try:
            with _opened(intake, with_sheet=False) as (source, _lines, _sheet):
                for count, key in enumerate(list(waiting.values_list("pk", flat=True)), start=1):
                    _do(key, source, actor)
                    if count % 20 == 0:
                        Intake.objects.filter(pk=intake.pk).update(updated_at=timezone.now())
        except (ValidationError, OSError) as error:  # the folder or archive itself is gone
            waiting.update(failure=_words_of(error)[:500])
        _end(intake, actor)
    return intake


def silent_intakes(now: datetime) -> list[int]:
    """Those whose worker was stopped: begun, and not heard of for minutes."""
    rows = Intake.objects.filter(
        state__in=(IntakeState.CHECKING, IntakeState.RUNNING), folder="", updated_at__lt=now - _SILENT
    )
    return list(rows.values_list("pk", flat=True))


def counts_of(intake: Intake) -> dict[str, int]:
    """How many rows are done, failed and still to do."""
    rows = intake.rows.filter(outcome__in=_DOES_SOMETHING)
    done, failed = rows.exclude(done_at=None).count(), rows.exclude(failure="").count()
    return {"done": done, "failed": failed, "waiting": rows.count() - done - failed}


@contextmanager
def _opened(intake: Intake, *, with_sheet: bool = True) -> Iterator[tuple[Source | None, list[SheetRow] | None, str]]:
    """(where files come from, lines of the sheet or None, path of the sheet among the files)."""
    if intake.folder:
        source: Source = FolderSource(Path(intake.folder))
        inside = "" if intake.sheet else sheet_in(source)
        sheet = Path(intake.sheet) if intake.sheet else Path(intake.folder) / inside if inside else None
        yield source, _lines_of(sheet) if sheet and with_sheet else None, inside
        return
    with store.local_copy(intake.archive) as archive:
        if intake.kind == IntakeKind.SHEET:
            yield None, _lines_of(archive) if with_sheet else [], ""
            return
        source = ZipSource(archive)
        inside = "" if intake.sheet else sheet_in(source)
        yield source, _lines_in(intake, source, inside) if with_sheet else None, inside


def _lines_in(intake: Intake, source: Source, inside: str) -> list[SheetRow] | None:
    if intake.sheet:
        with store.local_copy(intake.sheet) as sheet:
            return _lines_of(sheet)
    if inside:
        with source.open(inside) as sheet:
            lines = _lines_of(sheet)
        above = inside.rpartition("/")[0]
        return [_below(line, above, source) for line in lines] if above else lines
    return None


def _below(line: SheetRow, above: str, source: Source) -> SheetRow:
    """A ZIP of one folder: the sheet's paths begin where the sheet lies."""
    path = line.cells.get("file", "").replace("\\", "/").removeprefix("./")
    if not path or path in source.paths:
        return line
    return SheetRow(line.number, line.cells | {"file": f"{above}/{path}"})


def _lines_of(sheet: Path) -> list[SheetRow]:
    try:
        with sheet.open("rb") as file:
            return read_sheet(file)
    except OSError as error:
        raise ValidationError(_("读不了标引表：%(why)s") % {"why": error.strerror or ""}) from error


def _plan(intake: Intake, source: Source | None, lines: list[SheetRow] | None, sheet: str) -> None:
    intake.rows.all().delete()
    total = len(lines) if lines is not None else len(source.paths) - bool(sheet) if source else 0
    Intake.objects.filter(pk=intake.pk).update(total=total, checked=0)

    def keep(batch: list[IntakeRow]) -> None:
        with transaction.atomic():
            IntakeRow.objects.bulk_create(batch)
            intake.checked += len(batch)
            intake.save(update_fields=["checked", "updated_at"])

    intake.checked, intake.total = 0, total
    if not in_batches(Planner(intake, source).rows(lines, without=sheet), _BATCH, keep):
        raise ValidationError(_("里面没有文件。"))


def _do(key: int, source: Source | None, actor: Actor) -> None:
    row = IntakeRow.objects.select_related("intake__library", "resource").get(pk=key)
    try:
        if row.outcome == RowOutcome.CHANGE:
            _change(row, actor)
        else:
            assert source is not None
            _create(row, source, actor)
    except (ValidationError, OSError) as error:
        failed = _words_of(error)
    except KeyError:
        failed = _("这个文件已不在原处。")
    else:
        return
    IntakeRow.objects.filter(pk=key).update(failure=failed[:500] or "?")


def _create(row: IntakeRow, source: Source, actor: Actor) -> None:
    with source.open(row.path) as path, path.open("rb") as content:
        stored = store_file(content, name=row.path, actor=actor)
    with transaction.atomic():
        if not _taken(row):
            return
        described = {name: value for name, value in row.given.items() if name not in ("points", "course", "module")}
        resource = create_resource(
            library=row.intake.library,
            actor=actor,
            file=stored,
            file_name=row.path.rpartition("/")[2],
            points=KnowledgePoint.objects.filter(pk__in=row.given.get("points", [])),
            **_typed(described),
        )
        _put_into_course(row, resource, actor)
        IntakeRow.objects.filter(pk=row.pk).update(resource=resource)
        note_resource(actor, Verb.UPLOADED, resource)


def _change(row: IntakeRow, actor: Actor) -> None:
    with transaction.atomic():
        if not _taken(row):
            return
        if row.resource is None or row.seen_at is None:
            raise ValidationError(_("本资源库没有这个编号的资源。"))
        changes = {name: value for name, value in row.given.items() if name != "points"}
        points = KnowledgePoint.objects.filter(pk__in=row.given["points"]) if "points" in row.given else None
        edit_resource(row.resource, seen_at=row.seen_at, changes=_typed(changes), points=points, actor=actor)


def _taken(row: IntakeRow) -> bool:
    """Mark the row done, inside its transaction; False when another worker did it meanwhile."""
    return bool(IntakeRow.objects.filter(pk=row.pk, done_at=None).update(done_at=timezone.now()))


def _put_into_course(row: IntakeRow, resource: Resource, actor: Actor) -> None:
    title = row.given.get("course")
    if not title:
        return
    course = row.intake.library.courses.filter(kind=CourseKind.STANDARD, title=title).order_by("id").first()
    if course is None:
        raise ValidationError(_("课程“%(title)s”已不在资源库里。") % {"title": title})
    name = row.given["module"]
    module = course.modules.filter(title=name).first() or add_module(course, title=name, actor=actor)
    add_item(module, resource, actor=actor)


def _typed(described: dict[str, Any]) -> dict[str, Any]:
    until = described.get("rights_until")
    return described | {"rights_until": date.fromisoformat(until)} if until else described


def _end(intake: Intake, actor: Actor) -> None:
    try:
        move(intake, IntakeState.DONE, moves=INTAKE_MOVES, actor=actor, facts=counts_of(intake))
    except NotInThisState:
        return  # another worker ended it
    intake.ended_at = timezone.now()
    intake.save(update_fields=["ended_at", "updated_at"])
    _clear(intake)
    n = counts_of(intake)
    notify(
        [intake.asked_by],
        text=f"批量导入“{intake.name}”已完成：{n['done']} 条成功，{n['failed']} 条未成功。",
        english_text=f"The bulk import of {intake.name} is done: {n['done']} taken in, {n['failed']} not.",
        url=f"/libraries/intakes/{intake.uuid}/",
    )


def _clear(intake: Intake) -> None:
    """The uploaded files are not kept beyond their use."""
    for name in (intake.archive, "" if intake.folder else intake.sheet):
        if name:
            default_storage.delete(name)


def _words_of(error: ValidationError | OSError) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("读不了这个文件：%(why)s") % {"why": error.strerror or type(error).__name__}


def _asker(intake: Intake) -> Actor:
    return actor_of(intake.asked_by, intake.capacity_id)
