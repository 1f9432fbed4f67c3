from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.library.enums import PointKind
from zyk.library.models import Course, KnowledgePoint, Library


class CourseForm(forms.ModelForm):
    """Credits are typed in credits and kept in hundredths."""

    credits_given = forms.DecimalField(
        label=_("学分"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    points = forms.ModelMultipleChoiceField(
        label=_("本课程要求的知识点/技能点"),
        queryset=KnowledgePoint.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("覆盖矩阵按这里的选择计算。"),
    )

    class Meta:
        model = Course
        fields = ["title", "type", "level", "hours", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    field_order = ["title", "type", "level", "hours", "credits_given", "description", "points"]

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = list(library.points.all())
        self.fields["points"].queryset = library.points.all()  # type: ignore[attr-defined]
        self.fields["points"].choices = [  # type: ignore[attr-defined]
            (kind.label, [(point.pk, point.title) for point in points if point.kind == kind]) for kind in PointKind
        ]
        if self.instance.pk and not self.is_bound:
            self.initial["points"] = [point.pk for point in self.instance.points.all()]
            if self.instance.credit_hundredths is not None:
                self.initial["credits_given"] = self.instance.credit_hundredths / 100

    @property
    def credit_hundredths(self) -> int | None:
        given = self.cleaned_data.get("credits_given")
        return None if given is None else int(given * 100)
