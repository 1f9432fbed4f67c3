"""What a stored file may be, and where its preview stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.common.moves import Tone


class FileKind(TextChoices):
    """Decided by content, never by the name alone."""

    VIDEO = "video", pgettext_lazy("file kind", "视频")
    AUDIO = "audio", pgettext_lazy("file kind", "音频")
    IMAGE = "image", pgettext_lazy("file kind", "图像")
    VECTOR = "vector", pgettext_lazy("file kind", "矢量图")
    PDF = "pdf", pgettext_lazy("file kind", "PDF 文档")
    DOCUMENT = "document", pgettext_lazy("file kind", "文字文稿")
    SLIDES = "slides", pgettext_lazy("file kind", "演示文稿")
    SHEET = "sheet", pgettext_lazy("file kind", "电子表格")
    EBOOK = "ebook", pgettext_lazy("file kind", "电子书")
    MODEL = "model", pgettext_lazy("file kind", "三维模型")
    SUBTITLES = "subtitles", pgettext_lazy("file kind", "字幕")
    TEXT = "text", pgettext_lazy("file kind", "纯文本")
    PACKAGE = "package", pgettext_lazy("file kind", "课件包")

    @property
    def icon(self) -> str:
        return _ICONS[self.value]


_ICONS = {
    "video": "video",
    "audio": "volume",
    "image": "photo",
    "vector": "vector",
    "pdf": "file-type-pdf",
    "document": "file-type-docx",
    "slides": "presentation",
    "sheet": "table",
    "ebook": "book",
    "model": "cube",
    "subtitles": "badge-cc",
    "text": "file-text",
    "package": "package",
}


class PreviewState(TextChoices):
    PENDING = "pending", _("待生成")
    MAKING = "making", _("正在生成")
    READY = "ready", _("预览可用")
    NONE = "none", _("无须生成")
    FAILED = "failed", _("生成失败")

    @property
    def tone(self) -> Tone:
        return {
            "pending": Tone.WAIT,
            "making": Tone.NOW,
            "ready": Tone.OK,
            "none": Tone.IDLE,
            "failed": Tone.BAD,
        }[self.value]

    @property
    def icon(self) -> str:
        return {
            "pending": "clock",
            "making": "loader-2",
            "ready": "check",
            "none": "minus",
            "failed": "alert-triangle",
        }[self.value]

    @property
    def is_settled(self) -> bool:
        return self not in {PreviewState.PENDING, PreviewState.MAKING}


# PENDING again: an operator asks once more, or a worker that died is taken over from.
PREVIEW_MOVES: dict[str, frozenset[str]] = {
    PreviewState.PENDING: frozenset({PreviewState.MAKING}),
    PreviewState.MAKING: frozenset(
        {PreviewState.READY, PreviewState.NONE, PreviewState.FAILED, PreviewState.PENDING},
    ),
    PreviewState.READY: frozenset({PreviewState.PENDING}),
    PreviewState.NONE: frozenset({PreviewState.PENDING}),
    PreviewState.FAILED: frozenset({PreviewState.PENDING}),
}


class PreviewKind(TextChoices):
    """One made piece. Pictures and captions lie in the store; blocks and chapters in the row."""

    POSTER = "poster", _("画面")
    THUMBNAIL = "thumbnail", _("缩略图")
    PAGE = "page", _("页面")
    CAPTIONS = "captions", _("字幕轨")
    BLOCKS = "blocks", _("文字与表格")
    CHAPTER = "chapter", _("章节")


class Remark(TextChoices):
    """What was noticed when the file was taken in; none of these is a reason to refuse."""

    FACTS_WAIT = "facts-wait", _("时长、画面尺寸与编码须待服务器安装 media 组件后读取。")
    NOT_PLAYABLE = "not-playable", _("此编码多数浏览器不能直接播放，建议转为 MP4（H.264 + AAC）后上传新版本。")
    NOT_UTF8 = "not-utf8", _("文字编码不是 UTF-8，预览时已转换；下载的仍是原文件。")
    CUT_SHORT = "cut-short", _("内容较长，预览只列出前面一部分；下载可得全文。")
    NOT_SCANNED = "not-scanned", _("文件大于病毒扫描器的上限，没有扫描。")


class FaultKind(TextChoices):
    """What is wrong with a stored content."""

    MISSING = "missing", _("文件不见了")
    CHANGED = "changed", _("长度变了")
