"""Automatic criteria: each looks at one version of a resource and says a number, compared with the threshold.

A check that does not apply to a kind of file (the picture height of a text) answers None: the reviewer judges."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.library.models import ResourceVersion

Measure = Callable[[ResourceVersion], int | Decimal | None]


@dataclass(frozen=True)
class Check:
    """`is_minimum`: the measure must reach the threshold; otherwise it must not pass it."""

    title: str | Promise
    unit: str | Promise
    meaning: str | Promise
    measure: Measure
    is_minimum: bool = True

    def is_met(self, found: int | Decimal, threshold: Decimal) -> bool:
        return found >= threshold if self.is_minimum else found <= threshold


def _height(version: ResourceVersion) -> int | None:
    return version.file.height if version.file else None


def _seconds_at_most(version: ResourceVersion) -> Decimal | None:
    seconds = version.file.duration_seconds if version.file else None
    return None if seconds is None else Decimal(str(round(float(seconds), 2)))


def _points(version: ResourceVersion) -> int:
    return version.resource.points.count()


def _keywords(version: ResourceVersion) -> int:
    words = (
        version.resource.keywords.replace("，", ",").replace("、", ",").replace("；", ",").replace(";", ",").split(",")
    )
    return len({word.strip() for word in words if word.strip()})


def _described_fields(version: ResourceVersion) -> int:
    """How many of the monitored fields that a person fills in are filled in."""
    resource = version.resource
    told = (resource.description, resource.keywords, resource.source, resource.audience, resource.author)
    return sum(bool(text.strip()) for text in told)


def _subtitles(version: ResourceVersion) -> int | None:
    if version.file is None or version.file.duration_seconds is None or not version.file.height:
        return None
    return 1 if version.subtitles_id else 0


CHECKS: dict[str, Check] = {
    "picture-height": Check(_("画面高度"), _("像素"), _("视频或图像的高度，不低于所填的像素数"), _height),
    "duration": Check(_("时长不超过"), _("秒"), _("视频或音频的时长，不超过所填的秒数"), _seconds_at_most, False),
    "points": Check(
        _("标注的知识点、技能点"), pgettext_lazy("unit", "个"), _("标注的知识点、技能点不少于所填的个数"), _points
    ),
    "keywords": Check(_("关键词"), pgettext_lazy("unit", "个"), _("互不相同的关键词不少于所填的个数"), _keywords),
    "described-fields": Check(
        _("已填写的属性"),
        pgettext_lazy("unit", "项"),
        _("说明、关键词、来源、适用对象、作者五项中已填写的不少于所填的项数"),
        _described_fields,
    ),
    "subtitles": Check(_("字幕"), pgettext_lazy("unit", "份"), _("视频须有字幕，填 1"), _subtitles),
}


@dataclass(frozen=True)
class Judgement:
    """What the system found for one criterion; `is_met` None leaves it to the reviewer."""

    found: str = ""
    is_met: bool | None = None

    @property
    def is_automatic(self) -> bool:
        return self.is_met is not None


def judged(check_name: str, threshold: Decimal | None, version: ResourceVersion) -> Judgement:
    """Look at a version by one check; a check that does not apply to it is left to the reviewer."""
    check = CHECKS.get(check_name)
    found = check.measure(version) if check and threshold is not None else None
    if check is None or threshold is None or found is None:
        return Judgement()
    return Judgement(
        found=f"{found:f}" if isinstance(found, Decimal) else str(found), is_met=check.is_met(found, threshold)
    )
