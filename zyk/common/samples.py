"""What the style page shows: examples, not records. Contrast figures were measured on the tokens, light / dark."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy

from zyk.common.models import AuditEntry

# token, name, use, contrast light / dark
SWATCHES = [
    ("ink", pgettext_lazy("sample", "墨"), pgettext_lazy("sample", "正文，对面"), "15.6 / 13.8"),
    ("ink-2", pgettext_lazy("sample", "次墨"), pgettext_lazy("sample", "次要文字，对底"), "7.5 / 10.1"),
    ("ink-3", pgettext_lazy("sample", "淡墨"), pgettext_lazy("sample", "附注，对底"), "5.4 / 7.4"),
    ("line-strong", pgettext_lazy("sample", "界线"), pgettext_lazy("sample", "字段边，≥ 3，对面"), "3.6 / 4.1"),
    ("dai", pgettext_lazy("sample", "青黛"), pgettext_lazy("sample", "链接与按钮，对面"), "8.5 / 8.4"),
    ("on-dai", pgettext_lazy("sample", "反白"), pgettext_lazy("sample", "按钮字，对青黛"), "8.5 / 8.2"),
    ("band", pgettext_lazy("sample", "深带"), pgettext_lazy("sample", "工作台顶带，字对带"), "10.5 / 13.4"),
    ("brass", pgettext_lazy("sample", "黄铜"), pgettext_lazy("sample", "标识、门槛，对面"), "3.1 / 7.4"),
    ("brass-ink", pgettext_lazy("sample", "铜字"), pgettext_lazy("sample", "认证字，对铜底"), "6.0 / 8.3"),
    ("ok", pgettext_lazy("sample", "竹"), pgettext_lazy("sample", "成，对软底"), "5.8 / 7.5"),
    ("warn", pgettext_lazy("sample", "赭"), pgettext_lazy("sample", "慎，对软底"), "6.0 / 7.4"),
    ("bad", pgettext_lazy("sample", "朱"), pgettext_lazy("sample", "错，对软底"), "6.2 / 7.3"),
    ("wait", pgettext_lazy("sample", "靛"), pgettext_lazy("sample", "等，对软底"), "6.7 / 7.4"),
    ("idle", pgettext_lazy("sample", "灰"), pgettext_lazy("sample", "静，对软底"), "6.1 / 6.9"),
]

SIZES = [
    ("3xl", "42 / 1.35", pgettext_lazy("sample", "门户题头")),
    ("2xl", "32 / 1.35", pgettext_lazy("sample", "资源库名")),
    ("xl", "25 / 1.35", pgettext_lazy("sample", "页题")),
    ("lg", "20 / 1.35", pgettext_lazy("sample", "节题、主要数字")),
    ("read", "17 / 1.9", pgettext_lazy("sample", "正文，每行不过 38 字")),
    ("md", "16 / 1.55", pgettext_lazy("sample", "界面")),
    ("sm", "14 / 1.5", pgettext_lazy("sample", "表格、按钮、侧栏")),
    ("xs", "13 / 1.5", pgettext_lazy("sample", "表头、标记、附注；再小不用")),
]

# what the tone means, then examples: (tone, words, icon)
STATES = [
    (
        pgettext_lazy("sample", "灰：未开始、已撤回、已锁定、不判定"),
        [
            ("idle", pgettext_lazy("sample", "填报中"), "pencil"),
            ("idle", pgettext_lazy("sample", "已撤回"), "arrow-back-up"),
            ("idle", pgettext_lazy("sample", "不判定"), "minus"),
        ],
    ),
    (
        pgettext_lazy("sample", "青黛：在某人手里"),
        [
            ("now", pgettext_lazy("sample", "单位审核"), "building"),
            ("now", pgettext_lazy("sample", "形式审查"), "search"),
            ("now", pgettext_lazy("sample", "建设中"), "hammer"),
        ],
    ),
    (
        pgettext_lazy("sample", "靛：等日子，或等对方"),
        [
            ("wait", pgettext_lazy("sample", "待公示"), "hourglass"),
            ("wait", pgettext_lazy("sample", "公示中"), "speakerphone"),
            ("wait", pgettext_lazy("sample", "延期"), "clock"),
        ],
    ),
    (
        pgettext_lazy("sample", "竹：有了好结果"),
        [
            ("ok", pgettext_lazy("sample", "列入备选库"), "archive"),
            ("ok", pgettext_lazy("sample", "通过"), "check"),
            ("ok", pgettext_lazy("sample", "达到"), "check"),
        ],
    ),
    (
        pgettext_lazy("sample", "赭：要回头办，或快到期"),
        [
            ("warn", pgettext_lazy("sample", "退回修改"), "corner-up-left"),
            ("warn", pgettext_lazy("sample", "暂缓通过"), "alert-triangle"),
            ("warn", pgettext_lazy("sample", "接近"), "alert-triangle"),
        ],
    ),
    (
        pgettext_lazy("sample", "朱：未获准、未通过、逾期"),
        [
            ("bad", pgettext_lazy("sample", "未获推荐"), "x"),
            ("bad", pgettext_lazy("sample", "不符合条件"), "ban"),
            ("bad", pgettext_lazy("sample", "逾期"), "clock"),
        ],
    ),
    (pgettext_lazy("sample", "铜：已认证"), [("mark", pgettext_lazy("sample", "已认证"), "rosette-discount-check")]),
]

# library, province, budget in fen, state
ROWS = [
    ("现代农业技术", "云南", 1250_000_000, ("wait", pgettext_lazy("sample", "公示中"), "speakerphone")),
    ("护理", "广东", 630_000_000, ("wait", pgettext_lazy("sample", "公示中"), "speakerphone")),
    ("建筑工程技术", "新疆", 1395_000_000, ("now", pgettext_lazy("sample", "公示结束"), "flag")),
]

COUNTS = {"130000": 6, "320000": 6, "340000": 7, "360000": 7, "370000": 9, "410000": 11, "420000": 6, "430000": 9}
COUNTS |= {"440000": 9, "510000": 8, "110000": 2, "310000": 3, "330000": 5, "350000": 5, "500000": 4, "650000": 4}

COVERAGE: dict[str, Any] = {
    "columns": [
        pgettext_lazy("sample", "视频"),
        pgettext_lazy("sample", "动画"),
        pgettext_lazy("sample", "虚拟仿真"),
        pgettext_lazy("sample", "习题"),
    ],
    "rows": [
        {
            "label": "曳引机",
            "cells": [
                {"done": 6, "total": 6},
                {"done": 3, "total": 4},
                {"done": 1, "total": 2},
                {"done": 2, "total": 8},
            ],
        },
        {
            "label": "制动器",
            "cells": [{"done": 4, "total": 4}, {"done": 2, "total": 4}, {"done": 0, "total": 2}, None],
        },
    ],
}


class SampleForm(forms.Form):
    """Every kind of field, one of them wrong."""

    title = forms.CharField(
        label=pgettext_lazy("sample", "资源库名称"), help_text=pgettext_lazy("sample", "与专业目录一致"), max_length=60
    )
    phone = forms.RegexField(
        r"^\d{11}$",
        label=pgettext_lazy("sample", "项目负责人电话"),
        error_messages={"invalid": pgettext_lazy("sample", "应为 11 位数字")},
        required=False,
    )
    category = forms.ChoiceField(
        label=pgettext_lazy("sample", "专业大类"), choices=[("46", "装备制造大类"), ("52", "医药卫生大类")]
    )
    audience = forms.MultipleChoiceField(
        label=pgettext_lazy("sample", "面向"),
        choices=[
            ("student", pgettext_lazy("sample", "在校生")),
            ("employee", pgettext_lazy("sample", "企业员工")),
            ("public", pgettext_lazy("sample", "社会学习者")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    scope = forms.ChoiceField(
        label=pgettext_lazy("sample", "范围"),
        choices=[("basic", pgettext_lazy("sample", "基本资源")), ("extended", pgettext_lazy("sample", "拓展资源"))],
        widget=forms.RadioSelect,
    )
    opens_on = forms.DateField(
        label=pgettext_lazy("sample", "开课日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    agreed = forms.BooleanField(label=pgettext_lazy("sample", "已与参建单位核对"), required=False)
    about = forms.CharField(
        label=pgettext_lazy("sample", "说明"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


TYPED = {
    "title": "电梯工程技术",
    "phone": "1380000",
    "category": "46",
    "audience": ["student", "public"],
    "scope": "basic",
    "agreed": "on",
    "about": "行高 1.8，好写也好读。",
}


def entries() -> list[AuditEntry]:
    """Three acts, newest first, that never happened."""
    start = datetime(2026, 11, 12, 9, 30, tzinfo=timezone.get_default_timezone())
    who = UUID(int=0)
    return [
        AuditEntry(at=start + timedelta(days=6), verb="publish", actor_name="system"),
        AuditEntry(
            at=start,
            verb="submit",
            actor_uuid=who,
            actor_name=pgettext("sample", "示例经办人"),
            why=pgettext("sample", "纸质件与网上一致"),
        ),
        AuditEntry(
            at=start - timedelta(days=9), verb="create", actor_uuid=who, actor_name=pgettext("sample", "示例填报人")
        ),
    ]


def chart_option() -> dict[str, Any]:
    months = [
        pgettext("sample", "7 月"),
        pgettext("sample", "8 月"),
        pgettext("sample", "9 月"),
        pgettext("sample", "10 月"),
        pgettext("sample", "11 月"),
    ]
    credible, raw, threshold = pgettext("sample", "可信"), pgettext("sample", "原始"), pgettext("sample", "门槛 60")
    return {
        "legend": {"data": [credible, raw]},
        "xAxis": {"type": "category", "data": months},
        "yAxis": {"type": "value", "max": 80},
        "series": [
            {
                "name": credible,
                "type": "line",
                "symbol": "none",
                "data": [41, 44, 58, 66, 71],
                "markLine": {"data": [{"yAxis": 60}], "label": {"formatter": threshold}},
            },
            {
                "name": raw,
                "tone": "quiet",
                "type": "line",
                "symbol": "none",
                "lineStyle": {"type": "dashed"},
                "data": [52, 57, 66, 72, 75],
            },
        ],
    }
