"""What stands in the two files of a segment."""

FACTS = {
    "sequence": "BIGINT",
    "stored": "TIMESTAMP",
    "timestamp": "TIMESTAMP",
    "authority": "BIGINT",
    "actor": "BIGINT",
    "verb": "BIGINT",
    "activity": "BIGINT",
    "library": "BIGINT",
    "course": "BIGINT",
    "registration": "UUID",
    "success": "BOOLEAN",
    "completion": "BOOLEAN",
    "score_scaled": "DOUBLE",
    "duration_seconds": "DOUBLE",
    "user_kind": "VARCHAR",
    "organisation_code": "VARCHAR",
}
RELATED = {"related": "VARCHAR"}  # in the rows on their way; a list of numbers, kind and key in one, in the file
ORIGINALS = {"uuid": "UUID", "fills": "SMALLINT", "original": "VARCHAR"}
ROWS = FACTS | RELATED | ORIGINALS
KINDS = 8  # `related` holds key * KINDS + kind

# Sorted for those who count: one library in one time lies together.
WRITE_FACTS = (
    "COPY (SELECT {columns}, related FROM {rows} ORDER BY library NULLS FIRST, timestamp, sequence) TO '{path}' "
    "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 6, ROW_GROUP_SIZE 20480)"
)
# Found by sequence in one group of rows; within it alike beside alike, which packs best.
GROUP = 8192
WRITE_ORIGINALS = (
    "COPY (SELECT sequence, uuid, fills, original FROM {rows} "
    "ORDER BY (sequence - {first}) // {group}, library, verb, activity, actor, sequence) TO '{path}' "
    "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 6, ROW_GROUP_SIZE {group})"
)
FACT_COLUMNS = ", ".join(FACTS)

# A control character cannot stand in JSON: it marks where the statement's own id was cut out.
ID_MARK = "\x01"


def packed(original: bytes, uuid: str) -> str:
    return original.decode().replace(uuid, ID_MARK, 1)


def unpacked(text: str, uuid: str) -> bytes:
    return text.replace(ID_MARK, uuid).encode()
