from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.library.models import KnowledgePoint, Library


class PointForm(forms.ModelForm):
    class Meta:
        model = KnowledgePoint
        fields = ["title", "kind", "parent", "is_required", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = library.points.exclude(pk=self.instance.pk) if self.instance.pk else library.points.all()
        parent = self.fields["parent"]
        parent.queryset, parent.empty_label = points, _("（最上层）")  # type: ignore[attr-defined]
        parent.label = _("上级")
