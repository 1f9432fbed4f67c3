"""What a file says about itself, proposed for the description and open to change. Pure."""

import re
from collections import Counter

from zyk.library.enums import ApplicationType, MediaType
from zyk.media.enums import FileKind
from zyk.media.models import StoredFile

_MEDIA_OF_KIND = {
    FileKind.VIDEO: MediaType.VIDEO,
    FileKind.AUDIO: MediaType.AUDIO,
    FileKind.IMAGE: MediaType.IMAGE,
    FileKind.VECTOR: MediaType.IMAGE,
    FileKind.PDF: MediaType.TEXT,
    FileKind.DOCUMENT: MediaType.TEXT,
    FileKind.SHEET: MediaType.TEXT,
    FileKind.TEXT: MediaType.TEXT,
    FileKind.SUBTITLES: MediaType.TEXT,
    FileKind.SLIDES: MediaType.SLIDES,
    FileKind.EBOOK: MediaType.EBOOK,
    FileKind.MODEL: MediaType.SIMULATION,
    FileKind.PACKAGE: MediaType.WEB_COURSEWARE,
}
_APPLICATION_OF_MEDIA = {
    MediaType.VIDEO: ApplicationType.TEACHING_VIDEO,
    MediaType.AUDIO: ApplicationType.TEACHING_AUDIO,
    MediaType.SLIDES: ApplicationType.TEACHING_SLIDES,
    MediaType.ANIMATION: ApplicationType.TEACHING_ANIMATION,
    MediaType.IMAGE: ApplicationType.WALL_CHART,
    MediaType.SIMULATION: ApplicationType.SIMULATED_PRACTICE,
    MediaType.EBOOK: ApplicationType.ELECTRONIC_TEXTBOOK,
}
_CHINESE_WORD = re.compile("[\u4e00-\u9fff]{2,8}")
_COMMON = frozenset(
    "我们 你们 他们 可以 进行 通过 使用 以及 一个 这个 不同 没有 需要 主要 其中 根据 因此 如果 所以 同时 对于 "  # noqa: SIM905
    "方法 情况 问题 内容 要求 工作 学习 学生 教师 教学 课程 完成 具有 能够 相关 基本".split()
)


def media_type_of(stored_file: StoredFile | None) -> MediaType:
    return _MEDIA_OF_KIND.get(FileKind(stored_file.kind), MediaType.OTHER) if stored_file else MediaType.TEXT


def application_type_of(media_type: str) -> ApplicationType:
    return _APPLICATION_OF_MEDIA.get(MediaType(media_type), ApplicationType.TEXTBOOK_NOTES)


def title_of(file_name: str) -> str:
    """The file's name without its ending, underscores as blanks."""
    stem = file_name.rsplit(".", 1)[0] if "." in file_name else file_name
    return re.sub(r"[\s_]+", " ", stem).strip()[:200] or file_name[:200]


def language_of(text: str) -> str:
    """zh as soon as a tenth of the letters are Chinese, else en; zh when there is nothing to read."""
    letters = [c for c in text[:5000] if c.isalpha()]
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    return "en" if letters and chinese * 10 < len(letters) else "zh"


def keywords_of(title: str, text: str, *, most: int = 6) -> list[str]:
    """The Chinese words a text says most often, those of the title counted ten times."""
    import rjieba

    counted: Counter[str] = Counter()
    for source, weight in ((title, 10), (text[:20000], 1)):
        for word in rjieba.cut(source):
            if _CHINESE_WORD.fullmatch(word) and word not in _COMMON:
                counted[word] += weight
    return [word for word, count in counted.most_common(most) if count > 1]
