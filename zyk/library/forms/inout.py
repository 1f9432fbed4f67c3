from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.library.enums import ApplicationType, Rights
from zyk.library.intake.columns import titles_in
from zyk.library.models import KnowledgePoint, Library


class ArchiveForm(forms.Form):
    """A ZIP of files; the sheet lies in it or comes beside it."""

    archive = forms.FileField(label=_("文件的 ZIP"), help_text=_("可含多层文件夹；加密、含链接或指向包外的 ZIP 不收。"))
    sheet = forms.FileField(
        label=_("标引表（.xlsx）"),
        required=False,
        help_text=_("也可以放在 ZIP 里，取名“标引.xlsx”。没有标引表时，每个文件按自身提出标引。"),
    )


class SheetForm(forms.Form):
    sheet = forms.FileField(label=_("改好的标引表（.xlsx）"), help_text=_("表里没有的列不动；空格子表示清空。"))


class BagForm(forms.Form):
    bag = forms.FileField(label=_("资源库包（.zip）"))


class ManyForm(forms.Form):
    """What is changed in all picked resources; what is left empty stays."""

    rights = forms.ChoiceField(label=_("许可"), required=False)
    application_type = forms.ChoiceField(label=_("应用类型"), required=False)
    audience = forms.CharField(label=_("适用对象"), required=False, max_length=120)
    author = forms.CharField(label=_("作者"), required=False, max_length=120)
    add_keywords = forms.CharField(label=_("增加关键词"), required=False, max_length=120)
    remove_keywords = forms.CharField(label=_("去掉关键词"), required=False, max_length=120)
    add_points = forms.CharField(label=_("增加知识点/技能点"), required=False, max_length=400)
    remove_points = forms.CharField(label=_("去掉知识点/技能点"), required=False, max_length=400)

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.library = library
        usable = [choice for choice in Rights.choices if choice[0] != Rights.CUSTOM]
        self.fields["rights"].choices = [("", _("不改")), *usable]  # type: ignore[attr-defined]
        self.fields["application_type"].choices = [("", _("不改")), *ApplicationType.choices]  # type: ignore[attr-defined]
        for name in ("add_points", "remove_points"):
            self.fields[name].help_text = _("写名称，几个之间用分号隔开。")
            self.fields[name].widget.attrs["list"] = "library-points"
        for name in ("add_keywords", "remove_keywords"):
            self.fields[name].help_text = _("用顿号隔开。")

    def clean_add_points(self) -> list[KnowledgePoint]:
        return self._points("add_points")

    def clean_remove_points(self) -> list[KnowledgePoint]:
        return self._points("remove_points")

    def _points(self, name: str) -> list[KnowledgePoint]:
        wanted = titles_in(self.cleaned_data[name])
        found = {point.title: point for point in self.library.points.filter(title__in=wanted)}
        missing = [title for title in wanted if title not in found]
        if missing:
            raise forms.ValidationError(_("本资源库没有这些点：%(titles)s") % {"titles": "、".join(missing)})
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("请至少填写一项要改的内容。"))
        return cleaned
