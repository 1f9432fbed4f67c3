"""The archive: parts named with their hashes in a manifest, and a seal over every byte of the file.

Needs nothing of the system: whoever checks a file has no database. The seal stands in the comment of the ZIP, after
all it covers."""

import hashlib
import json
import struct
import zipfile
from pathlib import Path
from typing import Any, Final

FORMAT: Final = "zyk-evidence/1"
MANIFEST: Final = "manifest.json"
SEAL: Final = b"sha256:"
_SEAL_BYTES: Final = len(SEAL) + 64
_END_OF_ZIP: Final = struct.Struct("<4s4H2LH")
CHUNK: Final = 1024 * 1024


def write_archive(path: Path, parts: dict[str, Path | bytes], facts: dict[str, Any]) -> str:
    """Write the parts, a manifest of their hashes with `facts`, and the seal; answers the hash of the whole file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {name: _add(archive, name, part) for name, part in parts.items()}
        manifest = {"format": FORMAT, **facts, "files": files}
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
        archive.comment = SEAL + b"0" * 64
    with path.open("r+b") as file:
        seal = _digest_before(file, path.stat().st_size - 64)
        file.seek(-64, 2)
        file.write(seal.encode())
    return digest_of(path)


def _add(archive: zipfile.ZipFile, name: str, part: Path | bytes) -> dict[str, Any]:
    if isinstance(part, bytes):
        archive.writestr(name, part)
        return {"sha256": hashlib.sha256(part).hexdigest(), "bytes": len(part)}
    archive.write(part, name)
    return {"sha256": digest_of(part), "bytes": part.stat().st_size}


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def seal_holds(path: Path) -> bool:
    """Whether every byte is as it was sealed."""
    size = path.stat().st_size
    if size < _SEAL_BYTES + _END_OF_ZIP.size:
        return False
    with path.open("rb") as file:
        sealed = _digest_before(file, size - 64)
        file.seek(-_SEAL_BYTES, 2)
        return file.read() == SEAL + sealed.encode()


def _digest_before(file: Any, end: int) -> str:
    """Of the first `end` bytes."""
    file.seek(0)
    digest, left = hashlib.sha256(), end
    while left > 0 and (piece := file.read(min(CHUNK, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()
