"""Figures nobody knows yet: finding them, and setting one in the text of the rulebook itself,
so that text, comments and content stay one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.rulebook.edition import Edition, MediaParameter, Part, PlatformRequirement
from zyk.rulebook.enums import Comparison, Unit

# Fields that hold a figure a notice may give or leave open, and whether it is a whole number.
WHOLE = {
    "min_length",
    "max_length",
    "quota",
    "panel_size",
    "minimum_reviews",
    "trim_from",
    "load_per_expert",
    "rank_gap_alert",
    "notice_working_days",
    "postponements_allowed",
    "reviews_each",
    "shrink_below",
    "cooperation_years",
    "reconsideration_working_days",
}
SHARES = {"weight", "limit"}
ANY = {"threshold", "spread_alert"}
LENGTHS = {"min_length", "max_length"}
LABELS = {
    "threshold": pgettext_lazy("rulebook", "门槛"),
    "weight": pgettext_lazy("rulebook", "权重"),
    "limit": pgettext_lazy("rulebook", "占预算总额上限"),
    "min_length": pgettext_lazy("rulebook", "最少"),
    "max_length": pgettext_lazy("rulebook", "最多"),
    "quota": pgettext_lazy("rulebook", "每省推荐数量"),
    "panel_size": pgettext_lazy("rulebook", "专家组人数"),
    "minimum_reviews": pgettext_lazy("rulebook", "每件最少评议份数"),
    "trim_from": pgettext_lazy("rulebook", "满多少份时去掉最高与最低分"),
    "load_per_expert": pgettext_lazy("rulebook", "每位专家最多承担件数"),
    "rank_gap_alert": pgettext_lazy("rulebook", "两种排名相差多少位时提示"),
    "notice_working_days": pgettext_lazy("rulebook", "材料公示工作日数"),
    "postponements_allowed": pgettext_lazy("rulebook", "可延期次数"),
    "reviews_each": pgettext_lazy("rulebook", "每件分派评议份数"),
    "shrink_below": pgettext_lazy("rulebook", "专家评分少于多少件时减弱校正"),
    "spread_alert": pgettext_lazy("rulebook", "分数离散超过多少时提示"),
    "cooperation_years": pgettext_lazy("rulebook", "共同承担项目几年内须回避"),
    "reconsideration_working_days": pgettext_lazy("rulebook", "申请复核工作日数"),
}


@dataclass(frozen=True)
class Figure:
    """A figure of an edition and where it stands; `place` is its path, steps joined by `/`."""

    place: str
    name: str
    entry: Part
    value: float | None

    @property
    def is_whole(self) -> bool:
        return self.name in WHOLE

    @property
    def is_share(self) -> bool:
        """Written 0 to 1, read and typed as a percentage."""
        if self.name in SHARES or self.place.startswith("yearly_duties/"):
            return True
        measure = str(getattr(self.entry, "measure", ""))
        return self.name == "threshold" and (
            getattr(self.entry, "unit", None) == Unit.SHARE or measure.endswith("_share")
        )

    @property
    def label(self) -> str | Promise:
        return LABELS[self.name]

    @property
    def title(self) -> str:
        return str(getattr(self.entry, "title", ""))


def figure_at(edition: Edition, place: str) -> Figure | None:
    """The figure at `place`, None when there is none of that name."""
    steps = place.split("/")
    entry: Any = edition
    for step in steps[:-1]:
        entry = _child(entry, step)
    return figure_of(entry, steps[-1], place)


def figures(edition: Edition) -> Iterator[Figure]:
    """Every figure of the edition that is set or may be set, lengths of text left out."""
    yield from _figures(edition, ())


def unset(edition: Edition) -> list[Figure]:
    """The figures nobody knows yet."""
    return [figure for figure in figures(edition) if figure.value is None]


def _figures(entry: Any, steps: tuple[str, ...]) -> Iterator[Figure]:
    if isinstance(entry, list):
        for child in entry:
            yield from _figures(child, (*steps, getattr(child, "code", "")))
    elif isinstance(entry, Part):
        for name in entry.__struct_fields__:
            place = (*steps, name)
            figure = figure_of(entry, name, "/".join(place))
            if figure and name not in LENGTHS:
                yield figure
            else:
                yield from _figures(getattr(entry, name), place)


def figure_of(entry: Any, name: str, place: str) -> Figure | None:
    if not isinstance(entry, Part) or name not in WHOLE | SHARES | ANY or name not in entry.__struct_fields__:
        return None
    if isinstance(entry, MediaParameter) and entry.comparison not in Comparison.values:
        return None
    if isinstance(entry, PlatformRequirement) and not entry.is_measured:
        return None
    return Figure(place, name, entry, getattr(entry, name))


def with_figure(text: str, figure: Figure, value: float, *, basis: str, on: date) -> str:
    """The rulebook's text with the unknown figure written in and its basis noted under `settled`."""
    if figure.value is not None:
        raise ValidationError(_("这个数字已经设定，要改请上传新的版本。"))
    written = str(int(value)) if figure.is_whole else repr(value)
    text = _written(text, figure.place.split("/"), written)
    note = f'{{"place": {_quoted(figure.place)}, "basis": {_quoted(basis)}, "on": {on.isoformat()}}}'
    return _noted(text, note)


def _child(entry: Any, step: str) -> Any:
    if isinstance(entry, Part) and step in entry.__struct_fields__:
        return getattr(entry, step)
    if isinstance(entry, list):
        return next((child for child in entry if getattr(child, "code", None) == step), None)
    return None


def _written(text: str, steps: list[str], value: str) -> str:
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    for step in steps[:-1]:
        node = _node(node, step)
    found = _node(node, steps[-1])
    if found is not None:
        start, end = found.start_mark.index, found.end_mark.index
        return text[:start] + (value if end > start else f" {value}") + text[end:]
    first = node.value[0][0].start_mark
    if node.flow_style:
        return text[: first.index] + f"{steps[-1]}: {value}, " + text[first.index :]
    return text[: first.index] + f"{steps[-1]}: {value}\n{' ' * first.column}" + text[first.index :]


def _noted(text: str, note: str) -> str:
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    settled = _node(node, "settled")
    if settled is None:
        return f"{text.rstrip()}\n\nsettled:\n- {note}\n"
    at = settled.start_mark.index
    if not settled.flow_style:
        return f"{text[:at]}- {note}\n{' ' * settled.start_mark.column}{text[at:]}"
    return f"{text[: at + 1]}{note}{', ' if settled.value else ''}{text[at + 1 :]}"


def _node(node: Any, step: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((child for key, child in node.value if key.value == step), None)
    for child in node.value:
        if any(key.value == "code" and value.value == step for key, value in child.value):
            return child
    return None


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
