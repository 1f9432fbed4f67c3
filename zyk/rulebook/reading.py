"""From YAML to an edition. Whatever is wrong is told with its line and its place, all of it at once."""

import difflib
import json
import math
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import msgspec
import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zyk.rulebook.consistency import contradictions
from zyk.rulebook.edition import Citation, Edition, Part

LARGEST_TEXT = 1024 * 1024
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the line (from 1), the place in words, and what is wrong."""

    line: int
    place: str
    message: str

    def __str__(self) -> str:
        if not self.place:
            return _("第 %(line)s 行：%(message)s") % {"line": self.line, "message": self.message}
        words = {"line": self.line, "place": self.place, "message": self.message}
        return _("第 %(line)s 行，%(place)s：%(message)s") % words


class RulebookRefused(ValidationError):
    """The text is no rulebook; `faults` name every line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__([str(fault) for fault in self.faults])


@dataclass
class Sheet:
    """A text read into plain values, with the line and the name of each place."""

    values: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    names: dict[Path, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    scalars: yaml.constructor.SafeConstructor = field(default_factory=yaml.constructor.SafeConstructor)

    def blame(self, path: Path, message: str) -> None:
        known = path
        while known not in self.lines and known:
            known = known[:-1]
        self.faults.append(Fault(self.lines.get(known, 1), self.place(path), message))

    def place(self, path: Path) -> str:
        """`windows › candidate_online › opens_on`: list entries go by their code."""
        return " › ".join(self.names.get(path[: n + 1], _step(step)) for n, step in enumerate(path))


def read_edition(text: str) -> Edition:
    """The edition in `text`; raises RulebookRefused naming all that is wrong."""
    sheet = read_sheet(text)
    if not sheet.faults:
        citations = sheet.values.get("citations") if isinstance(sheet.values, dict) else None
        sheet.values = _Shape(sheet, citations if isinstance(citations, dict) else {}).fit(sheet.values, Edition, ())
    if sheet.faults:
        raise RulebookRefused(sheet.faults)
    edition = msgspec.convert(sheet.values, Edition)
    for path, message in contradictions(edition):
        sheet.blame(path, str(message))
    if sheet.faults:
        raise RulebookRefused(sheet.faults)
    return edition


def plain(edition: Edition) -> dict[str, Any]:
    """The edition as JSON values, to be stored."""
    return json.loads(msgspec.json.encode(edition))


def tidy(text: str) -> str:
    """The same text with one kind of line end and no byte-order mark, so that its hash is that of its content."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read_sheet(text: str) -> Sheet:
    """Plain values of the YAML in `text`; faults in the YAML itself are in the sheet."""
    sheet = Sheet()
    if len(text.encode()) > LARGEST_TEXT:
        sheet.faults.append(Fault(1, "", _("文件超过 1 MB，规则集不会这么大，请检查是否选错了文件")))
        return sheet
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                sheet.faults.append(Fault(line, "", _("不能用别名（*），请把内容写全")))
                return sheet
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        sheet.values = _value(sheet, node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = _("这里不是正确的 YAML，请检查缩进、冒号和引号（%(problem)s）") % {"problem": error.problem}
        sheet.faults.append(Fault(mark.line + 1 if mark else 1, "", message))
    except yaml.YAMLError:
        sheet.faults.append(Fault(1, "", _("文件含有不能出现在文字里的字符，请用 UTF-8 文字文件")))
    except RecursionError:
        sheet.faults.append(Fault(1, "", _("嵌套太深，不是规则集")))
    return sheet


def _value(sheet: Sheet, node: yaml.Node | None, path: Path) -> Any:
    if node is None:
        return None
    sheet.lines[path] = node.start_mark.line + 1  # type: ignore[union-attr]
    if isinstance(node, yaml.MappingNode):
        return _mapping(sheet, node, path)
    if isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            sheet.names[(*path, number)] = _name_of(child, number)
        return [_value(sheet, child, (*path, number)) for number, child in enumerate(node.value)]
    return _scalar(sheet, node, path)


def _mapping(sheet: Sheet, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        if key in values:
            sheet.faults.append(Fault(key_node.start_mark.line + 1, sheet.place((*path, key)), _("重复的键")))
        values[key] = _value(sheet, child, (*path, key))
        sheet.lines[(*path, key)] = key_node.start_mark.line + 1
    return values


def _scalar(sheet: Sheet, node: yaml.Node, path: Path) -> Any:
    try:
        return sheet.scalars.construct_object(node)
    except (yaml.YAMLError, ValueError):
        sheet.blame(path, _("“%(value)s”读不懂") % {"value": str(node.value)[:60]})
        return None


def _name_of(node: yaml.Node, number: int) -> str:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "code" and isinstance(value, yaml.ScalarNode):
                return str(value.value)
    return _step(number)


def _step(step: str | int) -> str:
    return step if isinstance(step, str) else _("第 %(number)s 项") % {"number": step + 1}


class _Shape:
    """Fits plain values to the types of the edition and blames what does not fit, each at its own line."""

    def __init__(self, sheet: Sheet, citations: dict[str, Any]) -> None:
        self.sheet = sheet
        self.citations = citations

    def fit(self, value: Any, kind: Any, path: Path) -> Any:
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (types.UnionType, typing.Union):
            wanted = next(argument for argument in arguments if argument is not type(None))
            return None if value is None else self.fit(value, wanted, path)
        if origin is list:
            return self._list(value, arguments[0], path)
        if origin is dict:
            return self._dict(value, arguments[1], path)
        if kind is Citation and isinstance(value, str):
            return {"zh": value, "en": str(self.citations.get(value, value))}
        if issubclass(kind, Part):
            return self._part(value, kind, path)
        return self._leaf(value, kind, path)

    def _list(self, value: Any, kind: Any, path: Path) -> Any:
        if not isinstance(value, list):
            return self._refuse(path, _("应当是一列条目（每项以“- ”开头）"))
        return [self.fit(entry, kind, (*path, number)) for number, entry in enumerate(value)]

    def _dict(self, value: Any, kind: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            return self._refuse(path, _("应当是一组“键: 值”"))
        return {key: self.fit(entry, kind, (*path, key)) for key, entry in value.items()}

    def _part(self, value: Any, kind: type[Part], path: Path) -> Any:
        if not isinstance(value, dict):
            return self._refuse(path, _("应当是一组“键: 值”"))
        types_of = _types_of(kind)
        for key in value.keys() - set(kind.__struct_fields__):
            self.sheet.blame((*path, key), _unknown(key, kind.__struct_fields__))
        for field_of in msgspec.structs.fields(kind):
            if field_of.required and field_of.name not in value:
                self.sheet.blame(path, _("缺少“%(key)s”") % {"key": field_of.name})
        return {key: self.fit(entry, types_of[key], (*path, key)) for key, entry in value.items() if key in types_of}

    def _leaf(self, value: Any, kind: type, path: Path) -> Any:
        try:
            fitted: Any = msgspec.convert(value, kind)
        except msgspec.ValidationError:
            return self._refuse(path, _mismatch(value, kind))
        if isinstance(fitted, float) and not math.isfinite(fitted):
            return self._refuse(path, _mismatch(value, kind))
        if isinstance(fitted, str) and not isinstance(fitted, Enum) and not fitted.strip():
            return self._refuse(path, _("不能空着"))
        return value

    def _refuse(self, path: Path, message: str) -> None:
        self.sheet.blame(path, message)


@cache
def _types_of(kind: type[Part]) -> dict[str, Any]:
    return typing.get_type_hints(kind)


_WANTED = {
    str: gettext_lazy("应当是文字"),
    int: gettext_lazy("应当是整数"),
    float: gettext_lazy("应当是数字"),
    bool: gettext_lazy("应当是 true 或 false"),
    date: gettext_lazy("应当是日期（年-月-日，如 2019-06-01）"),
}


def _mismatch(value: Any, kind: type) -> str:
    if issubclass(kind, Enum):
        wanted = _("只能是 %(values)s 之一") % {"values": ", ".join(str(member.value) for member in kind)}
    else:
        wanted = str(_WANTED[kind])
    written = _("空值（null）") if value is None else str(value)[:60]
    return _("%(wanted)s，现在是“%(written)s”") % {"wanted": wanted, "written": written}


def _unknown(key: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    return _("没有这个键，是不是“%(key)s”") % {"key": close[0]} if close else _("没有这个键")


def paths_of(values: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every leaf of plain values with its path; list entries with a code go by it, so that order does not matter."""
    if isinstance(values, dict):
        for key, value in values.items():
            yield from paths_of(value, (*path, key))
    elif isinstance(values, list):
        for number, value in enumerate(values):
            step = value.get("code", number) if isinstance(value, dict) else number
            yield from paths_of(value, (*path, step))
    else:
        yield path, values
