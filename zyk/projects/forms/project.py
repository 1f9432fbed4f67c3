"""Forms of the task book and its tasks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation
from zyk.projects.actions.task_book import PlannedTask
from zyk.projects.enums import TaskState
from zyk.rulebook.edition import Edition

MOST_TASKS = 200


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=_("建设目标与内容"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "应覆盖人才培养方案与课程体系、资源建设、1+X 与学分银行对接、资源认证标准、成果积累转换与交易机制、"
            "共建共享联盟和各类学习者培训。"
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class TaskForm(forms.Form):
    """One task of the task book."""

    title = forms.CharField(label=_("任务"), max_length=200)
    indicator_code = forms.ChoiceField(label=_("对应指标"), required=False)
    target = forms.CharField(label=_("目标值"), max_length=120)
    due_on = forms.DateField(label=_("完成期限"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    deliverable = forms.CharField(label=_("交付成果"), max_length=300)
    responsible = forms.ModelChoiceField(
        label=_("承担单位"), queryset=Organisation.objects.none(), required=False, empty_label=_("未指定")
    )

    weight = forms.DecimalField(
        label=_("权重（%）"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("全部填写且合计 100，或全部留空。"),
    )
    need = forms.CharField(label=_("对应需求"), required=False, max_length=120, help_text=_("申请书里的需求编号。"))

    def __init__(self, *args: Any, indicators: list[tuple[str, str]], units: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator_code"].choices = [("", _("不对应指标")), *indicators]  # type: ignore[attr-defined]
        chooser = self.fields["responsible"]
        chooser.queryset = Organisation.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        chooser.choices = [("", _("未指定")), *((unit.pk, unit.name) for unit in units)]  # type: ignore[attr-defined]

    @property
    def planned(self) -> PlannedTask:
        row = self.cleaned_data
        return PlannedTask(
            title=row["title"],
            target=row["target"],
            due_on=row["due_on"],
            deliverable=row["deliverable"],
            indicator_code=row["indicator_code"],
            responsible=row["responsible"],
            weight=row["weight"],
            need=row["need"],
        )


TaskRows = formset_factory(TaskForm, extra=0, can_delete=True, max_num=MOST_TASKS, absolute_max=MOST_TASKS + 10)


def task_rows(data: Any, *, initial: list[dict[str, Any]], edition: Edition, units: QuerySet[Organisation]) -> Any:
    """The rows of the task book; `units` and indicators are read once for all rows."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    indicators = [(i.code, getattr(i.title, language)) for i in edition.indicators]
    return TaskRows(data, prefix="tasks", initial=initial, form_kwargs={"indicators": indicators, "units": list(units)})


def planned_tasks(rows: "BaseFormSet[TaskForm]") -> list[PlannedTask]:
    """Rows that were filled in and not taken out."""
    return [form.planned for form in rows.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


class TaskProgressForm(forms.Form):
    to_state = forms.ChoiceField(
        label=_("进展"),
        choices=[(state.value, state.label) for state in (TaskState.DOING, TaskState.DONE)],
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(label=_("完成说明"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    file = forms.FileField(
        label=_("佐证材料"), required=False, help_text=_("文档、表格、图片、视频或压缩包，一个文件。")
    )


class OpinionForm(forms.Form):
    """An opinion, or the reason for sending back."""

    opinion = forms.CharField(
        label=_("意见"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
