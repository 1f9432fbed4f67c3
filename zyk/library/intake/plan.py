"""What each row would do, found without changing anything: the dry run."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zyk.library import proposals
from zyk.library.enums import CourseKind, Rights, RowOutcome
from zyk.library.intake import columns
from zyk.library.intake.sheet import SheetRow
from zyk.library.intake.sources import Source, is_inside, sha256_of
from zyk.library.models import Intake, IntakeRow, Library, Resource, ResourceVersion
from zyk.media.content.recognise import recognise
from zyk.media.names import clean_name


class Planner:
    """Knows the library's points, courses and contents once, and judges row after row."""

    def __init__(self, intake: Intake, source: Source | None) -> None:
        self.intake, self.source = intake, source
        library: Library = intake.library
        self.points = {title: pk for pk, title in library.points.order_by("-position").values_list("pk", "title")}
        self.courses = set(library.courses.filter(kind=CourseKind.STANDARD).values_list("title", flat=True))
        self.used_paths: dict[str, int] = {}
        self.used_numbers: dict[str, int] = {}
        self.contents: dict[str, str] = {}

    def rows(self, lines: list[SheetRow] | None, without: str = "") -> Iterator[IntakeRow]:
        """A row for each line of the sheet, or without a sheet for each file (`without` is the sheet itself)."""
        if lines is None:
            assert self.source is not None
            lines = [
                SheetRow(number, {"file": path})
                for number, path in enumerate((p for p in self.source.paths if p != without), start=1)
            ]
        for line in lines:
            yield self._row(line)

    def _row(self, line: SheetRow) -> IntakeRow:
        row = IntakeRow(intake=self.intake, number=line.number, outcome=RowOutcome.NEW, faults=[], differences=[])
        number, path = line.cells.get("number", ""), columns.inner(line.cells.get("file", ""))
        path = path.replace("\\", "/").removeprefix("./")
        row.path = path[:1000]
        row.given = self._given(line, row, is_new=not number)
        if number:
            self._changed(row, number)
        else:
            self._new(row, path)
        if row.faults:
            row.outcome = RowOutcome.FAULTY
        return row

    def _given(self, line: SheetRow, row: IntakeRow, *, is_new: bool) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for column in columns.DESCRIBING:
            text = line.cells.get(column.key)
            if text is None or (is_new and not text):
                continue
            if not text:
                if column.is_needed:
                    row.faults.append([str(column.heading), _("不能清空。")])
                given[column.key] = None if column.key == "rights_until" else ""
                continue
            try:
                value = columns.read_cell(column, text)
                given[column.key] = value.isoformat() if column.key == "rights_until" else value
            except ValidationError as error:
                row.faults.append([str(column.heading), " ".join(error.messages)])
        if given.get("rights") == Rights.CUSTOM and not given.get("rights_terms") and is_new:
            row.faults.append([str(_("许可条件")), _("许可为另行约定时，请写明许可条件。")])
        if "points" in line.cells and (line.cells["points"] or not is_new):
            given["points"] = self._points(line.cells["points"], row)
        if is_new:
            self._place(line, row, given)
        return given

    def _points(self, text: str, row: IntakeRow) -> list[int]:
        found = []
        for title in columns.titles_in(text):
            if title in self.points:
                found.append(self.points[title])
            else:
                hint = columns.meant(title, list(self.points)) if self.points else ""
                row.faults.append(
                    [str(columns.POINTS.heading), _("没有“%(text)s”。%(hint)s") % {"text": title[:40], "hint": hint}]
                )
        return list(dict.fromkeys(found))

    def _place(self, line: SheetRow, row: IntakeRow, given: dict[str, Any]) -> None:
        course, module = line.cells.get("course", ""), line.cells.get("module", "")
        if not course:
            if module:
                row.faults.append([str(columns.COURSE.heading), _("写了模块，还要写课程。")])
            return
        if course not in self.courses:
            hint = columns.meant(course, sorted(self.courses)) if self.courses else ""
            row.faults.append(
                [str(columns.COURSE.heading), _("没有“%(text)s”。%(hint)s") % {"text": course[:40], "hint": hint}]
            )
        given["course"], given["module"] = course, (module or course)[:160]

    def _new(self, row: IntakeRow, path: str) -> None:
        fault = self._fault_of(path, row.number)
        row.title = (row.given.get("title") or proposals.title_of(PurePosixPath(path).name))[:200]
        if fault:
            row.faults.append([str(columns.FILE.heading), fault])
            return
        assert self.source is not None
        try:
            with self.source.open(path) as content:
                if not content.stat().st_size:
                    raise ValidationError(_("文件是空的（0 字节）。"))
                recognise(content, clean_name(path))
                sha256 = sha256_of(content)
        except ValidationError as error:
            row.faults.append([str(columns.FILE.heading), " ".join(error.messages)])
            return
        self._compare_content(row, sha256)

    def _compare_content(self, row: IntakeRow, sha256: str) -> None:
        if sha256 in self.contents:
            words = _("与“%(other)s”内容完全相同，只会新建一条。") % {"other": self.contents[sha256]}
            row.outcome, row.differences = RowOutcome.KNOWN, [[words, "", ""]]
            return
        self.contents[sha256] = row.path
        same = (
            ResourceVersion.objects.filter(content_sha256=sha256, resource__library=self.intake.library)
            .select_related("resource")
            .order_by("id")
            .first()
        )
        if same:
            row.outcome, row.resource = RowOutcome.KNOWN, same.resource

    def _fault_of(self, path: str, number: int) -> str:
        if not path:
            return _("请写文件的路径；修改已有资源时请写资源编号。")
        if self.source is None:
            return _("标引表只能修改已有资源；新建资源请连同文件打成 ZIP 上传。")
        if not is_inside(path):
            return _("路径指向文件夹之外，不能使用。")
        if path not in self.source.paths:
            near = columns.meant(path, list(self.source.paths)) if len(self.source.paths) < 2000 else ""
            return _("没有这个文件。%(hint)s") % {"hint": near if "？" in near or "?" in near else ""}
        if path in self.used_paths:
            return _("第 %(n)s 行已经写过这个文件。") % {"n": self.used_paths[path]}
        self.used_paths[path] = number
        return self.source.paths[path]

    def _changed(self, row: IntakeRow, number: str) -> None:
        heading = str(columns.NUMBER.heading)
        resource = self._resource(number)
        if resource is None:
            row.faults.append([heading, _("本资源库没有这个编号的资源。")])
            return
        row.resource, row.seen_at, row.title = resource, resource.updated_at, resource.title[:200]
        if number in self.used_numbers:
            row.faults.append([heading, _("第 %(n)s 行已经写过这条资源。") % {"n": self.used_numbers[number]}])
        self.used_numbers[number] = row.number
        rights, terms = (row.given.get(name, getattr(resource, name)) for name in ("rights", "rights_terms"))
        changes = list(self._differences(resource, row.given))
        row.given = {key: row.given[key] for key, _words in changes}
        row.differences = [words for _key, words in changes]
        if rights == Rights.CUSTOM and not terms:
            row.faults.append([str(_("许可条件")), _("许可为另行约定时，请写明许可条件。")])
        row.outcome = RowOutcome.CHANGE if row.differences else RowOutcome.SAME

    def _resource(self, number: str) -> Resource | None:
        try:
            uuid = UUID(number)
        except ValueError:
            return None
        return self.intake.library.resources.prefetch_related("points").filter(uuid=uuid).first()

    def _differences(self, resource: Resource, given: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
        for column in columns.DESCRIBING:
            if column.key in given:
                before = columns.written(resource, column.key)
                after = columns.said(column, given[column.key])
                if _one_form(before) != _one_form(after):
                    yield column.key, [str(column.heading), before, after]
        if "points" in given:
            old = {point.pk: point.title for point in resource.points.all()}
            names = {pk: title for title, pk in self.points.items()} | old
            kept_names = {names[pk] for pk in given["points"]}
            if set(old.values()) != kept_names:
                words = ["；".join(sorted(titles)) for titles in (old.values(), kept_names)]
                yield "points", [str(columns.POINTS.heading), *words]


def _one_form(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def in_batches(rows: Iterable[IntakeRow], size: int, keep: Callable[[list[IntakeRow]], None]) -> int:
    """Hand rows on `size` at a time; returns how many there were."""
    batch: list[IntakeRow] = []
    count = 0
    for row in rows:
        batch.append(row)
        count += 1
        if len(batch) == size:
            keep(batch)
            batch = []
    if batch:
        keep(batch)
    return count
