"""ZIP containers: safe to open first, then told apart."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_lazy as _

from zyk.media import formats
from zyk.media.content.packages import MANIFESTS
from zyk.media.content.refusals import broken, refused
from zyk.media.formats import Format

ENTRY_LIMIT = 20_000
UNPACKED_LIMIT_BYTES = 4 * 1024**3
RATIO_FREE_BYTES = 64 * 1024**2
RATIO_LIMIT = 100
TESTED_BYTES = 512 * 1024**2

_PARTS = (
    ("word/document.xml", formats.DOCX),
    ("ppt/presentation.xml", formats.PPTX),
    ("xl/workbook.xml", formats.XLSX),
)


def by_container(path: Path) -> Format:
    """The format of a ZIP container; refuses the unsafe, the unknown and those with macros."""
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_unsafe(archive)
            return _told_apart(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise broken(formats.PACKAGE) from error


def refuse_unsafe(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    for entry in entries:
        _refuse_entry(entry)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    swollen = unpacked > RATIO_FREE_BYTES and unpacked / packed > RATIO_LIMIT
    if len(entries) > ENTRY_LIMIT or unpacked > UNPACKED_LIMIT_BYTES or swollen:
        raise refused(
            _("压缩包展开后过大（%(count)s 个文件，%(megabytes)s MB），疑似压缩炸弹。请拆分后再上传。"),
            "bomb",
            count=len(entries),
            megabytes=unpacked // 1024**2,
        )
    if unpacked <= TESTED_BYTES and archive.testzip() is not None:
        raise zipfile.BadZipFile


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename.replace("\\", "/")
    steps = PurePosixPath(name).parts
    if name.startswith("/") or ".." in steps or "\x00" in name or (steps and ":" in steps[0]):
        raise refused(
            _("压缩包里的“%(name)s”指向包外的位置，可能是恶意文件。请重新打包，只放包内文件。"),
            "escape",
            name=name[:80],
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise refused(_("压缩包里的“%(name)s”是链接而不是文件。请重新打包，放入文件本身。"), "escape", name=name[:80])
    if entry.flag_bits & 1:
        raise refused(_("压缩包设有密码，无法检查。请去掉密码再上传。"), "encrypted")


def _told_apart(archive: zipfile.ZipFile) -> Format:
    names = set(archive.namelist())
    declared = archive.read("mimetype")[:100].strip() if "mimetype" in names else b""
    if declared == b"application/epub+zip":
        return formats.EPUB
    if declared.startswith(b"application/vnd.oasis"):
        raise refused(_("这是 OpenDocument 文件。请另存为 .docx、.pptx、.xlsx 或 PDF 再上传。"), "forbidden")
    if "[Content_Types].xml" in names:
        return _office(archive, names)
    if "AndroidManifest.xml" in names or ("META-INF/MANIFEST.MF" in names and not names & set(MANIFESTS)):
        raise refused(_("这是安装包或 Java 程序，平台不收程序文件。"), "forbidden")
    return _package(names)


def _office(archive: zipfile.ZipFile, names: set[str]) -> Format:
    if any(name.lower().endswith("vbaproject.bin") for name in names) or (
        b"macroEnabled" in archive.read("[Content_Types].xml")
    ):
        raise refused(
            _("文件带有宏程序。请另存为不含宏的 .docx、.pptx 或 .xlsx 再上传。"),
            "macro",
        )
    for part, content in _PARTS:
        if part in names:
            return content
    raise refused(_("这种 Office 文件平台不收。请另存为 .docx、.pptx、.xlsx 或 PDF 再上传。"), "forbidden")


def _package(names: set[str]) -> Format:
    if not names & set(MANIFESTS):
        raise refused(
            _(
                "ZIP 里没有课件清单（imsmanifest.xml、cmi5.xml、tincan.xml、h5p.json）或首页 index.html。"
                "普通压缩包请解压后逐个上传；课件包请让清单位于最外层。"
            ),
            "no-manifest",
        )
    for name in sorted(names):
        extension = PurePosixPath(name).suffix.lower().removeprefix(".")
        if extension in {"swf", "flv"}:
            raise refused(
                _("课件包里有 Flash 文件“%(name)s”，现在的浏览器已不能播放。请换成 HTML5 版本的课件。"),
                "forbidden",
                name=name[-80:],
            )
        if extension in formats.PROGRAM_EXTENSIONS - {"bin"}:
            raise refused(_("课件包里有可执行程序“%(name)s”。请去掉它再打包上传。"), "forbidden", name=name[-80:])
    return formats.PACKAGE
