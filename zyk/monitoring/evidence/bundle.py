"""Put together everything one computation rests on, so that it can be computed again elsewhere.

People and agents appear under numbers that mean nothing outside the bundle; names and addresses are not in it."""

import hmac
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

import zyk
from zyk.monitoring.evidence.sealing import write_archive
from zyk.monitoring.evidence.verify import FIGURES, RELATIONS, VIEWS
from zyk.monitoring.formulas import FORMULAS
from zyk.monitoring.models import Computation, IndicatorResult
from zyk.monitoring.relations import Side, engine, load_library
from zyk.monitoring.relations.views import views
from zyk.monitoring.windows import Window, window_of
from zyk.rulebook.edition.measures import Indicator

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FACTS = (
    "sequence, instant, day, actor, action, kind, thing, course, user_kind, organisation, duration, success, excluded"
)
RELATIONS_IN = (
    "users",
    "resources",
    "withdrawals",
    "versions",
    "points",
    "covered",
    "courses",
    "modules",
    "items",
    "questions",
    "citations",
    "question_uses",
    "enrolments",
    "baseline",
    "year_before",
)


def write_bundle(computation: Computation, folder: Path) -> tuple[Path, str]:
    """Write the bundle of a computation into `folder`: its path and the hash of the file."""
    parts: dict[str, Path | bytes] = {}
    with engine() as connection:
        load_library(connection, computation.library, as_of=computation.as_of, until_sequence=computation.last_sequence)
        _hide_people(connection, computation)
        for name in ("facts", *RELATIONS_IN):
            path = folder / f"{name}.parquet"
            columns = _FACTS if name == "facts" else "*"
            connection.execute(
                f"copy (select {columns} from {name} order by all) to '{path}' (format parquet, compression zstd)"  # noqa: S608
            )
            parts[f"{RELATIONS}{name}.parquet"] = path
    looks, figures = _looks(computation), _figures(computation)
    parts[VIEWS], parts[FIGURES] = _written(looks), _written(figures)
    parts["rulebook.json"] = _written(computation.rulebook.content)
    parts["README.txt"] = _README.encode()
    path = folder / f"evidence-{computation.uuid}.zip"
    return path, write_archive(path, parts, _facts(computation))


def windows_of(indicators: list[Indicator], as_of: date) -> dict[str, Window]:
    return {name: window_of(name, as_of) for name in dict.fromkeys(each.window for each in indicators)}


def _facts(computation: Computation) -> dict[str, Any]:
    library = computation.library
    return {
        "library": {"uuid": str(library.uuid), "code": library.code, "name": library.name},
        "computation": str(computation.uuid),
        "as_of": computation.as_of.isoformat(),
        "made_at": computation.computed_at.isoformat(),
        "last_sequence": computation.last_sequence,
        "rulebook": {"code": computation.rulebook.edition.code, "title": computation.rulebook.edition.title.zh},
        "software": f"zyk {zyk.__version__}",
    }


def _looks(computation: Computation) -> list[dict[str, Any]]:
    windows = windows_of(list(computation.rulebook.edition.indicators), computation.as_of)
    return [
        {"window": name, "side": side.value, "views": list(views(window, side).items())}
        for name, window in windows.items()
        for side in Side
    ]


def _figures(computation: Computation) -> list[dict[str, Any]]:
    results = {result.code: result for result in computation.results.all()}
    return [
        _figure(indicator, results[indicator.code])
        for indicator in computation.rulebook.edition.indicators
        if indicator.code in results
    ]


def _figure(indicator: Indicator, result: IndicatorResult) -> dict[str, Any]:
    formula = FORMULAS.get(indicator.formula)
    figure: dict[str, Any] = {
        "code": indicator.code,
        "title": {"zh": indicator.title.zh, "en": indicator.title.en},
        "window": indicator.window,
        "window_from": result.window_from and result.window_from.isoformat(),
        "window_until": result.window_until and result.window_until.isoformat(),
        "comparison": indicator.comparison,
        "threshold": indicator.threshold,
        "is_met": result.is_met,
        "why": result.why,
        "sql": {},
    }
    if formula is None or formula.counted is None:
        return figure
    figure["definition"] = {"zh": formula.definition.zh, "en": formula.definition.en}
    figure["sql"] = {"counted": formula.counted.number} | ({"per": formula.per.number} if formula.per else {})
    for side, value in ((Side.RAW, result.raw_value), (Side.CREDIBLE, result.credible_value)):
        stated = result.inputs.get(side.value)
        if stated:
            figure[side.value] = {**stated, "value": None if value is None else f"{value:.4f}"}
    return figure


def _hide_people(connection: "DuckDBPyConnection", computation: Computation) -> None:
    """New numbers for people and agents, the same throughout one library, not to be traced back without our key."""
    about = f"evidence:{computation.library.uuid}"
    salt = hmac.new(settings.SECRET_KEY.encode(), about.encode(), "sha256").hexdigest()
    for column, tables in (("person", ("users", "question_uses", "enrolments")), ("actor", ("users", "facts"))):
        named = " union ".join(f"select {column} as old from {table}" for table in tables)  # noqa: S608 our own names
        connection.execute(
            "create or replace temp table renamed as select old,"  # noqa: S608
            f" row_number() over (order by md5(concat('{salt}', old))) as new from ({named}) where old is not null"
        )
        for table in tables:
            connection.execute(
                f"update {table} set {column} = renamed.new from renamed where renamed.old = {table}.{column}"  # noqa: S608
            )


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


_README = """运行监测证据包 / Evidence of a computation of monitored figures

relations/*.parquet  计算所依据的全部记录与资料（用户以编号出现）
                     / all records and holdings it rests on (people by number)
views.json           每个时间窗、原始与可信两种口径的视图 SQL / SQL of the views, by window and side
figures.json         每个指标的公式 SQL、分子、分母与数值 / each figure: SQL, numerator, denominator, value
rulebook.json        所用规则集 / the rulebook used
manifest.json        各部分的 SHA-256 / SHA-256 of each part

核验 / To verify:  zyk verify-evidence FILE
无需数据库，也无需访问系统。 / No database and no access to the system are needed.
也可用任意 DuckDB 逐条运行其中的 SQL。 / Or run the SQL in any DuckDB.
"""
