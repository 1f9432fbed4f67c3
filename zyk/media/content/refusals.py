"""Refusals say three things: what the content is, why it is not taken, and what to do."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zyk.media.formats import Format


def refused(words: Any, code: str, **params: object) -> ValidationError:
    return ValidationError(words, code=code, params=params)


def broken(content: Format) -> ValidationError:
    return refused(
        _("看起来是%(what)s，但内容残缺或已损坏，无法打开。请检查原文件，重新导出或重新下载后再上传。"),
        "broken",
        what=content.label,
    )


def mislabelled(content: Format, named: str) -> ValidationError:
    return refused(
        _(
            "文件名以 .%(named)s 结尾，内容却是%(what)s。"
            "请把扩展名改为 .%(right)s，或换成真正的 .%(named)s 文件再上传。"
        ),
        "mislabelled",
        named=named,
        what=content.label,
        right=content.extension,
    )


def unknown(found: str) -> ValidationError:
    if found:
        return refused(
            _("内容是 .%(found)s 类文件，平台不收这一类型。请转换为 MP4、MP3、JPG、PDF、DOCX 等常用格式再上传。"),
            "forbidden",
            found=found,
        )
    return refused(
        _("认不出这是什么文件。请转换为 MP4、MP3、JPG、PDF、DOCX 等常用格式再上传。"),
        "forbidden",
    )
