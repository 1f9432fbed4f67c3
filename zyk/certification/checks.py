"""Automatic criteria: each looks at one version of a resource and says a number, compared with the threshold.

A check that does not apply to a kind of file (the picture height of a text) answers None: the reviewer judges."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.library.models import ResourceVersion

Measure = Callable[[ResourceVersion], int | Decimal | None]


@dataclass(frozen=True)
class Check:
    """`is_minimum`: the measure must reach the threshold; otherwise it must not pass it."""

    title: str | Promise
    unit: str | Promise
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
    words = version.resource.keywords.replace("，", ",").replace("、", ",").replace("；", ",").split(",")
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
    "picture-height": Check(_("画面高度"), _("像素"), _height),
    "duration": Check(_("时长不超过"), _("秒"), _seconds_at_most, is_minimum=False),
    "points": Check(_("标注的知识点、技能点"), _("个"), _points),
    "keywords": Check(_("关键词"), _("个"), _keywords),
    "described-fields": Check(_("已填写的说明、来源、对象、作者等属性"), _("项"), _described_fields),
    "subtitles": Check(_("字幕"), _("份"), _subtitles),
}
