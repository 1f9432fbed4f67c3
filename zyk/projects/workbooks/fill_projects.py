"""The register of projects (项目汇总表) in the official form: one row a project below its heading."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from zyk.projects.workbooks.sheet import opened

SEPARATOR = "|"  # between units, as the form's own sample has it
COLUMNS = 17


@dataclass(frozen=True)
class ProjectRow:
    """In the order of the form's columns."""

    code: str
    specialty: str
    year: str
    host: str
    province: str
    legal_representative: str = ""
    finance_head: str = ""
    finance_head_phone: str = ""
    finance_head_qq: str = ""
    project_lead: str = ""
    project_lead_phone: str = ""
    editor: str = ""
    editor_phone: str = ""
    editor_qq: str = ""
    note: str = ""
    co_hosts: str = ""
    participants: str = ""


def filled_projects(rows: Iterable[ProjectRow]) -> bytes:
    form = opened("projects")
    look = form.look_of(2)
    form.clear_from(2, until=2, columns=COLUMNS)
    for number, row in enumerate(rows, start=2):
        form.wear(number, look)
        for column, text in enumerate(astuple(row), start=1):
            form.put(form.sheet.cell(number, column).coordinate, text or None)
    return form.saved()
