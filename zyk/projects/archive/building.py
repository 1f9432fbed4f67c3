"""The building of the library: task books, budgets, payments, reports, changes, performance."""

from collections.abc import Iterator
from typing import Any

from zyk.media.models import StoredFile
from zyk.projects.archive.piece import Chapter, Piece, Sheet, file_piece, workbook, yuan
from zyk.projects.enums import BudgetScope
from zyk.projects.models import Project, TaskBook
from zyk.projects.queries.budget_amounts import budget_amounts
from zyk.projects.queries.performance import targets_reached
from zyk.projects.queries.project_budget import budget_tables
from zyk.projects.workbooks.fill_budget import filled_2016

TASKS = (
    ("序号", "No."), ("任务", "Task"), ("目标值", "Target"), ("期限", "Due"), ("交付成果", "Deliverable"),
    ("承担单位", "Responsible"), ("权重（%）", "Weight (%)"), ("对应需求", "Need"), ("对应指标", "Indicator"),
    ("状态", "State"), ("完成日期", "Done on"), ("完成说明", "Evidence"),
)  # fmt: skip
SIGNED = (("单位", "Organisation"), ("签署时间", "Signed at"), ("撤回时间", "Taken back at"))
AMOUNTS = (("年", "Year"), ("季度", "Quarter"), ("状态", "State"), ("方向", "Direction"), ("来源", "Source"),
           ("支出项", "Spending line"), ("金额（元）", "Amount (yuan)"))  # fmt: skip
REPORTED = (("年", "Year"), ("季度", "Quarter"), ("到", "To state"), ("意见", "Opinion"), ("身份", "Capacity"),
            ("时间", "At"))  # fmt: skip
PAID = (("批次", "No."), ("金额（元）", "Amount (yuan)"), ("计划", "Planned"), ("文号", "Document"), ("拨付", "Paid"),
        ("到账", "Received"), ("状态", "State"))  # fmt: skip
CHANGED = (("序号", "No."), ("类别", "Kind"), ("理由与内容", "Reason"), ("拟任主持单位", "New lead host"),
           ("新期限", "New end"), ("状态", "State"))  # fmt: skip
ADJUSTED = (("序号", "No."), ("调整请示", "Request"), ("调整说明", "Note"), ("调整前", "Before"), ("调整后", "After"),
            ("状态", "State"))  # fmt: skip
TARGETS = (("一级指标", "Level 1"), ("二级指标", "Level 2"), ("三级指标", "Level 3"), ("总体", "Whole"),
           ("第一年度", "Year 1"), ("第二年度", "Year 2"), ("实际", "Reached"), ("达到", "Met"))  # fmt: skip
REVIEWED = (("评价期", "Period"), ("状态", "State"), ("自评", "Self-review"), ("评价意见", "Opinion"),
            ("得分", "Score"), ("评价时间", "Evaluated at"))  # fmt: skip


def building_chapter(project: Project) -> Chapter:
    chapter = Chapter("建设项目", "Project")
    for book in project.task_books.order_by("version"):
        chapter.pieces.append(_task_book(book))
        chapter.pieces.extend(_evidence(book))
    chapter.pieces.extend(_budgets(project))
    chapter.pieces.extend(_reports(project))
    chapter.pieces.extend(_money_and_changes(project))
    chapter.pieces.extend(_performance(project))
    return chapter


def _task_book(book: TaskBook) -> Piece:
    tasks = [
        [task.position, task.title, task.target, task.due_on, task.deliverable,
         task.responsible.name if task.responsible else "", _number(task.weight), task.need, task.indicator_code,
         task.get_state_display(), task.done_on, task.evidence]
        for task in book.tasks.select_related("responsible")
    ]  # fmt: skip
    signed = [[each.organisation.name, each.signed_at, each.withdrawn_at]
              for each in book.signatures.select_related("organisation")]  # fmt: skip
    summary = Sheet("概要 summary", (("建设目标与内容", "Summary"), ("状态", "State")),
                    [[book.summary, book.get_state_display()]])  # fmt: skip
    made = workbook(summary, Sheet("任务 tasks", TASKS, tasks), Sheet("签署 signatures", SIGNED, signed))
    v = book.version
    return Piece(f"project/task-book-{v}.xlsx", f"任务书第 {v} 版", f"Task book, version {v}", made)


def _evidence(book: TaskBook) -> Iterator[Piece]:
    for task in book.tasks.exclude(evidence_file=None).select_related("evidence_file"):
        if task.evidence_file:
            yield _file("project/evidence", task.evidence_file, f"任务 {task.position} 佐证", f"Task {task.position}")


