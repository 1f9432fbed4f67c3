"""Writing the package: a ZIP with one folder, which is the bag."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC
from typing import Any, BinaryIO

from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

import zyk
from zyk.accounts.models import Organisation, User
from zyk.library.bag.contents import PARTS, rows_of, written
from zyk.library.models import Library
from zyk.media.models import StoredFile
from zyk.media.store import CHUNK_BYTES

PROFILE = "zyk-library/1"
Progress = Callable[[int, int], None]


class BagWriter:
    """Adds payload and tag files and keeps their sums; `close` writes the manifests."""

    def __init__(self, target: BinaryIO, name: str) -> None:
        self.archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.name = name
        self.payload: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.octets = 0

    def add(self, path: str, chunks: Iterable[bytes], *, packed: bool) -> str:
        """Write a payload file in pieces and return its SHA-256."""
        entry = zipfile.ZipInfo(f"{self.name}/data/{path}", timezone.localtime().timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o100644 << 16
        digest = hashlib.sha256()
        with self.archive.open(entry, "w", force_zip64=True) as target:
            for chunk in chunks:
                digest.update(chunk)
                self.octets += len(chunk)
                target.write(chunk)
        self.payload[f"data/{path}"] = digest.hexdigest()
        return digest.hexdigest()

    def close(self, info: dict[str, str]) -> None:
        self._tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        lines = info | {
            "Bagging-Date": timezone.now().astimezone(UTC).date().isoformat(),
            "Payload-Oxum": f"{self.octets}.{len(self.payload)}",
        }
        self._tag("bag-info.txt", "".join(f"{name}: {' '.join(words.split())}\n" for name, words in lines.items()))
        self._tag("manifest-sha256.txt", _sums(self.payload))
        self._tag("tagmanifest-sha256.txt", _sums(self.tags))
        self.archive.close()

    def _tag(self, path: str, text: str) -> None:
        self.archive.writestr(f"{self.name}/{path}", text.encode())
        self.tags[path] = hashlib.sha256(text.encode()).hexdigest()


def write_bag(library: Library, target: BinaryIO, progress: Progress = lambda done, total: None) -> dict[str, int]:
    """Write the whole library and return how many rows of each part there are."""
    bag = BagWriter(target, library.code)
    files: dict[str, StoredFile] = {}
    people: dict[str, User] = {}
    units: dict[str, Organisation] = {}

    def seen(model: type[models.Model], row: Any) -> None:
        if model is StoredFile:
            files[row.sha256] = row
        elif model is User:
            people[str(row.uuid)] = row
        elif model is Organisation:
            units[str(row.uuid)] = row

    counts: dict[str, int] = {}
    for name, model, path in PARTS:
        lines = [_line(row) for row in written(rows_of(model, path, library), seen)]
        counts[name] = len(lines)
        bag.add(f"{name}.jsonl", lines, packed=True)
    bag.add("people.jsonl", (_line({"uuid": key, "name": people[key].name}) for key in sorted(people)), packed=True)
    bag.add("organisations.jsonl", (_line(_unit(units[key])) for key in sorted(units)), packed=True)
    bag.add("files.jsonl", (_line(_described(files[key])) for key in sorted(files)), packed=True)
    counts["files"] = len(files)
    for done, key in enumerate(sorted(files)):
        progress(done, len(files))
        _add_file(bag, files[key])
    progress(len(files), len(files))
    bag.close(
        {
            "Source-Organization": library.lead_host.name,
            "External-Identifier": str(library.uuid),
            "External-Description": library.name,
            "Bag-Software-Agent": f"zyk {zyk.__version__}",
            "ZYK-Profile": PROFILE,
        }
    )
    return counts


def _add_file(bag: BagWriter, stored: StoredFile) -> None:
    with default_storage.open(stored.storage_name) as content:
        found = bag.add(f"files/{stored.storage_name}", content.chunks(CHUNK_BYTES), packed=False)
    if found != stored.sha256:
        raise ValueError(f"stored file {stored.uuid} ({stored.name}) was altered")


def _described(stored: StoredFile) -> dict[str, Any]:
    names = ("sha256", "size_bytes", "name", "media_type", "kind", "extension")
    return {name: getattr(stored, name) for name in names}


def _unit(unit: Organisation) -> dict[str, Any]:
    names = ("kind", "code", "name", "english_name", "city", "level", "owner", "ownership")
    return {"uuid": str(unit.uuid), "province": unit.province_id} | {name: getattr(unit, name) for name in names}


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _sums(sums: dict[str, str]) -> str:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items()))
