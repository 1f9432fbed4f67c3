"""The document as PDF, set by typst from `templates/projects/print/application.typ`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

TEMPLATE = Path(__file__).parents[1] / "templates" / "projects" / "print" / "application.typ"


def pdf_of(document: dict[str, Any]) -> bytes:
    """The printed copy of a document made by `printing.document`. What a person typed is data and never markup.

    Our own fonts come first; those of the system stand in for characters they lack."""
    written = json.dumps(document, ensure_ascii=False)
    made = typst.compile(TEMPLATE, font_paths=[fonts()], sys_inputs={"document": written}, format="pdf")
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


@cache
def fonts() -> Path:
    return Path(pylopdf_fonts_zh_cn.__file__).parent
