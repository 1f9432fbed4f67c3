"""Official paper as PDF, set by typst from a template of the context that asks."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst


def pdf_from(template: Path, **inputs: Any) -> bytes:
    """The template with each input at hand as JSON, `json(bytes(sys.inputs.<name>))`: what a person typed is data and
    never markup.

    Our own fonts come first; those of the system stand in for characters they lack."""
    written = {name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()}
    made = typst.compile(template, font_paths=[_fonts()], sys_inputs=written, format="pdf")
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


@cache
def _fonts() -> Path:
    return Path(pylopdf_fonts_zh_cn.__file__).parent
