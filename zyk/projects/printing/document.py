"""What the printed application says, in plain data that both forms of it are set from. All in Chinese: it is paper."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from zyk.projects.models import Revision
from zyk.projects.queries.application import form_of
from zyk.projects.rules.application import needs_on_route
from zyk.rulebook.enums import FieldType, Step

PROGRAMME = "职业教育专业教学资源库"
CODE_LENGTH = 12  # of the revision's SHA-256: what a person types from paper, and what the QR code carries
KINDS = {"candidate": "备选资源库申请", "upgrade": "升级改进支持项目申请"}
_PAIRS = {str(kind) for kind in (FieldType.TEXT, FieldType.NUMBER, FieldType.DATE, FieldType.CHOICE)}
_FIGURES = ("指标", "数值", "统计至", "公式版本")

Block = dict[str, Any]


def document_of(revision: Revision) -> dict[str, Any]:
    """The revision as it was submitted; nothing in it is read from what may change later."""
    application = revision.application
    form = form_of(application)
    slots = {slot.code: slot.title.zh for slot in form.attachments}
    submitted_at = timezone.localtime(revision.submitted_at)
    address = verify_address(application.number, revision.sha256)
    return {
        "programme": PROGRAMME,
        "title": form.title.zh,
        "short_title": form.title.zh.removeprefix(PROGRAMME),
        "number": application.number,
        "year": application.cycle.year,
        "revision": revision.number,
        "sha256": revision.sha256,
        "code": revision.sha256[:CODE_LENGTH],
        "submitted_at": f"{submitted_at:%Y-%m-%d %H:%M}",
        "submitted_on": f"{submitted_at.year} 年 {submitted_at.month} 月 {submitted_at.day} 日",
        "library": application.library.name,
        "lead_host": application.lead_host.name,
        "verify_page": settings.ZYK_BASE_URL.split("://")[-1] + reverse("projects:verify"),
        "verify_address": address,
        "qr": _qr(address),
        "cover": list(_cover(revision)),
        "sections": [
            {"title": section["title"]["zh"], "blocks": list(blocks_of(section["fields"]))}
            for section in revision.content["sections"]
        ],
        "files": [
            {"slot": slots.get(file["slot"], file["slot"]), "name": file["name"], "sha256": file["sha256"]}
            for file in revision.files
        ],
        "seals": list(_seals(revision)),
    }


def code_of(scanned: str) -> str:
    """The code in what a person typed or a scanner read: the code itself, or the whole address of the QR."""
    return scanned.strip().rstrip("/").rpartition("/")[2].strip().lower()


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def verify_address(number: str, sha256: str) -> str:
    """Where a scanned code leads."""
    return settings.ZYK_BASE_URL + reverse("projects:verify_code", args=[number, sha256[:CODE_LENGTH]])


def _cover(revision: Revision) -> Iterator[tuple[str, str]]:
    application = revision.application
    yield "资源库名称", application.library.name
    yield "所属专业", f"{application.library.specialty.code} {application.library.specialty.name}"
    yield "第一主持单位", application.lead_host.name
    if co_hosts := [row[0] for row in _units(revision) if chinese(row[1]) == "联合主持单位"]:
        yield "联合主持单位", "、".join(co_hosts)
    for content in revision.content.get("drafts", {}).values():
        if lead := str(content.get("project_lead", "")).strip():
            yield "项目负责人", lead
    yield "申请类别", KINDS[application.kind]


def _units(revision: Revision) -> list[list[Any]]:
    for section in revision.content["sections"]:
        for field in section["fields"]:
            if field["type"] == FieldType.UNITS and isinstance(field["value"], dict):
                return list(field["value"]["rows"])
    return []


def _seals(revision: Revision) -> Iterator[Block]:
    """Who signs and seals on paper: the lead host, and the province where the year's route asks for its word."""
    application = revision.application
    yield {"title": "第一主持单位意见", "signs": ["项目负责人（签字）", "法定代表人（签字）"]}
    edition = application.cycle.rulebook.edition
    skipped = application.is_exempt and Step.RECOMMENDATION in edition.exemption.skips
    if needs_on_route(application.cycle, application.kind, Step.RECOMMENDATION) and not skipped:
        yield {"title": "省级教育行政部门意见", "signs": ["负责人（签字）"]}


def blocks_of(fields: list[Block]) -> Iterator[Block]:
    """Neighbouring one-line fields stand in one table, neighbouring computed figures in another."""
    pairs: list[Block] = []
    figures: list[list[str]] = []
    for field in [*fields, {"type": "", "title": {"zh": ""}, "value": None}]:
        if pairs and field["type"] not in _PAIRS:
            yield {"kind": "pairs", "fields": pairs}
            pairs = []
        if figures and field["type"] != FieldType.COMPUTED:
            yield {"kind": "table", "title": "系统取数", "value": {"columns": list(_FIGURES), "rows": figures}}
            figures = []
        title = field["title"]["zh"]
        if field["type"] in _PAIRS:
            pairs.append({"title": title, "value": chinese(field["value"])})
        elif field["type"] == FieldType.COMPUTED:
            rows = field["value"]["rows"]
            figures.append([title, *_padded([chinese(cell) for cell in rows[0]] if rows else ["尚无统计"])])
        elif isinstance(field["value"], dict) and "columns" in field["value"]:
            yield {"kind": "table", "title": title, "value": _table(field["value"])}
        elif field["type"]:
            yield {"kind": "text", "title": title, "value": chinese(field["value"])}


def _padded(cells: list[str]) -> list[str]:
    return [*cells, "", "", ""][:3]


def _table(value: Block) -> Block:
    rows = [[chinese(cell) for cell in row] for row in value["rows"]]
    return {"columns": [chinese(column) for column in value["columns"]], "rows": rows}


def chinese(said: Any) -> str:
    """The Chinese of a {zh, en} pair; a text as it is."""
    if isinstance(said, dict):
        return str(said.get("zh", ""))
    return "" if said is None else str(said)
