from typing import Any

from django import forms

from zyk.library.models import KnowledgePoint, Library


class PointForm(forms.ModelForm):
    class Meta:
        model = KnowledgePoint
        fields = ["title", "kind", "parent", "is_required", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = library.points.exclude(pk=self.instance.pk) if self.instance.pk else library.points.all()
        self.fields["parent"].queryset = points  # type: ignore[attr-defined]
