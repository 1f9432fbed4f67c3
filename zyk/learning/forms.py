from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.learning.models import CourseRun
from zyk.learning.queries import courses_to_run
from zyk.library.models import Course


class RunForm(forms.ModelForm):
    """A new run of a course."""

    course = forms.ModelChoiceField(label=_("所开课程"), queryset=Course.objects.none())

    class Meta:
        model = CourseRun
        fields = ["course", "title", "opens_on", "closes_on", "pass_percent", "is_public"]
        widgets = {
            "opens_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "closes_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "title": _("如：电梯 2401 班 · 2026 秋"),
            "pass_percent": _("各项测评最好成绩的平均，达到这条线才算完成。"),
            "is_public": _("不勾选则只有本单位的人可以选课。"),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        course = self.fields["course"]
        course.queryset = courses_to_run(actor)  # type: ignore[attr-defined]
        course.label_from_instance = _named  # type: ignore[attr-defined]
        passing = self.fields["pass_percent"]
        passing.validators += forms.IntegerField(min_value=0, max_value=100).validators
        passing.widget.attrs |= {"min": 0, "max": 100}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        opens_on, closes_on = given.get("opens_on"), given.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", _("结课日期不能早于开课日期"))
        return given

    def _post_clean(self) -> None:
        """The action makes the row; nothing is validated against an unfinished one."""


def _named(course: Course) -> str:
    return f"{course.title}（{course.get_kind_display()} · {course.library}）"
