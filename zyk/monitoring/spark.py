"""The same formulas over the same facts on Apache Spark, in as many processes as one likes.

An optional extra (`requirements/spark.lock`, and a Java runtime): everything here is imported when it is asked for.
The SQL is written once, for DuckDB; sqlglot carries it over."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zyk.library.models import Library
from zyk.monitoring.figures import Figure, compute
from zyk.monitoring.relations import Side, engine, load_library
from zyk.monitoring.relations.facts import last_sequence
from zyk.monitoring.relations.tables import HOLDINGS
from zyk.monitoring.relations.views import views
from zyk.monitoring.windows import Window
from zyk.rulebook.edition.measures import Indicator

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WORKER_MEGABYTES = 1024
SUMMED = ("seen", "done")  # asked for again and again: kept in the workers' memory


class NoSpark(Exception):
    """pyspark, sqlglot or Java is not installed."""


@contextmanager
def session(workers: int, *, master: str = "") -> Iterator["SparkSession"]:
    """A session with `workers` processes of its own on this machine, or on the cluster named by `master`."""
    try:
        import sqlglot  # noqa: F401 (translation; better said now than after the facts were read)
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise NoSpark("pip install --require-hashes -r requirements/spark.lock") from missing
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    made = (
        SparkSession.builder.appName("zyk")
        .master(master or f"local-cluster[{workers},1,{WORKER_MEGABYTES}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", str(2 * workers))
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .config("spark.sql.ansi.enabled", "true")
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    try:
        yield made
    finally:
        made.stop()


def compute_on_spark(
    spark: "SparkSession", library: Library, indicators: list[Indicator], *, as_of: date
) -> tuple[dict[str, Figure], float]:
    """The library's figures, and the seconds Spark took for them once the facts were laid out as Parquet."""
    with tempfile.TemporaryDirectory(prefix="zyk-spark-") as folder:
        lay_out(library, Path(folder), as_of=as_of)
        return compute_over(spark, Path(folder), indicators, as_of=as_of)


def lay_out(library: Library, folder: Path, *, as_of: date) -> None:
    """Facts and holdings as Parquet, one file a relation."""
    with engine() as connection:
        load_library(connection, library, as_of=as_of, until_sequence=last_sequence())
        for name in ("facts", *HOLDINGS):
            connection.execute(f"copy {name} to '{folder}/{name}.parquet' (format parquet)")


def compute_over(
    spark: "SparkSession", folder: Path, indicators: list[Indicator], *, as_of: date
) -> tuple[dict[str, Figure], float]:
    for path in sorted(folder.glob("*.parquet")):
        spark.read.parquet(str(path)).createOrReplaceTempView(path.stem)
    began = time.perf_counter()
    try:
        return compute(partial(_ask, spark), partial(_look, spark), indicators, as_of), time.perf_counter() - began
    finally:
        spark.catalog.clearCache()


def carried_over(sql: str) -> str:
    """From the words of DuckDB to those of Spark."""
    import sqlglot

    [translated] = sqlglot.transpile(sql, read="duckdb", write="spark")
    return str(translated)


def _look(spark: "SparkSession", window: Window, side: Side) -> None:
    spark.catalog.clearCache()
    for name, sql in views(window, side).items():
        rows = spark.sql(carried_over(sql))
        (rows.cache() if name in SUMMED else rows).createOrReplaceTempView(name)


def _ask(spark: "SparkSession", questions: list[str]) -> list[int]:
    """All numbers in one query, so that the workers are asked once."""
    if not questions:
        return []
    parts = [
        f"select {place} as place, cast(({carried_over(sql)}) as bigint) as number"
        for place, sql in enumerate(questions)
    ]
    rows: list[Any] = spark.sql(" union all ".join(parts)).collect()
    found = {row["place"]: row["number"] for row in rows}
    return [int(found[place]) for place in range(len(questions))]
