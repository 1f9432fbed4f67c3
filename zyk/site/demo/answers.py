"""What the demonstration's host types into an application form of any edition."""

from typing import Any

from django.utils import timezone

from zyk.library.models import Library
from zyk.rulebook.edition import Column, Edition, Field

# 万元 by (spending line, source): a budget of 850, 500 of it from the ministry.
BUDGET = {
    "1": (180, 40, 20, 60),
    "2": (45, 0, 30, 10),
    "3": (120, 30, 0, 50),
    "4": (60, 20, 15, 5),
    "5": (40, 20, 10, 15),
    "6": (35, 10, 0, 10),
    "7": (20, 0, 5, 0),
}
TEXTS = {
    "division_of_work": "第一主持单位负责总体设计与核心课程，联合主持单位负责控制类课程，企业提供案例与岗位培训。",
    "specialty_foundation": "专业为省级重点建设专业，已与企业共建实训基地。以下内容为演示。",
    "team": "由专业带头人、骨干教师与企业技师组成，分课程负责，每门课程设主编与审核人。",
    "survey": "面向在校生、教师、企业与社会学习者开展问卷和访谈。以下内容为演示。",
    "goals": "建成覆盖专业核心课程、校企共建共享、每年更新的专业教学资源库。",
    "approach": "先建知识图谱，再建颗粒化资源，组成结构化课程，边建边用。",
    "content": "以专业教学标准为底线，8 门核心课程全覆盖，拓展资源对接企业新工艺。",
    "alliance": "由院校、企业共同组建联盟，签订共建共享协议，明确分工与权益。",
    "certification": "在国家专业教学标准基础上制定资源认证标准，未经认证的资源不进入课程。",
    "credit_and_exchange": "课程学习成果可认定为学分并按公布的规则转换；认证资源按约定许可与分成。",
    "promotion": "在联盟院校先行使用，面向企业员工开设岗位培训，面向社会学习者开放公开课。",
    "safeguards": "学校成立建设领导小组，专款专用，按季报告执行进度。",
}
OTHERWISE = "演示内容：由填报人在系统中填写。"


def answers_for(edition: Edition, kind: str, library: Library) -> dict[str, dict[str, Any]]:
    """Section code → what is typed there; complete, so that the form can be handed in."""
    typed: dict[str, dict[str, Any]] = {}
    for section in edition.form_of(kind).sections:
        values = {field.code: _answer(field, edition, library) for field in section.fields}
        values = {code: value for code, value in values.items() if value is not None}
        if values:
            typed[section.code] = values
    return typed


def _answer(field: Field, edition: Edition, library: Library) -> Any:
    match str(field.type):
        case "budget":
            return _budget(edition)
        case "performance":
            return _targets(edition)
        case "table":
            return [{column.code: _cell(column) for column in field.columns}]
        case "choice":
            return field.choices[0].code
        case "number":
            return "12"
        case "date":
            return timezone.localdate().isoformat()
        case "text" | "long_text":
            return _text(field.code, library)
    return None


def _text(code: str, library: Library) -> str:
    known = {
        "library_title": library.name,
        "specialty_code": library.specialty.code,
        "website": f"https://example.invalid/{library.code}",
        "legal_representative": "演示校长",
        "project_lead": "演示负责人",
        "finance_head": "演示财务负责人",
        "editor": "演示填报人",
    }
    if code.endswith("_phone"):
        return "000-00000000"
    return known.get(code) or TEXTS.get(code) or OTHERWISE


def _cell(column: Column) -> str:
    if column.references or column.code == "number":
        return "1"
    match str(column.type):
        case "choice":
            return column.choices[0].code
        case "number":
            return "6"
        case "date":
            return f"{timezone.localdate().year + 1}-12-31"
    words = {
        "need": "需要可自学、可组课、持续更新的颗粒化资源",
        "evidence": "问卷与访谈",
        "task": "建设 6 门标准化课程",
        "indicator": "标准化课程数",
        "deliverable": "6 门已发布的标准化课程",
    }
    return words.get(column.code, "演示")


def _budget(edition: Edition) -> dict[str, dict[str, str]]:
    """The whole, and half of it in each year."""
    parts = {}
    for part in edition.budget_parts:
        divisor = 1 if part.year is None else 2
        parts[part.code] = {
            f"{line.code}-{source.code}": f"{amount / divisor:g}"
            for line in edition.spending_lines
            for source, amount in zip(edition.fund_sources, BUDGET.get(line.code, (0, 0, 0, 0)), strict=True)
        }
    return parts


def _targets(edition: Edition) -> dict[str, Any]:
    rows = [
        {"code": target.code, "total": "90", "year_1": "40", "year_2": "90"}
        for target in edition.performance_targets
        if target.level3
    ]
    return {"goals": {"total": "建成并用好资源库", "year_1": "完成核心课程", "year_2": "完成推广与验收"}, "rows": rows}
