"""Where files of an intake come from: a folder of this machine, or a ZIP that was uploaded. Nothing outside is read."""

import hashlib
import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zyk.media import store
from zyk.media.content.archives import refuse_unsafe

SHEET_NAMES = ("标引.xlsx", "标引表.xlsx", "metadata.xlsx")
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_UTF8_NAME = 0x800


class Source(Protocol):
    """`paths` are relative, with `/`, in order; `fault` says why one cannot be read; `open` lends a local file."""

    paths: dict[str, str]

    @contextmanager
    def open(self, path: str) -> Iterator[Path]: ...


class FolderSource:
    """All files below a folder. A link is named and not followed: it may lead anywhere."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise ValidationError(_("没有这个文件夹：%(path)s"), params={"path": str(root)})
        self.root = root.resolve()
        self.paths: dict[str, str] = {}
        for folder, folders, names in os.walk(self.root):
            folders.sort()
            linked = [name for name in folders if (Path(folder) / name).is_symlink()]
            for name in sorted([*names, *linked]):
                path = Path(folder) / name
                if not is_left_behind(name):
                    self.paths[path.relative_to(self.root).as_posix()] = _fault_of(path)

    @contextmanager
    def open(self, path: str) -> Iterator[Path]:
        yield self.root / path


class ZipSource:
    """The entries of a ZIP. What is unsafe in one refuses the whole, before anything is unpacked."""

    def __init__(self, file: Path) -> None:
        try:
            self.archive = zipfile.ZipFile(file)
            refuse_unsafe(self.archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
            raise ValidationError(_("ZIP 已损坏或不完整，无法读取。请重新打包后再上传。"), code="broken") from error
        self._entries = {_name_of(entry): entry for entry in self.archive.infolist() if not entry.is_dir()}
        self.paths = {path: "" for path in sorted(self._entries) if not is_left_behind(PurePosixPath(path).name)}

    @contextmanager
    def open(self, path: str) -> Iterator[Path]:
        descriptor, name = tempfile.mkstemp(prefix="zyk-in-", dir=store.incoming_folder())
        unpacked = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as target, self.archive.open(self._entries[path]) as content:
                shutil.copyfileobj(content, target, store.CHUNK_BYTES)
            yield unpacked
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise ValidationError(_("ZIP 里的这个文件已损坏。"), code="broken") from error
        finally:
            unpacked.unlink(missing_ok=True)


def sheet_in(source: Source) -> str:
    """The metadata sheet among the files: a known name, the one highest up; "" when there is none."""
    found = [path for path in source.paths if PurePosixPath(path).name in SHEET_NAMES]
    return min(found, key=lambda path: (path.count("/"), path), default="")


def is_left_behind(name: str) -> bool:
    """Files that desktops leave in folders and nobody means to upload."""
    return name.lower() in _LEFT_BEHIND or name.startswith(("._", "~$", ".~"))


def is_inside(path: str) -> bool:
    """Whether a path written in a sheet stays within the folder."""
    steps = PurePosixPath(path).parts
    return bool(steps) and not path.startswith("/") and ".." not in steps and ":" not in steps[0] and "\x00" not in path


def sha256_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _fault_of(path: Path) -> str:
    if path.is_symlink():
        return str(_("这是链接而不是文件，请换成文件本身。"))
    if not stat.S_ISREG(path.stat().st_mode):
        return str(_("这不是普通文件。"))
    return "" if os.access(path, os.R_OK) else str(_("没有读取这个文件的权限。"))


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK without saying so; others are told apart by the UTF-8 mark."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gbk"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").removeprefix("./")
