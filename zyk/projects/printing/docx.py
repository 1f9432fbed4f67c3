"""The document as DOCX, for those who read or file it in a word processor."""

from io import BytesIO
from typing import Any

import segno
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

SONG, HEI = "宋体", "黑体"
INK = RGBColor(0x1B, 0x2A, 0x3A)


def docx_of(document: dict[str, Any]) -> bytes:
    """The same document as the PDF; every page bears number, revision, code and QR in its footer."""
    made = Document()
    _set_types(made)
    _set_page(made, document)
    made.core_properties.title = f"{document['title']} {document['number']}"
    made.core_properties.author = document["lead_host"]
    _cover(made, document)
    for number, section in enumerate(document["sections"], start=1):
        made.add_heading(f"{in_chinese(number)}、{section['title']}", level=1)
        place = 0
        for block in section["blocks"]:
            place += block["kind"] != "pairs"  # a table of pairs has no heading of its own
            _block(made, block, place)
    _files(made, document)
    _seals(made, document)
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def _set_types(made: Any) -> None:
    for name, font, size in (("Normal", SONG, 10.5), ("Heading 1", HEI, 15), ("Heading 2", HEI, 12)):
        style = made.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        if name != "Normal":
            style.font.bold, style.font.color.rgb = False, INK
    made.styles["Normal"].paragraph_format.line_spacing = 1.4


def _set_page(made: Any, document: dict[str, Any]) -> None:
    page = made.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(22), Mm(24), Mm(32)
    page.header.paragraphs[0].text = f"{document['title']}\t\t{document['library']}"
    table = page.footer.add_table(1, 2, Mm(163))
    said, picture = table.rows[0].cells
    table.columns[0].width = said.width = Mm(143)
    table.columns[1].width = picture.width = Mm(20)
    line = said.paragraphs[0]
    line.paragraph_format.line_spacing = 1.1
    _small(
        line.add_run(f"{document['number']}　第 {document['revision']} 次修订　{document['submitted_at']} 提交　第 ")
    )
    _page_field(line, "PAGE")
    _small(line.add_run(" 页，共 "))
    _page_field(line, "NUMPAGES")
    _small(line.add_run(" 页"))
    code = said.add_paragraph()
    code.paragraph_format.line_spacing = 1.1
    _small(code.add_run(f"校验码（SHA-256）{document['sha256']}"), 6.5)
    drawn = BytesIO()
    segno.make(document["verify_address"], error="m").save(drawn, kind="png", scale=6, border=0)
    drawn.seek(0)
    picture.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    picture.paragraphs[0].add_run().add_picture(drawn, width=Mm(15))


def _small(run: Any, size: float = 7.5) -> None:
    run.font.size = Pt(size)


def _page_field(paragraph: Any, name: str) -> None:
    """A field that the word processor counts."""
    run = paragraph.add_run()
    _small(run)
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def _cover(made: Any, document: dict[str, Any]) -> None:
    made.add_paragraph(f"编号：{document['number']}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _centred(made, document["programme"], 16, above=90)
    _centred(made, document["short_title"], 30)
    _centred(made, f"（{document['year']} 年度　第 {document['revision']} 次修订）", 12, below=110)
    _pairs(made, [{"title": title, "value": said} for title, said in document["cover"]])
    _centred(made, document["submitted_on"], 12, above=60)
    made.add_page_break()


def _centred(made: Any, said: str, size: float, *, above: float = 6, below: float = 6) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(above), Pt(below)
    run = paragraph.add_run(said)
    run.font.size, run.font.name, run.font.color.rgb = Pt(size), HEI, INK
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEI)


def _block(made: Any, block: dict[str, Any], place: int) -> None:
    if block["kind"] == "pairs":
        _pairs(made, block["fields"])
        return
    made.add_heading(f"（{in_chinese(place)}）{block['title']}", level=2)
    if block["kind"] == "table":
        _table(made, block["value"]["columns"], block["value"]["rows"])
        return
    for line in block["value"].split("\n") if block["value"] else ["（未填写）"]:
        if line.strip():
            paragraph = made.add_paragraph(line.strip())
            paragraph.paragraph_format.first_line_indent = Pt(21)


def _pairs(made: Any, pairs: list[dict[str, str]]) -> None:
    table = made.add_table(0, 2, style="Table Grid")
    for pair in pairs:
        title, said = table.add_row().cells
        title.width, said.width = Mm(45), Mm(118)
        title.text, said.text = pair["title"], pair["value"] or "（未填写）"


def _table(made: Any, columns: list[str], rows: list[list[str]]) -> None:
    if not rows:
        made.add_paragraph("（未填写）")
        return
    table = made.add_table(len(rows) + 1, len(columns), style="Table Grid")
    for cells, texts in zip(table._tbl.tr_lst, [columns, *rows], strict=True):
        for cell, text in zip(cells.tc_lst, texts, strict=True):
            run = cell.p_lst[0].add_r()
            run.text = text
            run.get_or_add_rPr().get_or_add_sz().val = Pt(8.5)
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))  # stands again on each page


def _files(made: Any, document: dict[str, Any]) -> None:
    made.add_heading(f"{in_chinese(len(document['sections']) + 1)}、附件清单", level=1)
    rows = [[file["slot"], file["name"], file["sha256"][:16]] for file in document["files"]]
    if rows:
        _table(made, ["材料", "文件名", "SHA-256（前 16 位）"], rows)
    else:
        made.add_paragraph("没有附件。")


def _seals(made: Any, document: dict[str, Any]) -> None:
    made.add_heading(f"{in_chinese(len(document['sections']) + 2)}、审核意见与签章", level=1)
    for box in document["seals"]:
        cell = made.add_table(1, 1, style="Table Grid").rows[0].cells[0]
        cell.text = box["title"]
        for said in ("", "", "", *(f"{sign}：" for sign in box["signs"])):
            cell.add_paragraph(said)
        cell.add_paragraph("（公章）　　　　年　　月　　日").alignment = WD_ALIGN_PARAGRAPH.RIGHT
        made.add_paragraph()


def in_chinese(number: int) -> str:
    """1 … 99 as headings count."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
