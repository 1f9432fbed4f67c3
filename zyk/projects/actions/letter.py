"""结果通知书: what each lead host is told in writing, fixed when the batch is published."""

import hashlib
import json
from datetime import datetime

from django.utils import timezone

from zyk.common.money import wan
from zyk.projects.enums import ApplicationKind, Outcome
from zyk.projects.models import Decision, DecisionLetter

SIGNED = "教育部职业教育与成人教育司"


def write_letter(decision: Decision, *, document_number: str, at: datetime) -> DecisionLetter:
    """The letter of one decision; its text is kept as it was written and can be checked by its code."""
    application = decision.application
    issued_on = timezone.localdate(at)
    paragraphs = list(_paragraphs(decision, document_number))
    written = [document_number, application.number, paragraphs, issued_on.isoformat()]
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    return DecisionLetter.objects.create(
        decision=decision,
        number=document_number,
        addressee=application.lead_host.name,
        paragraphs=paragraphs,
        signed=SIGNED,
        issued_on=issued_on,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _paragraphs(decision: Decision, document_number: str) -> list[str]:
    application = decision.application
    kind = ApplicationKind(application.kind)
    year = application.cycle.year
    name = f"“{application.library.name}”（编号 {application.number}）"
    first = {
        ApplicationKind.CANDIDATE: f"你单位牵头申请列入 {year} 年度国家级备选项目库的{name}，",
        ApplicationKind.UPGRADE: f"你单位牵头申请 {year} 年度升级改进支持项目的{name}，",
    }[kind]
    if decision.outcome == Outcome.POOLED:
        body = [f"{first}经评议，列入国家级备选项目库（{document_number}）。", "下一年度参加遴选时免于省级推荐。"]
    elif decision.outcome == Outcome.APPROVED:
        body = [f"{first}经评议，予以立项支持建设（{document_number}）。"]
        if decision.amount_fen is not None:
            body.append(f"部本专项支持金额为 {wan(decision.amount_fen)} 万元。")
        body.append("请据此编制任务书，经省级教育行政部门审核后报送。")
    else:
        body = [f"{first}经评议，本年度未入选（{document_number}）。", f"理由：{decision.grounds}"]
    days = application.cycle.reconsideration_working_days
    if days and decision.outcome != Outcome.APPROVED:
        body.append(f"如认为办理程序有误，可在发布之日起 {days} 个工作日内通过管理系统申请复核。")
    return body
