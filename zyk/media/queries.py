"""Reads: the facts of a file in words."""

from collections.abc import Callable
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.media.formats import BY_EXTENSION
from zyk.media.models import StoredFile

Words = str | Promise


def described_facts(stored_file: StoredFile) -> list[tuple[Words, str]]:
    """(label, value) of everything known about a file, in a stable order; unknown facts are left out."""
    known = BY_EXTENSION.get(stored_file.extension)
    rows: list[tuple[Words, str]] = [
        (_("格式"), str(known.label) if known else stored_file.extension),
        (_("大小"), filesizeformat(stored_file.size_bytes)),
    ]
    if stored_file.width and stored_file.height:
        rows.append((_("画面尺寸"), f"{stored_file.width} × {stored_file.height}"))
    if stored_file.duration_seconds:
        rows.append((_("时长"), clock(stored_file.duration_seconds)))
    if stored_file.pages:
        rows.append((_PAGES.get(stored_file.kind, _("页数")), str(stored_file.pages)))
    rows += [
        (label, said(stored_file.facts[name])) for name, (label, said) in _FACTS.items() if stored_file.facts.get(name)
    ]
    return rows


def clock(seconds: float) -> str:
    """0:07, 12:30 or 1:02:03."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _kbps(value: Any) -> str:
    return f"{value:,} kbit/s"


def _number(value: Any) -> str:
    return f"{value:,}"


def _plain(value: Any) -> str:
    return str(value)


_PAGES: dict[str, Words] = {"slides": _("幻灯片"), "sheet": _("工作表"), "ebook": _("章")}
_FACTS: dict[str, tuple[Words, Callable[[Any], str]]] = {
    "video_codec": (_("视频编码"), lambda value: {"h264": "H.264", "hevc": "H.265"}.get(value, str(value).upper())),
    "frame_rate": (_("帧率"), lambda value: f"{value:g} fps"),
    "video_kbps": (_("视频码率"), _kbps),
    "audio_codec": (_("音频编码"), lambda value: str(value).upper()),
    "sample_rate_hz": (_("采样率"), lambda value: f"{value / 1000:g} kHz"),
    "channels": (_("声道"), _number),
    "audio_kbps": (_("音频码率"), _kbps),
    "total_kbps": (_("总码率"), _kbps),
    "colour_mode": (_("色彩模式"), _plain),
    "colours": (_("颜色数"), lambda value: "≥ 65,536" if value >= 65_536 else f"{value:,}"),
    "grey_levels": (_("灰度级"), _number),
    "frames": (_("帧数"), _number),
    "page_mm": (_("页面"), lambda value: " × ".join(str(side) for side in value) + " mm"),
    "paragraphs": (_("段落"), _number),
    "tables": (_("表格数"), _number),
    "rows": (_("行数"), _number),
    "title": (_("标题"), _plain),
    "language": (_("语言"), _plain),
    "cues": (_("字幕条数"), _number),
    "characters": (_("字符数"), _number),
    "encoding": (_("文字编码"), lambda value: {"utf-8-sig": "UTF-8"}.get(value, str(value).upper())),
    "standard": (_("课件标准"), _plain),
    "file_count": (_("包内文件"), _number),
    "meshes": (_("网格"), _number),
    "triangles": (_("三角面"), _number),
    "materials": (_("材质"), _number),
    "animations": (_("动画数"), _number),
    "extents": (_("外形尺寸（宽 × 高 × 深）"), lambda value: " × ".join(f"{side:g}" for side in value)),
}
