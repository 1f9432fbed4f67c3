"""The whole judgement: what it is by content, and whether its name says the same."""

import warnings
from pathlib import Path, PurePosixPath

import puremagic
from django.utils.translation import gettext_lazy as _

from zyk.media import formats
from zyk.media.content.archives import by_container
from zyk.media.content.refusals import mislabelled, refused, unknown
from zyk.media.content.signatures import by_signature
from zyk.media.content.texts import by_text
from zyk.media.formats import Format

HEAD_BYTES = 256 * 1024
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


def recognise(path: Path, name: str) -> Format:
    """The format of the content in `path`, which came as `name`. Raises ValidationError for all that is not taken."""
    named = extension_of(name)
    content = _by_content(path, named)
    if named and named not in content.extensions:
        raise mislabelled(content, named)
    return content


def extension_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _by_content(path: Path, named: str) -> Format:
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if head.startswith(_ZIP_STARTS):
        return by_container(path)
    found = by_signature(head) or by_text(path, named)
    if found is None:
        raise _not_taken(head, named)
    return found


def _not_taken(head: bytes, named: str) -> Exception:
    if named in formats.PROGRAM_EXTENSIONS:
        return refused(_("这是可执行程序，平台不收程序文件。请上传操作录像、说明文档，或写明下载地址。"), "forbidden")
    return unknown(_best_guess(head))


def _best_guess(head: bytes) -> str:
    """A name for what we do not take, only to tell the person what it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return puremagic.from_string(head).removeprefix(".")
    except (puremagic.PureError, ValueError, IndexError):
        return ""
