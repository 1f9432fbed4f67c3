"""GLB (binary glTF 2): meshes, triangles and extents from the JSON chunk alone."""

import json
import math
import struct
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from zyk.media.content.refusals import broken
from zyk.media.facts import Facts
from zyk.media.formats import Format

JSON_LIMIT_BYTES = 64 * 1024**2
Matrix = tuple[float, ...]  # sixteen numbers, column by column, as glTF writes them
IDENTITY: Matrix = (1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)


def read(path: Path, content: Format) -> Facts:
    try:
        scene = _scene(path)
        more: dict[str, Any] = {
            "meshes": len(scene.get("meshes", [])),
            "triangles": sum(_triangles(scene, primitive) for primitive in _primitives(scene)),
            "materials": len(scene.get("materials", [])),
            "animations": len(scene.get("animations", [])),
        }
        extents = _extents(scene)
    except (ValueError, KeyError, IndexError, TypeError, struct.error, RecursionError) as error:
        raise broken(content) from error
    if extents:
        more["extents"] = extents
    return Facts(more=more)


def _scene(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        magic, version, length, chunk_length, chunk_type = struct.unpack("<4sIIII", stream.read(20))
        if magic != b"glTF" or version != 2 or chunk_type != 0x4E4F534A or chunk_length > JSON_LIMIT_BYTES:
            raise ValueError
        if length != path.stat().st_size:
            raise ValueError
        scene = json.loads(stream.read(chunk_length))
    if not isinstance(scene, dict):
        raise TypeError
    return scene


def _primitives(scene: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for mesh in scene.get("meshes", []):
        yield from mesh["primitives"]


def _triangles(scene: dict[str, Any], primitive: dict[str, Any]) -> int:
    accessor = primitive.get("indices", primitive["attributes"].get("POSITION"))
    count = scene["accessors"][accessor]["count"] if accessor is not None else 0
    mode = primitive.get("mode", 4)
    return count // 3 if mode == 4 else max(count - 2, 0) if mode in {5, 6} else 0


def _extents(scene: dict[str, Any]) -> list[float] | None:
    """Width, height and depth of the box around all placed meshes, in the model's units."""
    corners = list(_corners(scene))
    if not corners:
        return None
    return [round(max(axis) - min(axis), 4) for axis in zip(*corners, strict=True)]


def _corners(scene: dict[str, Any]) -> Iterator[tuple[float, ...]]:
    nodes = scene.get("nodes", [])
    scenes = scene.get("scenes") or [{"nodes": range(len(nodes))}]
    waiting = [(index, IDENTITY) for index in scenes[scene.get("scene", 0)].get("nodes", [])]
    seen: set[int] = set()
    while waiting:
        index, above = waiting.pop()
        if index in seen:
            continue
        seen.add(index)
        node = nodes[index]
        placed = _times(above, _matrix(node))
        waiting += [(child, placed) for child in node.get("children", [])]
        if "mesh" in node:
            for primitive in scene["meshes"][node["mesh"]]["primitives"]:
                accessor = scene["accessors"][primitive["attributes"]["POSITION"]]
                for corner in product(*zip(accessor["min"], accessor["max"], strict=True)):
                    yield _moved(placed, corner)


def _matrix(node: dict[str, Any]) -> Matrix:
    if "matrix" in node:
        return tuple(node["matrix"])
    x, y, z, w = node.get("rotation", (0, 0, 0, 1))
    size = math.hypot(x, y, z, w) or 1
    x, y, z, w = x / size, y / size, z / size, w / size
    a, b, c = node.get("scale", (1, 1, 1))
    columns = (
        (a * (1 - 2 * (y * y + z * z)), a * 2 * (x * y + z * w), a * 2 * (x * z - y * w), 0),
        (b * 2 * (x * y - z * w), b * (1 - 2 * (x * x + z * z)), b * 2 * (y * z + x * w), 0),
        (c * 2 * (x * z + y * w), c * 2 * (y * z - x * w), c * (1 - 2 * (x * x + y * y)), 0),
        (*node.get("translation", (0, 0, 0)), 1),
    )
    return tuple(number for column in columns for number in column)


def _times(left: Matrix, right: Matrix) -> Matrix:
    return tuple(
        sum(left[k * 4 + row] * right[column * 4 + k] for k in range(4)) for column in range(4) for row in range(4)
    )


def _moved(matrix: Matrix, point: tuple[float, ...]) -> tuple[float, ...]:
    full = (*point, 1)
    return tuple(sum(matrix[k * 4 + row] * full[k] for k in range(4)) for row in range(3))
