"""Reading a package: first every sum is checked, then every reference, then all is written in one transaction."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _

from zyk.accounts.enums import UserKind
from zyk.accounts.models import Organisation, Province, User
from zyk.common import audit
from zyk.library.bag.contents import NAMES, PARTS, columns_of, lists_of, name_of
from zyk.library.bag.write import PROFILE, Progress
from zyk.library.models import Library
from zyk.library.pages import clean
from zyk.media.actions import store_file
from zyk.media.models import StoredFile
from zyk.media.store import CHUNK_BYTES

_BATCH = 300
_DESCRIPTION_LIMIT_BYTES = 1024**3
Rows = list[dict[str, Any]]


class BagReader:
    """A bag in a ZIP. Made only when its form is right and every file is what its manifest says."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self.archive = zipfile.ZipFile(file)
            names = [entry.filename for entry in self.archive.infolist() if not entry.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise _refused(_("不是完整的 ZIP。")) from error
        tops = {name.partition("/")[0] for name in names}
        if len(tops) != 1 or f"{next(iter(tops))}/bagit.txt" not in names:
            raise _refused(_("里面没有 BagIt 声明。"))
        self.top = tops.pop()
        self.names = {name.removeprefix(f"{self.top}/") for name in names}
        if len(self.names) != len(names) or any(".." in PurePosixPath(name).parts for name in self.names):
            raise _refused(_("有重名或指向包外的文件。"))
        self.info = dict(_tag_lines(self._text("bag-info.txt")))
        if self.info.get("ZYK-Profile") != PROFILE:
            raise _refused(_("不是本系统导出的资源库，或由更新的版本导出。"))
        self.manifest = _sums_in(self._text("manifest-sha256.txt"))

    def check(self, progress: Progress) -> None:
        """Compare every byte with the manifests; nothing may be missing, altered or left over."""
        for path, digest in _sums_in(self._text("tagmanifest-sha256.txt")).items():
            if path not in self.names or self._digest(path) != digest:
                raise _refused(_("“%(path)s”缺失或被改动。") % {"path": path})
        payload = {name for name in self.names if name.startswith("data/")}
        for path in sorted(payload ^ set(self.manifest)):
            raise _refused(_("“%(path)s”缺失，或不在清单里。") % {"path": path})
        for done, (path, digest) in enumerate(sorted(self.manifest.items())):
            progress(done, 2 * len(self.manifest))
            if self._digest(path) != digest:
                raise _refused(_("“%(path)s”与清单的 SHA-256 不符，可能在传送中损坏。") % {"path": path})

    def rows(self, name: str) -> Rows:
        path = f"data/{name}.jsonl"
        if path not in self.names:
            raise _refused(_("“%(path)s”缺失，或不在清单里。") % {"path": path})
        entry = self.archive.getinfo(f"{self.top}/{path}")
        if entry.file_size > _DESCRIPTION_LIMIT_BYTES:
            raise _refused(_("“%(path)s”过大。") % {"path": path})
        try:
            with self.archive.open(entry) as lines:
                found = [json.loads(line) for line in lines]
        except ValueError as error:
            raise _refused(_("“%(path)s”的内容读不懂。") % {"path": path}) from error
        if not all(isinstance(row, dict) for row in found):
            raise _refused(_("“%(path)s”的内容读不懂。") % {"path": path})
        return found

    def open(self, path: str) -> Any:
        return self.archive.open(f"{self.top}/{path}")

    def _text(self, path: str) -> str:
        if path not in self.names:
            raise _refused(_("“%(path)s”缺失，或不在清单里。") % {"path": path})
        return self.archive.read(f"{self.top}/{path}").decode("utf-8", "replace")

    def _digest(self, path: str) -> str:
        digest = hashlib.sha256()
        try:
            with self.open(path) as content:
                while chunk := content.read(CHUNK_BYTES):
                    digest.update(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise _refused(_("“%(path)s”读不出来，可能在传送中损坏。") % {"path": path}) from error
        return digest.hexdigest()


class BagImporter:
    """Writes what a checked bag holds; `report` says what could not be joined here."""

    def __init__(self, bag: BagReader, *, actor: audit.ActsInTrail) -> None:
        self.bag, self.actor = bag, actor
        self.report: dict[str, Any] = {"counts": {}, "not_joined": [], "new_people": 0, "new_units": 0}
        self.known: dict[type[models.Model], dict[str, Any]] = {model: {} for model in NAMES}
        self.made: dict[type[models.Model], dict[str, models.Model]] = {}
        self.parts: dict[str, Rows] = {}

    def run(self, progress: Progress) -> Library:
        self.parts = {name: self.bag.rows(name) for name, _model, _path in PARTS}
        self._must_fit()
        files = self.bag.rows("files")
        for done, row in enumerate(files):
            progress(len(files) + done, 2 * len(files))
            self._take_file(row)
        with transaction.atomic():
            self._people()
            self._units()
            for name, model, _path in PARTS:
                self._make(name, model)
            self._join()
            library = Library.objects.get(uuid=self.parts["library"][0]["uuid"])
            audit.record(actor=self.actor, verb="import-library", about=library, facts=self.report["counts"])
        return library

    def _must_fit(self) -> None:
        libraries = self.parts["library"]
        if len(libraries) != 1:
            raise _refused(_("包里应正好有一个资源库。"))
        row = libraries[0]
        if Library.objects.filter(uuid=row["uuid"]).exists():
            raise ValidationError(_("本站已有这个资源库（%(name)s），没有重复导入。") % {"name": row.get("name")})
        for name, model, _path in PARTS:
            fields = {field.name for field in (*columns_of(model), *lists_of(model))}
            for each in self.parts[name]:
                if unknown := set(each) - fields:
                    raise _refused(
                        _("“%(name)s”里有本版本不认识的字段：%(fields)s")
                        % {"name": name, "fields": "、".join(sorted(unknown))}
                    )
        if Library.objects.filter(code=row["code"]).exists():
            self.report["code_was"] = row["code"]
            row["code"] = _free_code(row["code"])

    def _take_file(self, row: dict[str, Any]) -> None:
        sha256 = str(row["sha256"])
        path = f"data/files/{sha256[:2]}/{sha256}"
        if self.bag.manifest.get(path) != sha256:
            raise _refused(_("“%(path)s”缺失，或不在清单里。") % {"path": path})
        with self.bag.open(path) as content:
            stored = store_file(content, name=str(row["name"]), actor=self.actor)
        if stored.sha256 != sha256:
            raise _refused(_("“%(path)s”与清单的 SHA-256 不符，可能在传送中损坏。") % {"path": path})
        self.known[StoredFile][sha256] = stored

    def _people(self) -> None:
        """A person unknown here is kept by name, without an account that could sign in."""
        for row in self.bag.rows("people"):
            person = User.objects.filter(uuid=row["uuid"]).first()
            if person is None:
                person = User(
                    uuid=row["uuid"],
                    username=f"from-{row['uuid']}",
                    name=str(row["name"])[:80],
                    kind=UserKind.TEACHER,
                    is_active=False,
                )
                person.set_unusable_password()
                person.save()
                self.report["new_people"] += 1
            self.known[User][row["uuid"]] = person

    def _units(self) -> None:
        for row in self.bag.rows("organisations"):
            unit = (
                Organisation.objects.filter(uuid=row["uuid"]).first()
                or Organisation.objects.filter(code=row["code"]).first()
            )
            if unit is None:
                province = Province.objects.filter(pk=row.pop("province")).first()
                unit = Organisation.objects.create(province=province, **row)
                self.report["new_units"] += 1
            self.known[Organisation][row["uuid"]] = unit

    def _make(self, name: str, model: type[models.Model]) -> None:
        """Insert the rows of a part, those that others of the same part refer to first."""
        rows = self.parts[name]
        self.report["counts"][name] = len(rows)
        made = self.made.setdefault(model, {})
        own = {field.name for field in columns_of(model) if field.is_relation and field.related_model is model}
        inside = {str(row.get("uuid")) for row in rows}
        waiting = rows
        while waiting:
            ready: Rows = []
            later: Rows = []
            for row in waiting:
                above = {row[each] for each in own if row.get(each) in inside}
                (ready if above <= set(made) else later).append(row)
            if not ready:
                raise _refused(_("“%(name)s”里的上下级互相指着对方。") % {"name": name})
            built = model._default_manager.bulk_create([self._built(model, row) for row in ready], batch_size=_BATCH)
            for row, each in zip(ready, built, strict=True):
                made[str(row.get("uuid") or id(row))] = each
            waiting = later

    def _built(self, model: type[models.Model], row: dict[str, Any]) -> models.Model:
        values: dict[str, Any] = {}
        for field in columns_of(model):
            if field.name not in row:
                continue
            value = row[field.name]
            if not field.is_relation:
                values[field.attname] = _read(field, value)
            elif value is not None and field.related_model in self._readable(model):
                values[field.name] = self._target(field, value, row)
        return model(**values)

    def _readable(self, model: type[models.Model]) -> set[Any]:
        """The models whose rows stand already: other contexts, and the parts up to this one."""
        order = [each for _name, each, _path in PARTS]
        return {*NAMES, *order[: order.index(model) + 1]}

    def _target(self, field: Any, value: str, row: dict[str, Any]) -> models.Model | None:
        target = self._found(field.related_model, value)
        if target is None:
            where = f"{field.model.__name__}.{field.name} · {row.get('title') or row.get('name') or ''} · {value}"
            if not field.null:
                raise ValidationError(
                    _("包里引用的内容本站没有，请先导入它所在的资源库或参考数据：%(where)s") % {"where": where}
                )
            self.report["not_joined"].append(where)
        return target

    def _found(self, model: Any, value: str) -> models.Model | None:
        if value in self.made.get(model, {}):
            return self.made[model][value]
        known = self.known.setdefault(model, {})
        if value not in known:
            known[value] = model._default_manager.filter(**{name_of(model): value}).first()
        return known[value]

    def _join(self) -> None:
        """What refers to rows made later, the times that saving overwrites, and the lists."""
        for name, model, _path in PARTS:
            made = list(self.made[model].values())
            late = [
                field
                for field in columns_of(model)
                if field.is_relation and field.related_model not in self._readable(model)
            ]
            times = [f for f in columns_of(model) if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False)]
            rows = {str(row.get("uuid") or id(row)): row for row in self.parts[name]}
            for key, each in self.made[model].items():
                row = rows[key]
                for field in late:
                    if row.get(field.name) is not None:
                        setattr(each, field.name, self._target(field, row[field.name], row))
                for field in times:
                    if row.get(field.name):
                        setattr(each, field.attname, field.to_python(row[field.name]))
            if names := [field.name for field in (*late, *times)]:
                model._default_manager.bulk_update(made, names, batch_size=_BATCH)
            for each_list in lists_of(model):
                self._join_list(model, each_list, rows)

    def _join_list(self, model: type[models.Model], field: Any, rows: dict[str, dict[str, Any]]) -> None:
        through, links = field.remote_field.through, []
        for key, each in self.made[model].items():
            for value in rows[key].get(field.name, []):
                target = self._found(field.related_model, value)
                if target is None:
                    self.report["not_joined"].append(f"{model.__name__}.{field.name} · {value}")
                    continue
                links.append(
                    through(**{f"{field.m2m_column_name()}": each.pk, f"{field.m2m_reverse_name()}": target.pk})
                )
        through._default_manager.bulk_create(links, batch_size=_BATCH)


def import_bag(file: BinaryIO, *, actor: audit.ActsInTrail, progress: Progress) -> tuple[Library, dict[str, Any]]:
    """Read a whole library; ValidationError, and nothing written, when anything does not hold."""
    bag = BagReader(file)
    bag.check(progress)
    importer = BagImporter(bag, actor=actor)
    try:
        library = importer.run(progress)
    except (KeyError, TypeError, FieldDoesNotExist, DatabaseError) as error:
        raise _refused(_("内容不完整：%(what)s") % {"what": error}) from error
    return library, importer.report


def _read(field: Any, value: Any) -> Any:
    """A column's value. What a form would not have let in does not come in by a package either."""
    where = f"{field.model.__name__}.{field.name}"
    try:
        read = field.to_python(value)
    except ValidationError as error:
        raise _refused(f"{where}: {' '.join(error.messages)}") from error
    if field.choices and read and read not in dict(field.flatchoices):
        raise _refused(f"{where}: {str(value)[:40]}")
    if field.name == "body" and read and clean(read) != read:
        raise _refused(_("正文里有不允许的内容（脚本、样式或表单）。"))
    return read


def _free_code(code: str) -> str:
    stem, number = code.rpartition("-")[0] or code, 1
    while Library.objects.filter(code=f"{stem}-{number:02}").exists():
        number += 1
    return f"{stem}-{number:02}"


def _tag_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, colon, words = line.partition(":")
        if colon:
            yield name.strip(), words.strip()


def _sums_in(text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        digest, _blank, path = line.partition(" ")
        if path.strip():
            found[path.strip()] = digest.lower()
    return found


def _refused(why: str) -> ValidationError:
    return ValidationError(_("资源库包不能导入：%(why)s") % {"why": why}, code="bag")
