"""The lot itself, free of database and clock, so that anyone can draw again from the exported protocol.

`lot-sha256-2`: each name of the pool is ordered by SHA-256 of seed, hash of the pool and name. Going down that order,
first those who fill a minimum are taken, then the rest while no maximum is passed. What remains is the reserve."""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

OLD_ALGORITHM = "shuffle-sha256-1"
ALGORITHM = "lot-sha256-2"
Entry = Mapping[str, Any]  # {"expert", "unit", "province", "fields"}


def sha256_of_seed(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


def sha256_of_pool(pool: Sequence[Any]) -> str:
    text = json.dumps(pool, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def drawn(pool: Sequence[Entry], *, size: int, seed: str, quotas: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """(result, reserve) in the order of the lot. Fewer than `size` when the quotas leave no more.

    `quotas`: per_unit, per_province (at most so many from one), fields {code prefix: at least so many}."""
    salt = seed + sha256_of_pool(pool)
    order = sorted(pool, key=lambda entry: hashlib.sha256(f"{salt}{entry['expert']}".encode()).digest())
    taken: list[Entry] = []
    for prefix, least in sorted((quotas.get("fields") or {}).items()):
        for entry in order:
            if sum(_is_of(each, prefix) for each in taken) >= least:
                break
            if entry not in taken and _is_of(entry, prefix) and _fits(entry, taken, quotas) and len(taken) < size:
                taken.append(entry)
    for entry in order:
        if len(taken) < size and entry not in taken and _fits(entry, taken, quotas):
            taken.append(entry)
    chosen = {entry["expert"] for entry in taken}
    result = [entry["expert"] for entry in order if entry["expert"] in chosen]
    return result, [entry["expert"] for entry in order if entry["expert"] not in chosen]


def shortfalls(pool: Sequence[Entry], result: Sequence[str], *, size: int, quotas: Mapping[str, Any]) -> list[str]:
    """What the quotas ask and the pool could not give: "size", or the code of a field."""
    chosen = [entry for entry in pool if entry["expert"] in set(result)]
    missing = [
        prefix
        for prefix, least in sorted((quotas.get("fields") or {}).items())
        if sum(_is_of(entry, prefix) for entry in chosen) < least
    ]
    return (["size"] if len(result) < size else []) + missing


def drawn_before(pool: Sequence[str], *, size: int, seed: str) -> list[str]:
    """Draws of the first algorithm, kept so that they can still be checked."""
    order = sorted(pool)
    random.Random(hashlib.sha256(seed.encode()).digest()).shuffle(order)  # noqa: S311 - must be repeatable
    return order[:size]


def faults_in(protocol: Mapping[str, Any]) -> list[str]:
    """Draw again from an exported protocol alone; what does not agree, in plain words. Empty: it holds."""
    faults = []
    pool, seed, result = protocol["pool"], protocol["seed"], protocol["result"]
    if sha256_of_seed(seed) != protocol["seed_sha256"]:
        faults.append("the seed is not the one whose hash was committed / 种子与封存的哈希不符")
    if protocol["algorithm"] == OLD_ALGORITHM:
        if drawn_before(pool, size=protocol["size"], seed=seed) != result:
            faults.append("drawing again gives other names / 重新抽取的人选不同")
        return faults
    if protocol["algorithm"] != ALGORITHM:
        return [*faults, f"unknown algorithm / 未知算法: {protocol['algorithm']}"]
    if sha256_of_pool(pool) != protocol["pool_sha256"]:
        faults.append("the pool is not the one that was frozen / 名单与冻结时的哈希不符")
    again = drawn(pool, size=protocol["size"], seed=seed, quotas=protocol["quotas"])
    if again != (result, protocol["reserve"]):
        faults.append("drawing again gives other names / 重新抽取的人选不同")
    if not protocol["committed_at"] <= protocol["frozen_at"] <= protocol["drawn_at"]:
        faults.append("the steps are not in order / 步骤时间顺序不对")
    return faults


def _is_of(entry: Entry, prefix: str) -> bool:
    return any(code.startswith(prefix) or prefix.startswith(code) for code in entry["fields"])


def _fits(entry: Entry, taken: Sequence[Entry], quotas: Mapping[str, Any]) -> bool:
    for name, key in (("per_unit", "unit"), ("per_province", "province")):
        most = quotas.get(name)
        if most and entry[key] and Counter(each[key] for each in taken)[entry[key]] >= most:
            return False
    return True
