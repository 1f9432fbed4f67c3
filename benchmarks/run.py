"""Run the benchmarks and print one JSON line per figure.

python benchmarks/run.py          all of them
python benchmarks/run.py start    one"""

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

Report = Callable[..., None]


def report(name: str, value: float, unit: str, *, on: str) -> None:
    """Print one figure; `on` says data size and engine."""
    print(json.dumps({"name": name, "value": round(value, 3), "unit": unit, "on": on}, ensure_ascii=False), flush=True)


def main() -> int:
    known = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    chosen = sys.argv[1:] or known
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)} (there are {', '.join(known)})", file=sys.stderr)
        return 2
    for name in chosen:
        importlib.import_module(f"benchmarks.bench_{name}").run(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
