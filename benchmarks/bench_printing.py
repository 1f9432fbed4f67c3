"""The printed application: a document of sixty pages set as PDF, by itself, in a process that has set none before."""

import subprocess
import sys
import time
from typing import Any

from benchmarks.house import ROOT

ON = "60 pages of Chinese text and tables, QR on every page, cold process"


def run(report: Any) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_printing"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    pages, seconds = made.stdout.split()
    report("printed_pages", float(pages), "pages", on=ON)
    report("print_pdf", float(seconds), "s", on=ON)


def a_document() -> dict[str, Any]:
    """As `printing.document` makes it, without a database."""
    said = "资源库按一体化设计、结构化课程、颗粒化资源的逻辑建设，面向在校学生、教师、企业员工和社会学习者。" * 9
    table = {
        "columns": ["任务编号", "建设任务", "对应需求编号", "指标", "目标值", "完成日期", "交付成果"],
        "rows": [
            [f"T{n}", "开发专业核心课程", "N1、N2", "课程数", "12", "2021-06-30", "标准化课程"] for n in range(60)
        ],
    }
    blocks = [
        {"kind": "text", "title": "建设思路", "value": "\n".join([said] * 6)},
        {"kind": "table", "title": "建设任务", "value": table},
    ]
    qr = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9h-9z"/></svg>'
    return {
        "programme": "职业教育专业教学资源库",
        "title": "职业教育专业教学资源库备选资源库申请书",
        "short_title": "备选资源库申请书",
        "number": "2019-B-0001",
        "year": 2019,
        "revision": 1,
        "sha256": "0" * 64,
        "code": "0" * 12,
        "submitted_at": "2019-06-20 16:32",
        "submitted_on": "2019 年 6 月 20 日",
        "library": "数控技术专业教学资源库",
        "lead_host": "演示职业技术学院",
        "verify_page": "127.0.0.1/projects/verify/",
        "qr": qr,
        "cover": [["资源库名称", "数控技术专业教学资源库"]],
        "sections": [{"title": "建设内容与任务", "blocks": blocks}] * 19,
        "files": [],
        "seals": [{"title": "第一主持单位意见", "signs": ["法定代表人（签字）"]}],
    }


def measure() -> None:
    import pypdfium2

    began = time.perf_counter()
    from zyk.projects.printing.pdf import pdf_of

    made = pdf_of(a_document())
    seconds = time.perf_counter() - began
    print(len(pypdfium2.PdfDocument(made)), seconds)


if __name__ == "__main__":
    measure()
