"""Acceptance, attempt by attempt, and the duties of the years after it."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string

from zyk.projects.archive.piece import Chapter, Piece, Sheet, file_piece, workbook
from zyk.projects.enums import AcceptanceState
from zyk.projects.models import Acceptance, Project, YearlyDuty
from zyk.projects.queries.self_review import CHINESE, ENGLISH, parts_of

OWED = (("年度", "Year"), ("义务", "Duty"), ("门槛", "Threshold"), ("完成", "Achieved"), ("统计至", "Measured on"),
        ("状态", "State"))  # fmt: skip
EXITS = (("年度", "Year"), ("主持单位说明", "Answer of the host"), ("评估意见", "Opinion"), ("结论", "Outcome"),
         ("结论时间", "Decided at"))  # fmt: skip


def acceptance_chapter(project: Project) -> Chapter:
    chapter = Chapter("验收与年度义务", "Acceptance and yearly duties")
    for acceptance in project.acceptances.select_related("rectification").order_by("attempt"):
        chapter.pieces.extend(_acceptance(acceptance))
    chapter.pieces.extend(_duties(project))
    return chapter


def _acceptance(acceptance: Acceptance) -> Iterator[Piece]:
    n, folder = acceptance.attempt, f"acceptance/{acceptance.attempt}"
    context = {
        "acceptance": acceptance,
        "title": {"zh": f"第 {n} 次验收", "en": f"Acceptance, attempt {n}"},
        "parts": [
            {"title": {"zh": CHINESE[part.code], "en": ENGLISH[part.code]}, "text": part.text, "table": part.table}
            for part in parts_of(acceptance)
            if part.text or part.table
        ],
        "facts": list(_facts(acceptance)),
        "up": "../..",
    }
    page = render_to_string("projects/archive/acceptance.html", context).encode()
    yield Piece(f"{folder}/acceptance.html", f"第 {n} 次验收：自评与结论",
                f"Acceptance, attempt {n}: self-review and conclusion", page)  # fmt: skip
    wanted = acceptance.cycle.rulebook.edition.acceptance.materials
    titles = {material.code: material.title for material in wanted}
    for material in acceptance.materials.select_related("file"):
        title = titles.get(material.slot)
        zh, en = (title.zh, title.en) if title else ("验收材料", "Material")
        yield file_piece(f"{folder}/materials", material.file, material.name, zh, en)
    rectification = getattr(acceptance, "rectification", None)
    if rectification and rectification.proof:
        proof = rectification.proof
        yield file_piece(f"{folder}/materials", proof, proof.name, "整改佐证", "Proof of rectification")


def _facts(acceptance: Acceptance) -> Iterator[tuple[str, str, Any]]:
    """What the panel found stands here once the ministry has published it, and not before."""
    yield "状态", "State", acceptance.get_state_display()
    yield "期限", "Due", acceptance.due_on
    if acceptance.postponed_to:
        yield "延期至", "Postponed to", acceptance.postponed_to
        yield "延期理由", "Reason for postponement", acceptance.postponement_reason
    if acceptance.state == AcceptanceState.CONCLUDED:
        yield "结论", "Conclusion", acceptance.get_conclusion_display()
        yield "公布文号", "Document", acceptance.document_number
        yield "公布时间", "Published at", acceptance.concluded_at
        yield "专家组意见", "Opinion of the panel", acceptance.opinion
        for veto in acceptance.vetoes:
            yield "否决项", "Veto", f"{veto.get('zh', '')} {veto.get('en', '')}"
        if acceptance.despite_vetoes:
            yield "仍建议通过的理由", "Why it passes nevertheless", acceptance.despite_vetoes
    rectification = getattr(acceptance, "rectification", None)
    if rectification:
        yield "整改要求", "Requirements", rectification.requirements
        yield "整改期限", "To be mended by", rectification.due_on
        yield "整改方案", "Plan", rectification.plan
        yield "整改报告", "Report", rectification.report


def _duties(project: Project) -> Iterator[Piece]:
    rows = [
        [duty.year, duty.code, _share(duty.threshold), _share(duty.achieved), duty.measured_on,
         duty.get_state_display()]
        for duty in YearlyDuty.objects.filter(library=project.library).order_by("year", "code")
    ]  # fmt: skip
    exits = [
        [review.year, review.answer, review.opinion, review.get_state_display(), review.decided_at]
        for review in project.library.exit_reviews.order_by("year")
    ]
    if rows or exits:
        made = workbook(Sheet("义务 duties", OWED, rows), Sheet("退出评估 exit reviews", EXITS, exits))
        yield Piece("duties/duties.xlsx", "年度义务与退出评估", "Yearly duties and exit reviews", made)


def _share(value: Any) -> float | None:
    return None if value is None else float(value)
