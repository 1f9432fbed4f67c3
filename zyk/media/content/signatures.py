"""First bytes: the formats we take, and those we know and refuse."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.media import formats
from zyk.media.content.refusals import refused
from zyk.media.formats import Format

_PROGRAM = _("这是可执行程序，平台不收程序文件。请上传操作录像、说明文档，或写明下载地址。")
_FLASH = _("这是 Flash 动画，现在的浏览器已不能播放。请转换为 MP4 视频或 HTML5 课件包再上传。")
_ARCHIVE = _("这是压缩包，平台不收这种压缩格式。请解压后逐个上传；课件包请用 ZIP 格式并带清单文件。")
_OLD_VIDEO = _("这种视频浏览器不能播放。请转换为 MP4（H.264 + AAC）再上传。")
_HEIC = _("这是 HEIC 照片，多数浏览器不能显示。请导出为 JPEG 再上传。")
_PICTURE = _("这种图像浏览器不能显示。请转换为 PNG 或 JPEG 再上传。")
_OLD_OFFICE = _("这是旧版 Office 或 WPS 文件，其中可能带有宏。请另存为 .docx、.pptx、.xlsx 或 PDF 再上传。")
_ENCRYPTED = _("这个 Office 文件设有打开密码。请去掉密码再上传。")
_RTF = _("这是 RTF 文稿。请另存为 .docx 或 PDF 再上传。")
_SCRIPT = _("这是脚本程序，平台不收脚本。如需展示代码，请放进 PDF 或 DOCX 文稿。")

FORBIDDEN: tuple[tuple[bytes, str | Promise], ...] = (
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\xfe\xed\xfa", _PROGRAM),
    (b"dex\n", _PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02", _PROGRAM),
    (b"FWS", _FLASH),
    (b"CWS", _FLASH),
    (b"ZWS", _FLASH),
    (b"FLV\x01", _OLD_VIDEO),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _OLD_VIDEO),
    (b"\x00\x00\x01\xba", _OLD_VIDEO),
    (b".RMF", _OLD_VIDEO),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"BM", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"8BPS", _PICTURE),
    (b"{\\rtf", _RTF),
    (b"#!", _SCRIPT),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"%PDF-", formats.PDF),
    (b"\x89PNG\r\n\x1a\n", formats.PNG),
    (b"\xff\xd8\xff", formats.JPEG),
    (b"GIF87a", formats.GIF),
    (b"GIF89a", formats.GIF),
    (b"glTF", formats.GLB),
    (b"OggS", formats.OGG),
    (b"fLaC", formats.FLAC),
    (b"ID3", formats.MP3),
)
_BRANDS = {
    b"qt  ": formats.MOV,
    b"M4A ": formats.M4A,
    b"M4B ": formats.M4A,
    b"avif": formats.AVIF,
    b"avis": formats.AVIF,
}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}


def by_signature(head: bytes) -> Format | None:
    """The binary format that `head` begins, None when it is a ZIP, a text or unknown; refuses known bad ones."""
    for start, content in _STARTS:
        if head.startswith(start):
            return content
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head.startswith(b"RIFF"):
        return _by_riff(head[8:12])
    if head.startswith(b"\x1aE\xdf\xa3"):
        return _by_matroska(head)
    if _is_mp3_frame(head):
        return formats.MP3
    _refuse_known(head)
    return None


def _by_brand(brand: bytes) -> Format:
    if brand in _HEIC_BRANDS:
        raise refused(_HEIC, "forbidden")
    return _BRANDS.get(brand, formats.MP4)


def _by_riff(form: bytes) -> Format:
    if form == b"WAVE":
        return formats.WAV
    if form == b"WEBP":
        return formats.WEBP
    raise refused(_OLD_VIDEO, "forbidden")


def _by_matroska(head: bytes) -> Format:
    if b"webm" in head[:64]:
        return formats.WEBM
    raise refused(_OLD_VIDEO, "forbidden")


def _is_mp3_frame(head: bytes) -> bool:
    """An MPEG audio frame of layer III without a tag before it."""
    return (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE0 == 0xE0
        and (head[1] >> 1) & 3 == 1
        and (head[1] >> 3) & 3 != 1
        and 0 < head[2] >> 4 < 15
        and (head[2] >> 2) & 3 != 3
    )


def _refuse_known(head: bytes) -> None:
    if head.startswith(_OLE):
        raise refused(_ENCRYPTED if _ENCRYPTED_MARK in head else _OLD_OFFICE, "forbidden")
    for start, words in FORBIDDEN:
        if head.startswith(start) and not (len(start) == 2 and _reads_as_text(head)):
            raise refused(words, "forbidden")


def _reads_as_text(head: bytes) -> bool:
    """Two letters alone ("MZ", "BM") may begin an honest text; "#!" never does."""
    return b"\x00" not in head and not head.startswith(b"#!")
