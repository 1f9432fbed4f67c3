"""The document as PDF, set by typst from `templates/projects/print/application.typ`."""

from pathlib import Path
from typing import Any

from zyk.common.typesetting import pdf_from

TEMPLATE = Path(__file__).parents[1] / "templates" / "projects" / "print" / "application.typ"


def pdf_of(document: dict[str, Any]) -> bytes:
    """The printed copy of a document made by `printing.document`."""
    return pdf_from(TEMPLATE, document=document)
