"""What the style page shows: examples, not records. Contrast figures were measured on the tokens, light / dark."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from zyk.common.models import AuditEntry

# token, name, use, contrast light / dark
SWATCHES = [
    ("ink", _("墨"), _("正文，对面"), "15.6 / 13.8"),
    ("ink-2", _("次墨"), _("次要文字，对底"), "7.5 / 10.1"),
    ("ink-3", _("淡墨"), _("附注，对底"), "5.4 / 7.4"),
    ("line-strong", _("界线"), _("字段边，≥ 3，对面"), "3.6 / 4.1"),
    ("dai", _("青黛"), _("链接与按钮，对面"), "8.5 / 8.4"),
    ("on-dai", _("反白"), _("按钮字，对青黛"), "8.5 / 8.2"),
    ("band", _("深带"), _("工作台顶带，字对带"), "10.5 / 13.4"),
    ("brass", _("黄铜"), _("标识、门槛，对面"), "3.1 / 7.4"),
    ("brass-ink", _("铜字"), _("认证字，对铜底"), "6.0 / 8.3"),
    ("ok", _("竹"), _("成，对软底"), "5.8 / 7.5"),
    ("warn", _("赭"), _("慎，对软底"), "6.0 / 7.4"),
    ("bad", _("朱"), _("错，对软底"), "6.2 / 7.3"),
    ("wait", _("靛"), _("等，对软底"), "6.7 / 7.4"),
    ("idle", _("灰"), _("静，对软底"), "6.1 / 6.9"),
]

SIZES = [
    ("3xl", "42 / 1.35", _("门户题头")),
    ("2xl", "32 / 1.35", _("资源库名")),
    ("xl", "25 / 1.35", _("页题")),
    ("lg", "20 / 1.35", _("节题、主要数字")),
    ("read", "17 / 1.9", _("正文，每行不过 38 字")),
    ("md", "16 / 1.55", _("界面")),
    ("sm", "14 / 1.5", _("表格、按钮、侧栏")),
    ("xs", "13 / 1.5", _("表头、标记、附注；再小不用")),
]

# what the tone means, then examples: (tone, words, icon)
STATES = [
    (
        _("灰：未开始、已撤回、已锁定、不判定"),
        [("idle", _("填报中"), "pencil"), ("idle", _("已撤回"), "arrow-back-up"), ("idle", _("不判定"), "minus")],
    ),
    (
        _("青黛：在某人手里"),
        [("now", _("单位审核"), "building"), ("now", _("形式审查"), "search"), ("now", _("建设中"), "hammer")],
    ),
    (
        _("靛：等日子，或等对方"),
        [("wait", _("待公示"), "hourglass"), ("wait", _("公示中"), "speakerphone"), ("wait", _("延期"), "clock")],
    ),
    (
        _("竹：有了好结果"),
        [("ok", _("列入备选库"), "archive"), ("ok", _("通过"), "check"), ("ok", _("达到"), "check")],
    ),
    (
        _("赭：要回头办，或快到期"),
        [
            ("warn", _("退回修改"), "corner-up-left"),
            ("warn", _("暂缓通过"), "alert-triangle"),
            ("warn", _("接近"), "alert-triangle"),
        ],
    ),
    (
        _("朱：未获准、未通过、逾期"),
        [("bad", _("未获推荐"), "x"), ("bad", _("不符合条件"), "ban"), ("bad", _("逾期"), "clock")],
    ),
    (_("铜：已认证"), [("mark", _("已认证"), "rosette-discount-check")]),
]

# library, province, budget in fen, state
ROWS = [
    ("现代农业技术", "云南", 1250_000_000, ("wait", _("公示中"), "speakerphone")),
    ("护理", "广东", 630_000_000, ("wait", _("公示中"), "speakerphone")),
    ("建筑工程技术", "新疆", 1395_000_000, ("now", _("公示结束"), "flag")),
]

COUNTS = {"130000": 6, "320000": 6, "340000": 7, "360000": 7, "370000": 9, "410000": 11, "420000": 6, "430000": 9}
COUNTS |= {"440000": 9, "510000": 8, "110000": 2, "310000": 3, "330000": 5, "350000": 5, "500000": 4, "650000": 4}

COVERAGE: dict[str, Any] = {
    "columns": [_("视频"), _("动画"), _("虚拟仿真"), _("习题")],
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

    title = forms.CharField(label=_("资源库名称"), help_text=_("与专业目录一致"), max_length=60)
    phone = forms.RegexField(
        r"^\d{11}$", label=_("项目负责人电话"), error_messages={"invalid": _("应为 11 位数字")}, required=False
    )
    category = forms.ChoiceField(label=_("专业大类"), choices=[("46", "装备制造大类"), ("52", "医药卫生大类")])
    audience = forms.MultipleChoiceField(
        label=_("面向"),
        choices=[("student", _("在校生")), ("employee", _("企业员工")), ("public", _("社会学习者"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    scope = forms.ChoiceField(
        label=_("范围"), choices=[("basic", _("基本资源")), ("extended", _("拓展资源"))], widget=forms.RadioSelect
    )
    opens_on = forms.DateField(
        label=_("开课日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    agreed = forms.BooleanField(label=_("已与参建单位核对"), required=False)
    about = forms.CharField(label=_("说明"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


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
        AuditEntry(at=start, verb="submit", actor_uuid=who, actor_name=say("示例经办人"), why=say("纸质件与网上一致")),
        AuditEntry(at=start - timedelta(days=9), verb="create", actor_uuid=who, actor_name=say("示例填报人")),
    ]


def chart_option() -> dict[str, Any]:
    months = [say("7 月"), say("8 月"), say("9 月"), say("10 月"), say("11 月")]
    credible, raw, threshold = say("可信"), say("原始"), say("门槛 60")
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
