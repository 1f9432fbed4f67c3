"""`zyk verify-evidence FILE`: check a bundle and compute its figures again, with no database and no system at hand.

The SQL in a bundle is a stranger's: it runs where nothing outside the loaded relations can be reached."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from zyk.monitoring.evidence.sealing import CHUNK, FORMAT, MANIFEST, digest_of, seal_holds

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIGURES, VIEWS, RELATIONS = "figures.json", "views.json", "relations/"
LARGEST_TEXT = 64 * 1024 * 1024  # of the JSON parts; relations stream


def verify(path: Path) -> tuple[list[str], list[str]]:
    """What was found, in words: (what holds, what differs). Nothing differs in a sound bundle."""
    if not path.is_file():
        return [], [f"there is no file {path}"]
    holds = [f"sha256 of the file: {digest_of(path)}"]
    differs = [] if seal_holds(path) else ["the seal: bytes of the file were altered after it was made"]
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="zyk-evidence-") as folder:
            manifest = _json(archive, MANIFEST)
            if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
                return holds, [*differs, f"{MANIFEST}: not a manifest of format {FORMAT}"]
            holds += _about(manifest)
            wrong = list(_wrong_parts(archive, manifest, Path(folder)))
            differs += wrong
            if not wrong:
                holds.append(f"{len(manifest['files'])} parts match the hashes of the manifest")
                same, other = _recompute(archive, Path(folder))
                holds.append(f"{same} figures computed again give the same numbers")
                differs += other
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, TypeError, NotImplementedError) as broken:
        differs.append(f"the archive cannot be read whole: {broken}")
    except Exception as broken:
        if type(broken).__module__.partition(".")[0] not in ("duckdb", "_duckdb", "zlib"):
            raise
        differs.append(f"the archive cannot be computed: {broken}")
    return holds, differs


def _about(manifest: dict[str, Any]) -> list[str]:
    names = ("library", "as_of", "rulebook", "computation", "made_at")
    return [f"{name}: {manifest[name]}" for name in names if name in manifest]


def _wrong_parts(archive: zipfile.ZipFile, manifest: dict[str, Any], folder: Path) -> Iterator[str]:
    """Names of parts that are missing, unknown or altered; the sound relations are put into `folder`."""
    named, present = manifest["files"], set(archive.namelist()) - {MANIFEST}
    yield from (f"{name}: missing" for name in sorted(set(named) - present))
    yield from (f"{name}: not in the manifest" for name in sorted(present - set(named)))
    for name in sorted(present & set(named)):
        target = folder / PurePosixPath(name).name
        digest = hashlib.sha256()
        try:
            with archive.open(name) as part, target.open("wb") as file:
                while piece := part.read(CHUNK):
                    digest.update(piece)
                    file.write(piece)
        except Exception as broken:  # whatever the decompressor says of altered bytes
            yield f"{name}: cannot be read ({broken})"
            continue
        if digest.hexdigest() != named[name]["sha256"]:
            yield f"{name}: sha256 is {digest.hexdigest()}, the manifest says {named[name]['sha256']}"


def _recompute(archive: zipfile.ZipFile, folder: Path) -> tuple[int, list[str]]:
    import duckdb

    figures, views = _json(archive, FIGURES), _json(archive, VIEWS)
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    try:
        for path in sorted(folder.glob("*.parquet")):
            connection.execute(f'create table "{path.stem}" as select * from read_parquet(?)', [str(path)])  # noqa: S608
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        same, other = 0, []
        for look in views:
            for name, sql in look["views"]:
                connection.execute(f'create or replace temp view "{name}" as {sql}')
            for figure in figures:
                if figure["window"] == look["window"] and figure.get(look["side"]):
                    faults = list(_differences(connection, figure, look["side"]))
                    other += faults
                    same += not faults
        return same, other
    finally:
        connection.close()


def _differences(connection: "DuckDBPyConnection", figure: dict[str, Any], side: str) -> Iterator[str]:
    stated = figure[side]
    found: dict[str, int] = {}
    for part, sql in figure["sql"].items():
        [(number,)] = connection.execute(sql).fetchall()
        found[part] = int(number)
        if found[part] != stated[part]:
            yield f"{figure['code']} ({side}, {part}): the file says {stated[part]}, its records give {found[part]}"
    per = found.get("per", 1)
    value = None if per == 0 else Fraction(found["counted"], per)
    if _decimals(value) != stated["value"]:
        yield f"{figure['code']} ({side}): the file says {stated['value']}, its records give {_decimals(value)}"


def _decimals(value: Fraction | None) -> str | None:
    """Four decimals, halves upwards, as the figure is kept."""
    if value is None:
        return None
    scaled = (value * 10000 + Fraction(1, 2)).__floor__()
    sign = "-" if scaled < 0 else ""
    return f"{sign}{abs(scaled) // 10000}.{abs(scaled) % 10000:04d}"


def _json(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > LARGEST_TEXT:
        raise ValueError(f"{name} is too large")
    return json.loads(archive.read(name))
