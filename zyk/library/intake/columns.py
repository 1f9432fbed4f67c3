"""The columns of the metadata sheet: their headings in both languages, and how a cell is read and written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from zyk.library.enums import ApplicationType, Language, Level, MediaType, Rights, Scope
from zyk.library.models import Resource

LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Column:
    """`choices` are the words a cell may hold; `most` the longest text; `is_needed` forbids an empty cell."""

    key: str
    heading: Promise
    hint: Promise
    choices: type[TextChoices] | None = None
    most: int = 0
    is_needed: bool = False


FILE = Column("file", gettext_lazy("文件"), gettext_lazy("相对于文件夹的路径，如：第一章/制动器.mp4；新建资源时必填。"))
NUMBER = Column("number", gettext_lazy("资源编号"), gettext_lazy("修改已有资源时保留导出的编号；新建时留空。"))
POINTS = Column(
    "points", gettext_lazy("知识点/技能点"), gettext_lazy("写名称，几个之间用分号隔开；名称见“知识点”工作表。")
)
COURSE = Column("course", gettext_lazy("课程"), gettext_lazy("放入哪门标准化课程；只在新建时使用。"))
MODULE = Column("module", gettext_lazy("模块"), gettext_lazy("放入课程的哪个模块，没有就新建；只在新建时使用。"))
DESCRIBING = (
    Column("title", gettext_lazy("标题"), gettext_lazy("不填则取文件名。"), most=200, is_needed=True),
    Column("source", gettext_lazy("素材来源"), gettext_lazy("自制、合作企业提供、公开资料等。"), most=200),
    Column("keywords", gettext_lazy("关键词"), gettext_lazy("用顿号隔开；不填则从正文提出。"), most=300),
    Column("audience", gettext_lazy("适用对象"), gettext_lazy("例如：高职二年级学生、电梯维修工。"), most=120),
    Column(
        "application_type",
        gettext_lazy("应用类型"),
        gettext_lazy("36 种之一；不填则按媒体类型提出。"),
        choices=ApplicationType,
        is_needed=True,
    ),
    Column(
        "media_type",
        gettext_lazy("媒体类型"),
        gettext_lazy("10 种之一；不填则按文件提出。"),
        choices=MediaType,
        is_needed=True,
    ),
    Column("language", gettext_lazy("语言"), gettext_lazy("不填则按正文判断。"), choices=Language, is_needed=True),
    Column("level", gettext_lazy("层级"), gettext_lazy("素材或积件。"), choices=Level, is_needed=True),
    Column("scope", gettext_lazy("范围"), gettext_lazy("基本资源或拓展资源。"), choices=Scope, is_needed=True),
    Column("author", gettext_lazy("作者"), gettext_lazy("姓名，几人之间用顿号隔开。"), most=120),
    Column("rights", gettext_lazy("许可"), gettext_lazy("不填为联盟内共享。"), choices=Rights, is_needed=True),
    Column("rights_terms", gettext_lazy("许可条件"), gettext_lazy("许可为另行约定时填写。"), most=300),
    Column("rights_until", gettext_lazy("授权截止"), gettext_lazy("如：2027-07-31；不填为长期。")),
    Column("description", gettext_lazy("说明"), gettext_lazy("讲什么、怎样用。"), most=5000),
)
ALL = (FILE, NUMBER, DESCRIBING[0], *DESCRIBING[1:2], POINTS, *DESCRIBING[2:], COURSE, MODULE)


@cache
def headings() -> dict[str, str]:
    """Every heading in every language → key of the column."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found |= {str(column.heading): column.key for column in ALL}
    return found


@cache
def words_of(choices: type[TextChoices]) -> dict[str, str]:
    """Every way a choice may be written → its value."""
    found: dict[str, str] = {value: value for value in choices.values}
    for language in LANGUAGES:
        with override(language):
            found |= {str(choice.label).lower(): choice.value for choice in choices}
    return found


def read_cell(column: Column, text: str) -> Any:
    """The value of a field from what is written; ValidationError in the reader's words."""
    text = inner(text)
    if column.choices:
        known = words_of(column.choices)
        if text.lower() in known:
            return known[text.lower()]
        labels = [str(choice.label) for choice in column.choices]
        raise ValidationError(_("没有“%(text)s”。%(hint)s") % {"text": text[:40], "hint": meant(text, labels)})
    if column.key == "rights_until":
        return _date_in(text)
    if column.most and len(text) > column.most:
        raise ValidationError(_("最多 %(most)s 个字，现有 %(n)s 个。") % {"most": column.most, "n": len(text)})
    return text


def written(resource: Resource, key: str) -> str:
    """A field as the sheet and the preview show it."""
    column = next(column for column in DESCRIBING if column.key == key)
    value = getattr(resource, key)
    return said(column, value)


def said(column: Column, value: Any) -> str:
    if value is None or value == "":
        return ""
    if column.choices:
        return str(dict(column.choices.choices).get(value, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def titles_in(text: str) -> list[str]:
    """The points named in a cell: separated by semicolons of either kind, or lines."""
    return [part.strip() for part in inner(text).replace(";", "；").replace("\n", "；").split("；") if part.strip()]


def inner(text: str) -> str:
    """A cell without the apostrophe that kept a formula from running when it was written out."""
    return text[1:].strip() if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text.strip()


def meant(text: str, known: list[str]) -> str:
    near = get_close_matches(text, known, n=1, cutoff=0.5)
    if near:
        return _("是不是“%(near)s”？") % {"near": near[0]}
    return _("可写：%(words)s。") % {"words": "、".join(known[:12]) + ("…" if len(known) > 12 else "")}


def _date_in(text: str) -> date:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S", "%Y.%m.%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    raise ValidationError(_("不是日期。请写成 2027-07-31 的样子。"))


def by_key() -> Mapping[str, Column]:
    return {column.key: column for column in ALL}
