"""The seven message types of the programme's interface (2017): which fields, which must be there, what may be kept.

Names, addresses, telephone numbers, gender and birthday are asked for by the old interface and never kept: a user is
known here by a keyed code of his number alone (个人信息保护法)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from zyk.accounts.enums import UserKind
from zyk.records.verbs import Verb

CHINA: Final = ZoneInfo("Asia/Shanghai")
LIBRARY, USER, COURSE, BANK, RESOURCE, RELATION, BEHAVIOUR = range(1, 8)


@dataclass(frozen=True)
class Kind:
    """One message type. `key` numbers its records; `kept` are the fields that stay, `needed` those that must be there,
    `counts` those that are whole numbers, `times` those that are instants."""

    sheet: str
    key: str
    needed: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    times: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.key, *(name for name in (*self.kept, *self.dropped) if name != self.key))


KINDS: Final[dict[int, Kind]] = {
    LIBRARY: Kind(
        "资源库",
        "zyknum",
        ("specialtyname",),
        ("specialtycategory", "specialtyname", "morespecialty", "website", "cooperationinstitute", "province", "city"),
        ("personincharge",),
        times=("modifieddate",),
    ),
    USER: Kind(
        "用户",
        "userid",
        ("role", "createdtime"),
        ("role", "institute", "province", "city", "specialty", "createdtime", "modifiedtime"),
        ("username", "email", "telephone", "gender", "birthday"),
        times=("createdtime", "modifiedtime"),
    ),
    COURSE: Kind(
        "课程",
        "courseid",
        ("fullname",),
        ("fullname", "specialty", "coursetype", "courselevel", "description", "times"),
        ("author",),
        counts=("times",),
    ),
    BANK: Kind(
        "题库",
        "qbid",
        ("title", "questionnum"),
        ("title", "questionnum", "objquesnum", "subquesnum", "citedquesnum", "quesusingnum"),
        counts=("questionnum", "objquesnum", "subquesnum", "citedquesnum", "quesusingnum"),
    ),
    RESOURCE: Kind(
        "资源素材",
        "resourceid",
        ("title", "instruction", "mediatype"),
        (
            *("title", "source", "specialty", "course", "knowledge", "keywords", "subject", "instruction"),
            *("mediatype", "language", "fileformat", "filesize", "createdtime", "modifiedtime"),
        ),
        counts=("filesize",),
        times=("createdtime", "modifiedtime"),
    ),
    RELATION: Kind(
        "课程模块应用素材关系",
        "relationid",
        ("courseid", "coursemoduleid", "resourceid"),
        ("courseid", "coursemoduleid", "coursemodule", "resourceid"),
    ),
    BEHAVIOUR: Kind(
        "用户行为日志",
        "logid",
        ("time", "userid", "objecttype", "action"),
        ("time", "userid", "courseid", "objecttype", "objectid", "action"),
        ("ip", "equipment"),
        times=("time",),
    ),
}
MODULES: Final[dict[str, str]] = {
    "首页": "home",
    "注册模块": "registration",
    "登录模块": "sign-in",
    "课程模块": "course",
    "资源素材模块": "resource",
    "论坛模块": "forum",
    "作业模块": "assignment",
    "考试模块": "exam",
    "答疑模块": "questions",
    "调查模块": "survey",
    "用户模块": "user",
    "其他": "other",
}
VERBS: Final = {verb.action: verb for verb in Verb if verb.action}
ROLES: Final[dict[str, str]] = {
    "教师": UserKind.TEACHER,
    "学生": UserKind.STUDENT,
    "社会学习者": UserKind.PUBLIC,
    "企业用户": UserKind.EMPLOYEE,
    "其他": "",
}
LONGEST: Final = 1000


class CannotTake(Exception):
    """Why one record is put into quarantine, in Chinese as the interface speaks it."""


def cleaned(kind: Kind, given: Any, *, key_only: bool = False) -> dict[str, Any]:
    """The record's fields as they are kept; CannotTake names the field and what is wrong with it.

    `key_only`: to delete a record its number is enough."""
    if not isinstance(given, dict):
        raise CannotTake("记录应为一个对象（字段名与值）")
    row = {str(name).strip().lower(): value for name, value in given.items()}
    unknown = set(row) - set(kind.columns) - {"modifieddate"}
    if unknown:
        raise CannotTake(f"没有字段 {sorted(unknown)[0][:40]}")
    key = _text(row, kind.key)
    if not key or len(key) > 64:
        raise CannotTake(f"{kind.key} 必填，不超过 64 个字符")
    for name in () if key_only else kind.needed:
        if not _text(row, name):
            raise CannotTake(f"{name} 必填")
    kept: dict[str, Any] = {kind.key: key}
    for name in (*kind.kept, *(("ip", "equipment") if kind.key == "logid" else ())):
        if name != kind.key and (text := _text(row, name)):
            kept[name] = _value(kind, name, text)
    _look_at_words(kept)
    return kept


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        raise CannotTake(f"{name} 应为文字或数字")
    return str(value).replace("\x00", "").strip()


def _value(kind: Kind, name: str, text: str) -> Any:
    if len(text) > LONGEST:
        raise CannotTake(f"{name} 超过 {LONGEST} 个字符")
    if name in kind.counts:
        if not text.isascii() or not text.isdigit() or len(text) > 15:
            raise CannotTake(f"{name} 应为整数，收到“{text[:40]}”")
        return int(text)
    return instant_of(name, text).isoformat() if name in kind.times else text


def instant_of(name: str, text: str) -> datetime:
    """A time in China, with or without the time of day."""
    try:
        found = parse_datetime(text)
        if found is None and (day := parse_date(text)):
            found = datetime(day.year, day.month, day.day)  # noqa: DTZ001 made aware below
    except ValueError:
        found = None
    if found is None:
        raise CannotTake(f"{name} 不是有效的时间：“{text[:40]}”，应如 2026-03-01 08:30:00")
    aware = found if found.tzinfo else found.replace(tzinfo=CHINA)
    if aware > timezone.now() + timedelta(days=1) or aware.year < 2000:
        raise CannotTake(f"{name} 早于 2000 年或在将来：{text[:40]}")
    return aware


def _look_at_words(kept: dict[str, Any]) -> None:
    for name, known in (("role", ROLES), ("action", VERBS), ("objecttype", MODULES)):
        if name in kept and kept[name] not in known:
            raise CannotTake(f"{name} 没有“{kept[name][:40]}”这一项")
