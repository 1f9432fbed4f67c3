"""The allow-list: every format that is taken in, and how it is named and served.

What is not listed here is refused. `inline` formats may be opened in the browser on our own origin;
everything else is handed over as a download."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.media.enums import FileKind

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Format:
    """`extensions` are the names under which this content may come; the first is the one we give."""

    kind: FileKind
    label: str | Promise
    extensions: tuple[str, ...]
    media_type: str
    inline: bool = False

    @property
    def extension(self) -> str:
        return self.extensions[0]


MP4 = Format(FileKind.VIDEO, _("MP4 视频"), ("mp4", "m4v"), "video/mp4", inline=True)
WEBM = Format(FileKind.VIDEO, _("WebM 视频"), ("webm",), "video/webm", inline=True)
MOV = Format(FileKind.VIDEO, _("QuickTime 视频"), ("mov",), "video/quicktime", inline=True)
MP3 = Format(FileKind.AUDIO, _("MP3 音频"), ("mp3",), "audio/mpeg", inline=True)
M4A = Format(FileKind.AUDIO, _("M4A 音频"), ("m4a",), "audio/mp4", inline=True)
OGG = Format(FileKind.AUDIO, _("Ogg 音频"), ("ogg", "oga", "opus"), "audio/ogg", inline=True)
WAV = Format(FileKind.AUDIO, _("WAV 音频"), ("wav",), "audio/wav", inline=True)
FLAC = Format(FileKind.AUDIO, _("FLAC 音频"), ("flac",), "audio/flac", inline=True)
JPEG = Format(FileKind.IMAGE, _("JPEG 图像"), ("jpg", "jpeg", "jfif"), "image/jpeg", inline=True)
PNG = Format(FileKind.IMAGE, _("PNG 图像"), ("png",), "image/png", inline=True)
GIF = Format(FileKind.IMAGE, _("GIF 图像"), ("gif",), "image/gif", inline=True)
WEBP = Format(FileKind.IMAGE, _("WebP 图像"), ("webp",), "image/webp", inline=True)
AVIF = Format(FileKind.IMAGE, _("AVIF 图像"), ("avif",), "image/avif", inline=True)
SVG = Format(FileKind.VECTOR, _("SVG 矢量图"), ("svg",), "image/svg+xml")
PDF = Format(FileKind.PDF, _("PDF 文档"), ("pdf",), "application/pdf", inline=True)
DOCX = Format(FileKind.DOCUMENT, _("Word 文稿"), ("docx",), f"{_OFFICE}wordprocessingml.document")
PPTX = Format(FileKind.SLIDES, _("PowerPoint 演示文稿"), ("pptx",), f"{_OFFICE}presentationml.presentation")
XLSX = Format(FileKind.SHEET, _("Excel 工作簿"), ("xlsx",), f"{_OFFICE}spreadsheetml.sheet")
CSV = Format(FileKind.SHEET, _("CSV 表格"), ("csv",), "text/csv")
EPUB = Format(FileKind.EBOOK, _("EPUB 电子书"), ("epub",), "application/epub+zip")
GLB = Format(FileKind.MODEL, _("GLB 三维模型"), ("glb",), "model/gltf-binary")
VTT = Format(FileKind.SUBTITLES, _("WebVTT 字幕"), ("vtt",), "text/vtt")
SRT = Format(FileKind.SUBTITLES, _("SRT 字幕"), ("srt",), "application/x-subrip")
TXT = Format(FileKind.TEXT, _("纯文本"), ("txt",), "text/plain")
MARKDOWN = Format(FileKind.TEXT, _("Markdown 文本"), ("md", "markdown"), "text/markdown")
TEX = Format(FileKind.TEXT, _("TeX 文本"), ("tex",), "application/x-tex")
PACKAGE = Format(FileKind.PACKAGE, _("ZIP 课件包"), ("zip", "imscc", "h5p"), "application/zip")

FORMATS = (
    *(MP4, WEBM, MOV, MP3, M4A, OGG, WAV, FLAC, JPEG, PNG, GIF, WEBP, AVIF, SVG, PDF),
    *(DOCX, PPTX, XLSX, CSV, EPUB, GLB, VTT, SRT, TXT, MARKDOWN, TEX, PACKAGE),
)
BY_EXTENSION = {extension: known for known in FORMATS for extension in known.extensions}
BY_MEDIA_TYPE = {known.media_type: known for known in FORMATS}

# Names that are refused whatever the content: a browser or a desktop would run them.
SCRIPT_EXTENSIONS = frozenset(
    [
        "html",
        "htm",
        "xhtml",
        "shtml",
        "mht",
        "mhtml",
        "hta",
        "js",
        "mjs",
        "ts",
        "vbs",
        "vbe",
        "wsf",
        "wsh",
        "ps1",
        "psm1",
        "bat",
        "cmd",
        "com",
        "sh",
        "bash",
        "csh",
        "php",
        "phtml",
        "asp",
        "aspx",
        "jsp",
        "py",
        "pyw",
        "rb",
        "pl",
        "lua",
        "jar",
        "jnlp",
        "reg",
        "inf",
        "scf",
        "url",
        "lnk",
    ]
)
PROGRAM_EXTENSIONS = frozenset(
    [
        "exe",
        "dll",
        "msi",
        "scr",
        "cpl",
        "sys",
        "com",
        "app",
        "dmg",
        "pkg",
        "deb",
        "rpm",
        "apk",
        "ipa",
        "so",
        "dylib",
        "bin",
    ]
)


def browsers_may_show(media_type: str) -> bool:
    """Whether a file of this type may be opened in the browser on our own origin."""
    known = BY_MEDIA_TYPE.get(media_type)
    return bool(known and known.inline)