def _budgets(project: Project) -> Iterator[Piece]:
    edition = project.application.cycle.rulebook.edition
    sources = [(source.title.zh, source.title.en) for source in edition.fund_sources]
    head = [("编号", "No."), ("开支范围", "Line"), *sources, ("合计（元）", "Total (yuan)")]
    sheets = []
    for found in budget_tables(project):
        rows: list[list[Any]] = [[row.number, row.title, *map(yuan, row.cells), yuan(row.total)] for row in found.rows]
        rows.append(["", "合计 Total", *map(yuan, found.totals), yuan(found.total)])
        sheets.append(Sheet(str(found.budget.get_scope_display()), head, rows))
    if sheets:
        yield Piece("project/budgets.xlsx", "三份预算（元）", "The budgets (yuan)", workbook(*sheets))
    amounts = budget_amounts(project)
    name = f"{project.library.specialty.name}专业教学资源库"
    for scope in BudgetScope:
        if scope in amounts:
            made = filled_2016(edition, amounts[scope], name=name)
            zh, en = f"{scope.label}，2016 版表样", f"Budget {scope.value} in the official form of 2016"
            yield Piece(f"project/budget-{scope.value}-2016.xlsx", zh, en, made)


def _reports(project: Project) -> Iterator[Piece]:
    reports = list(project.quarter_reports.order_by("year", "quarter").prefetch_related("amounts", "acts"))
    if not reports:
        return
    amounts = [
        [report.year, report.quarter, report.get_state_display(), row.get_direction_display(),
         row.get_source_display(), row.line_code, yuan(row.amount_fen)]
        for report in reports for row in report.amounts.all()
    ]  # fmt: skip
    acts = [
        [report.year, report.quarter, act.get_to_state_display(), act.opinion, act.capacity, act.at]
        for report in reports for act in report.acts.all()
    ]  # fmt: skip
    made = workbook(Sheet("金额 amounts", AMOUNTS, amounts), Sheet("审核 acts", REPORTED, acts))
    zh, en = f"季报（{len(reports)} 份）", f"Quarter reports ({len(reports)})"
    yield Piece("project/quarter-reports.xlsx", zh, en, made)


def _money_and_changes(project: Project) -> Iterator[Piece]:
    paid = [
        [each.number, yuan(each.amount_fen), each.planned_on, each.document_number, each.paid_on, each.received_on,
         each.get_state_display()]
        for each in project.disbursements.all()
    ]  # fmt: skip
    if paid:
        made = workbook(Sheet("拨款 payments", PAID, paid))
        yield Piece("project/payments.xlsx", "部本专项拨款", "Payments of ministry money", made)
    changes = list(project.changes.select_related("new_host", "attachment").order_by("number"))
    if changes:
        rows = [
            [each.number, each.get_kind_display(), each.reason, each.new_host.name if each.new_host else "",
             each.new_end_on, each.get_state_display()]
            for each in changes
        ]  # fmt: skip
        yield Piece(
            "project/changes.xlsx", "变更申请", "Change requests", workbook(Sheet("变更 changes", CHANGED, rows))
        )
    adjustments = list(project.adjustments.select_related("attachment").order_by("number"))
    if adjustments:
        rows = [
            [each.number, each.request, each.note, each.before, each.after, each.get_state_display()]
            for each in adjustments
        ]
        made = workbook(Sheet("调整 adjustments", ADJUSTED, rows))
        yield Piece("project/adjustments.xlsx", "预算调整", "Budget adjustments", made)
    for kind, zh, en in ((changes, "变更附件", "Change"), (adjustments, "预算调整附件", "Adjustment")):
        for each in kind:
            if each.attachment:
                yield _file("project/files", each.attachment, f"{zh} {each.number}", f"{en} {each.number}")


def _performance(project: Project) -> Iterator[Piece]:
    targets = [
        [row.level1, row.level2, row.level3, row.total, row.year_1, row.year_2, row.actual, row.is_met]
        for row in targets_reached(project)
    ]
    reviews = [
        [each.period, each.get_state_display(), each.self_review, each.opinion, _number(each.score),
         each.evaluated_at]
        for each in project.performance_reviews.all()
    ]  # fmt: skip
    if targets or reviews:
        made = workbook(Sheet("目标 targets", TARGETS, targets), Sheet("评价 reviews", REVIEWED, reviews))
        yield Piece("project/performance.xlsx", "绩效目标与评价", "Performance targets and reviews", made)


def _file(folder: str, stored: StoredFile, zh: str, en: str) -> Piece:
    return file_piece(folder, stored, stored.name, zh, en)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
