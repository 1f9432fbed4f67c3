from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.assessment.models import Assessment
from zyk.library.models import Course


class AssessmentForm(forms.ModelForm):
    class Meta:
        model = Assessment
        fields = [
            "title",
            "kind",
            "module",
            "pass_percent",
            "attempts_allowed",
            "time_limit_minutes",
            "instructions",
        ]
        widgets = {"instructions": forms.Textarea(attrs={"rows": 3})}
        labels = {"instructions": _("作答说明")}
        help_texts = {
            "attempts_allowed": _("不填则不限次数，取最好成绩。"),
            "time_limit_minutes": _("不填则不限时。"),
        }

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        module = self.fields["module"]
        module.label, module.queryset = _("所在模块"), course.modules.all()  # type: ignore[attr-defined]
        module.empty_label = _("全课程（放在最后）")  # type: ignore[attr-defined]
        for name, least, most in (
            ("pass_percent", 0, 100),
            ("attempts_allowed", 1, 99),
            ("time_limit_minutes", 1, 600),
        ):
            field = self.fields[name]
            field.min_value, field.max_value = least, most  # type: ignore[attr-defined]
            field.validators += forms.IntegerField(min_value=least, max_value=most).validators
            field.widget.attrs |= {"min": least, "max": most}
