"""What was applied for and what became of it: revisions, attachments, recommendation, decision letters."""

import json
from collections.abc import Iterator

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.media.models import StoredFile
from zyk.projects.archive.piece import Chapter, Piece, Sheet, file_piece, workbook
from zyk.projects.enums.printing import PrintForm, PrintState
from zyk.projects.models import Application, DecisionLetter, ProvincialRecommendation, Revision
from zyk.projects.printing.document import document_of
from zyk.projects.printing.letter import Letter, letter_pdf
from zyk.projects.printing.pdf import pdf_of

LETTER = "职业教育专业教学资源库遴选结果通知书"
CHECKED = (("修订", "Revision"), ("检查项", "Item"), ("自动", "Automatic"), ("符合", "Met"), ("发现", "Found"),
           ("豁免理由", "Waiver"))  # fmt: skip


def application_chapter(application: Application, actor: Actor) -> Chapter:
    chapter = Chapter("申请书", "Application")
    for revision in application.revisions.order_by("number"):
        chapter.pieces.extend(_revision(revision))
    chapter.pieces.extend(_attachments(application))
    if actor.is_ministry:
        chapter.pieces.extend(_checks(application))
    return chapter


def decision_chapter(application: Application, actor: Actor) -> Chapter:
    """推荐公函 for the officers who handle it, 结果通知书 for the ministry and the units it is written to."""
    chapter = Chapter("推荐与决定", "Recommendation and decision")
    if actor.is_ministry or actor.is_any(Role.PROVINCE_OFFICER):
        recommendation = ProvincialRecommendation.objects.filter(application=application).first()
        if recommendation and recommendation.letter:
            file, zh = recommendation.letter, f"省级推荐公函 {recommendation.letter_number}"
            chapter.pieces.append(
                file_piece("decision", file, file.name, zh, f"Letter of recommendation {recommendation.letter_number}")
            )
    if actor.is_ministry or actor.is_any(*HOST_ROLES):
        letters = DecisionLetter.objects.filter(decision__application=application)
        for number, letter in enumerate(letters, start=1):
            chapter.pieces.append(_letter(letter, number))
    return chapter


def _revision(revision: Revision) -> Iterator[Piece]:
    n = revision.number
    copy = revision.printed_copies.filter(form=PrintForm.PDF, state=PrintState.READY).select_related("file").first()
    print_now = lambda: pdf_of(document_of(revision))  # noqa: E731
    content = copy.file if copy and copy.file else print_now
    yield Piece(f"application/revision-{n}.pdf", f"第 {n} 次修订", f"Revision {n}", content)
    whole = {
        "number": revision.application.number,
        "revision": n,
        "submitted_at": revision.submitted_at.isoformat(),
        "sealed_at": revision.sealed_at.isoformat() if revision.sealed_at else None,
        "sha256": revision.sha256,
        "content": revision.content,
        "files": revision.files,
    }
    data = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    yield Piece(f"application/revision-{n}.json", f"第 {n} 次修订的数据", f"Revision {n} as data", data)


def _attachments(application: Application) -> Iterator[Piece]:
    """Of every revision, and what lies in the form now; each file once."""
    form = application.cycle.rulebook.edition.form_of(application.kind)
    titles = {slot.code: slot.title for slot in form.attachments}
    held: dict[str, tuple[str, str]] = {}
    for revision in application.revisions.order_by("number"):
        held |= {file["uuid"]: (file["slot"], file["name"]) for file in revision.files}
    for attachment in application.attachments.select_related("file"):
        held[str(attachment.file.uuid)] = (attachment.slot, attachment.file_name)
    for stored in StoredFile.objects.filter(uuid__in=held).order_by("id"):
        slot, name = held[str(stored.uuid)]
        title = titles.get(slot)
        yield file_piece(
            "application/attachments", stored, name, title.zh if title else "附件", title.en if title else "Attachment"
        )


def _checks(application: Application) -> Iterator[Piece]:
    rows = [
        [check.revision_number, check.title_zh, check.is_automatic, check.is_met, check.found, check.waiver_reason]
        for check in application.formal_checks.all()
    ]
    if rows:
        made = workbook(Sheet("形式审查 formal check", CHECKED, rows))
        yield Piece("application/formal-check.xlsx", "形式审查", "Formal check", made)


def _letter(found: DecisionLetter, number: int) -> Piece:
    day = found.issued_on
    letter = Letter(
        title=LETTER,
        number=found.number,
        addressee=found.addressee,
        paragraphs=list(found.paragraphs),
        signed=found.signed,
        date=f"{day.year} 年 {day.month} 月 {day.day} 日",
        code=found.sha256,
    )
    path = f"decision/letter-{number}.pdf"
    return Piece(path, f"结果通知书 {found.number}", f"Letter of decision {found.number}", lambda: letter_pdf(letter))
