from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.assessment.enums import QuestionKind
from zyk.assessment.models import Question
from zyk.assessment.rules.question import FALSE, TRUE
from zyk.assessment.sheet import KEYS, answer_as_text, answer_in, as_typed, choices_in
from zyk.library.models import KnowledgePoint, Library


class QuestionForm(forms.Form):
    """One form for the five kinds: the fields a kind does not know are left out.

    The rows of choices are drawn by the page from `choice_rows`: a text and a mark for "right"."""

    stem = forms.CharField(
        label=_("题干"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("可用 HTML：加粗、列表、表格、图片。填空题用下划线 ____ 表示空。"),
    )
    answer = forms.CharField(label=_("答案"), required=False)
    explanation = forms.CharField(
        label=_("解析"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("交卷以后才显示。")
    )
    source = forms.CharField(label=_("来源"), required=False, max_length=200)
    points = forms.ModelMultipleChoiceField(
        label=_("知识点/技能点"),
        queryset=KnowledgePoint.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, kind: QuestionKind, library: Library, question: Question | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.question = kind, question
        self.fields["points"].queryset = library.points.all()  # type: ignore[attr-defined]
        if kind is QuestionKind.TRUE_FALSE:
            self.fields["answer"] = forms.ChoiceField(
                label=_("答案"),
                choices=[(TRUE, pgettext_lazy("answer", "正确")), (FALSE, pgettext_lazy("answer", "错误"))],
                widget=forms.RadioSelect,
                required=False,
            )
        elif self.has_choices:
            del self.fields["answer"]
        else:
            self.fields["answer"] = _written_answer(kind)
        if question and not self.is_bound:
            self.initial = _initial(question)

    @property
    def has_choices(self) -> bool:
        return self.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)

    @property
    def mark_type(self) -> str:
        return "radio" if self.kind is QuestionKind.SINGLE else "checkbox"

    @property
    def choice_rows(self) -> list[tuple[str, str, bool]]:
        """(letter, text, is right) for every row of choices, eight of them."""
        if self.is_bound:
            return [(key, self.data.get(f"choice-{key}", ""), key in self._marked()) for key in KEYS]
        stored = {c["key"]: as_typed(c["html"]) for c in self.question.choices} if self.question else {}
        right = self.question.answer if self.question else []
        return [(key, stored.get(key, ""), key in right) for key in KEYS]

    @property
    def choice_errors(self) -> list[str]:
        return [*self.errors.get("choices", []), *(self.errors.get("answer", []) if self.has_choices else [])]

    def add_refusal(self, by_field: dict[str, list[str]]) -> None:
        """Show what the action refused; rows of choices have no field of their own."""
        for name, texts in by_field.items():
            if name in self.fields:
                self.add_error(name, texts)  # type: ignore[arg-type]
            else:
                self.errors.setdefault(name, self.error_class()).extend(texts)

    @property
    def parts(self) -> dict[str, Any]:
        """What the actions want, except the kind."""
        given = self.cleaned_data
        texts = {key: self.data.get(f"choice-{key}", "") for key in KEYS}
        answer = "".join(self._marked()) if self.has_choices else given.get("answer", "")
        return {
            "stem": given["stem"],
            "choices": choices_in(self.kind, texts),
            "answer": answer_in(self.kind, answer),
            "explanation": given["explanation"],
            "source": given["source"],
            "points": list(given["points"]),
        }

    def _marked(self) -> list[str]:
        return [key for key in self.data.getlist("right") if key in KEYS]  # type: ignore[attr-defined]


def _written_answer(kind: QuestionKind) -> forms.CharField:
    if kind is QuestionKind.FILL:
        return forms.CharField(
            label=_("各空的答案"),
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
            help_text=_("一行一空；一空有几种写法都算对时用 | 隔开。大小写、全角半角和空格不影响判分。"),
        )
    return forms.CharField(
        label=_("参考答案"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("供教师批改时对照，交卷以后学习者也能看到。"),
    )


def _initial(question: Question) -> dict[str, Any]:
    kind = QuestionKind(question.kind)
    return {
        "stem": as_typed(question.stem),
        "answer": (question.answer or [""])[0] if kind is QuestionKind.TRUE_FALSE else answer_as_text(question),
        "explanation": as_typed(question.explanation),
        "source": question.source,
        "points": [point.pk for point in question.points.all()],
    }
