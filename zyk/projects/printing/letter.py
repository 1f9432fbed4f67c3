"""Letters (公函, 通知书): a few paragraphs, sometimes a list, and who signs, as DOCX and PDF."""

from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zyk.common.typesetting import pdf_from
from zyk.projects.printing.docx import HEI, SONG

TEMPLATE = Path(__file__).parents[1] / "templates" / "projects" / "print" / "letter.typ"


@dataclass(frozen=True)
class Letter:
    """All in Chinese: it is paper. `columns` and `rows` are the list it carries, `code` what it can be checked by."""

    title: str
    number: str
    addressee: str
    paragraphs: list[str]
    signed: str
    date: str
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    code: str = ""


def letter_pdf(letter: Letter) -> bytes:
    return pdf_from(TEMPLATE, letter=asdict(letter))


def letter_docx(letter: Letter) -> bytes:
    made = Document()
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = SONG, Pt(14)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(28), Mm(26), Mm(37), Mm(35)
    head = made.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(letter.title)
    run.font.size, run.font.name = Pt(22), HEI
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEI)
    made.add_paragraph(letter.number).alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph(f"{letter.addressee}：")
    for said in letter.paragraphs:
        made.add_paragraph(said).paragraph_format.first_line_indent = Pt(28)
    if letter.columns:
        table = made.add_table(1, len(letter.columns), style="Table Grid")
        for cell, said in zip(table.rows[0].cells, letter.columns, strict=True):
            cell.text = said
        for row in letter.rows:
            for cell, said in zip(table.add_row().cells, row, strict=True):
                cell.text = said
    for said in ("", letter.signed, letter.date):
        made.add_paragraph(said).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if letter.code:
        page.footer.paragraphs[0].text = f"校验码（SHA-256）{letter.code}"
    made.core_properties.title = letter.title
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()
