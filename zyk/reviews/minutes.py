"""抽取纪要: the minutes of a draw as a Word document, for signature and archive."""

import io

from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document

from zyk.reviews.enums import ConflictKind
from zyk.reviews.models import ExpertDraw
from zyk.reviews.queries import experts_by_code


def minutes_of(draw: ExpertDraw) -> bytes:
    """Title, the three steps with their times and hashes, result, reserve, and the excluded with reasons."""
    people = experts_by_code([*draw.result, *draw.reserve, *(entry["expert"] for entry in draw.excluded)])
    document = Document()
    document.core_properties.author = ""
    document.add_heading(_("专家抽取纪要"), level=0)
    document.add_paragraph(draw.title)
    facts = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, value in (
        (_("封存种子"), _when(draw.committed_at)),
        (_("种子的 SHA-256"), draw.seed_sha256),
        (_("冻结名单"), _when(draw.frozen_at)),
        (_("名单的 SHA-256"), draw.pool_sha256),
        (_("可抽取"), str(len(draw.pool))),
        (_("排除"), str(len(draw.excluded))),
        (_("抽取时间"), _when(draw.drawn_at)),
        (_("种子"), draw.seed),
        (_("算法"), draw.algorithm),
        (_("抽取人"), draw.drawn_by.name),
        (_("监督人"), draw.witness),
    ):
        cells = facts.add_row().cells
        cells[0].text, cells[1].text = str(name), value
    _names(document, _("抽取结果"), draw.result, people)
    _names(document, _("候补（按次序）"), draw.reserve, people)
    document.add_heading(_("排除"), level=1)
    for entry in draw.excluded:
        expert = people.get(entry["expert"])
        if expert:
            kind = f"（{ConflictKind(entry['kind']).label}）" if entry.get("kind") else ""
            why = _("须回避") if entry["why"] == "recused" else _("暂不参加评议，或账号已停用")
            document.add_paragraph(f"{expert.user.name}　{expert.organisation.name}　{why}{kind}", style="List Bullet")
    document.add_paragraph()
    document.add_paragraph(_("抽取人签字：　　　　　　　　监督人签字：　　　　　　　　日期："))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _names(document, title: str, codes: list[str], people) -> None:  # type: ignore[no-untyped-def]
    document.add_heading(title, level=1)
    for code in codes:
        if code in people:
            expert = people[code]
            document.add_paragraph(f"{expert.user.name}　{expert.organisation.name}", style="List Number")


def _when(at) -> str:  # type: ignore[no-untyped-def]
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else "—"
