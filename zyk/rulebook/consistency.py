"""What the types cannot say: dates in order, codes used once, weights that do not pass the whole."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zyk.rulebook.edition import Edition, Form
from zyk.rulebook.enums import FieldType, Unit

Contradiction = tuple[tuple[str | int, ...], str | Promise]

LISTS = (
    "windows",
    "conditions",
    "fund_sources",
    "spending_lines",
    "economic_classes",
    "budget_parts",
    "performance_targets",
    "indicators",
    "yearly_duties",
    "media_parameters",
    "platform_requirements",
    "base_standards",
)
REVIEW_NUMBERS = (
    "panel_size",
    "minimum_reviews",
    "reviews_each",
    "load_per_expert",
    "rank_gap_alert",
    "shrink_below",
    "spread_alert",
    "cooperation_years",
)
NEGATIVE = gettext_lazy("不能是负数")
CONCLUSIONS = {"passed", "withheld", "failed"}


def contradictions(edition: Edition) -> Iterator[Contradiction]:
    """Yield (path, message) for all that contradicts itself."""
    if not edition.code.startswith(str(edition.year)) or not edition.code.replace("-", "").replace(".", "").isalnum():
        yield ("code",), _("应当以年份 %(year)s 开头，只含字母、数字、点和连字符") % {"year": edition.year}
    for name in LISTS:
        yield from _doubled(getattr(edition, name), (name,))
    yield from _windows(edition)
    for kind in ("candidate", "upgrade"):
        yield from _form(edition.forms[kind], ("forms", kind))
    yield from _sheets(edition)
    yield from _reviewing(edition)
    yield from _shares(edition)
    yield from _deadlines(edition)
    yield from _media(edition)
    yield from _acceptance(edition)


def _doubled(entries: Sequence[Any], path: tuple[str | int, ...]) -> Iterator[Contradiction]:
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        if entry.code in seen:
            yield (*path, number, "code"), _("代码“%(code)s”重复") % {"code": entry.code}
        seen.add(entry.code)


def _windows(edition: Edition) -> Iterator[Contradiction]:
    for number, window in enumerate(edition.windows):
        if window.opens_on and window.opens_on > window.closes_on:
            yield ("windows", number, "closes_on"), _("结束日早于开始日 %(day)s") % {"day": window.opens_on}
        if window.grace_minutes is not None and window.grace_minutes < 0:
            yield ("windows", number, "grace_minutes"), NEGATIVE


def _form(form: Form, path: tuple[str | int, ...]) -> Iterator[Contradiction]:
    yield from _doubled(form.sections, (*path, "sections"))
    yield from _doubled(form.attachments, (*path, "attachments"))
    columns = {f"{field.code}.{column.code}" for field in form.fields() for column in field.columns}
    choices = {field.code: {choice.code for choice in field.choices} for field in form.fields() if field.choices}
    seen: set[str] = set()
    for number, section in enumerate(form.sections):
        for place, field in enumerate(section.fields):
            here = (*path, "sections", number, "fields", place)
            if field.code in seen:
                yield (*here, "code"), _("代码“%(code)s”重复") % {"code": field.code}
            seen.add(field.code)
            yield from _doubled(field.columns, (*here, "columns"))
            yield from _doubled(field.choices, (*here, "choices"))
            yield from _field(field, here, columns)
            yield from _when(field, here, choices)


def _field(field: Any, here: tuple[str | int, ...], columns: set[str]) -> Iterator[Contradiction]:
    needs = {FieldType.TABLE: "columns", FieldType.CHOICE: "choices", FieldType.COMPUTED: "measure"}
    wanted = needs.get(field.type)
    if wanted and not getattr(field, wanted):
        yield here, _("类型是 %(type)s，须写“%(key)s”") % {"type": field.type.value, "key": wanted}
    if field.min_length is not None and field.max_length is not None and field.min_length > field.max_length:
        yield (*here, "max_length"), _("上限小于下限")
    for place, column in enumerate(field.columns):
        if column.references and column.references not in columns:
            yield (*here, "columns", place, "references"), _("表单里没有“%(name)s”这一列") % {"name": column.references}
        if column.type == FieldType.CHOICE and not column.choices:
            yield (*here, "columns", place), _("类型是 %(type)s，须写“%(key)s”") % {"type": "choice", "key": "choices"}


def _when(field: Any, here: tuple[str | int, ...], choices: dict[str, set[str]]) -> Iterator[Contradiction]:
    if field.when is None:
        return
    if field.when.field not in choices or field.when.field == field.code:
        yield (*here, "when", "field"), _("表单里没有“%(name)s”这个选择栏目") % {"name": field.when.field}
    elif not field.when.is_any_of or not set(field.when.is_any_of) <= choices[field.when.field]:
        yield (*here, "when", "is_any_of"), _("“%(name)s”没有这个选项") % {"name": field.when.field}


def _sheets(edition: Edition) -> Iterator[Contradiction]:
    for name in ("selection", "acceptance"):
        path = ("score_sheets", name, "criteria")
        criteria = edition.score_sheets[name].criteria
        yield from _doubled(criteria, path)
        yield from _weights(criteria, path)
        yield from _points(criteria, path)
    if edition.performance_review:
        yield from _points(edition.performance_review.criteria, ("performance_review", "criteria"))
        yield from _doubled(edition.performance_review.periods, ("performance_review", "periods"))
        yield from _doubled(edition.performance_review.criteria, ("performance_review", "criteria"))
        yield from _weights(edition.performance_review.criteria, ("performance_review", "criteria"))
    yield from _weights(edition.indicators, ("indicators",))


def _points(criteria: Sequence[Any], path: tuple[str, ...]) -> Iterator[Contradiction]:
    """Points named in a criterion lie between 0 and its maximum, and do not contradict each other."""
    for number, criterion in enumerate(criteria):
        if criterion.maximum <= 0:
            yield (*path, number, "maximum"), _("满分应当大于 0")
        named = {name: getattr(criterion, name) for name in ("justify_below", "justify_above", "veto_below")}
        for name, points in named.items():
            if points is not None and not 0 <= points <= criterion.maximum:
                yield (
                    (*path, number, name),
                    _("应当在 0 与满分 %(maximum)s 之间") % {"maximum": f"{criterion.maximum:g}"},
                )
        below, above = named["justify_below"], named["justify_above"]
        if below is not None and above is not None and below > above:
            yield (*path, number, "justify_above"), _("小于“%(name)s”，任何分数都要写理由") % {"name": "justify_below"}
        seen: set[float] = set()
        for place, anchor in enumerate(criterion.anchors):
            here: tuple[str | int, ...] = (*path, number, "anchors", place, "points")
            if not 0 <= anchor.points <= criterion.maximum:
                yield here, _("应当在 0 与满分 %(maximum)s 之间") % {"maximum": f"{criterion.maximum:g}"}
            if anchor.points in seen:
                yield here, _("分数“%(points)s”已有说明") % {"points": f"{anchor.points:g}"}
            seen.add(anchor.points)


def _reviewing(edition: Edition) -> Iterator[Contradiction]:
    """The numbers of experts and reviews fit each other."""
    review = edition.review
    for name in REVIEW_NUMBERS:
        value = getattr(review, name)
        if value is not None and value < 0:
            yield ("review", name), NEGATIVE
    for less, more in (("minimum_reviews", "reviews_each"), ("reviews_each", "panel_size")):
        few, many = getattr(review, less), getattr(review, more)
        if few is not None and many is not None and few > many:
            yield ("review", less), _("不能大于“%(name)s” %(value)s") % {"name": more, "value": many}
    if review.trim_from is not None and review.trim_from < 3:
        yield ("review", "trim_from"), _("去掉最高与最低后须还有分数，应当不小于 3")
    for name in ("notice_working_days", "reconsideration_working_days"):
        days = getattr(edition, name)
        if days is not None and days < 1:
            yield (name,), _("应当不小于 1")


def _weights(entries: Sequence[Any], path: tuple[str, ...]) -> Iterator[Contradiction]:
    total = 0.0
    for number, entry in enumerate(entries):
        if entry.weight is not None and not 0 <= entry.weight <= 1:
            yield (*path, number, "weight"), _("权重写作 0 到 1 之间的数（15% 写 0.15）")
        total += entry.weight or 0
    if total > 1.000001:
        yield path, _("权重合计 %(total)s%%，超过 100%%") % {"total": f"{total * 100:g}"}


def _shares(edition: Edition) -> Iterator[Contradiction]:
    message = _("占比写作 0 到 1 之间的数（60% 写 0.6）")
    for number, indicator in enumerate(edition.indicators):
        if indicator.unit == Unit.SHARE and not _is_share(indicator.threshold):
            yield ("indicators", number, "threshold"), message
    for number, line in enumerate(edition.spending_lines):
        if not _is_share(line.limit):
            yield ("spending_lines", number, "limit"), message
    for number, duty in enumerate(edition.yearly_duties):
        if not _is_share(duty.threshold):
            yield ("yearly_duties", number, "threshold"), message


def _is_share(figure: float | None) -> bool:
    return figure is None or 0 <= figure <= 1


def _deadlines(edition: Edition) -> Iterator[Contradiction]:
    seen: set[int] = set()
    for number, deadline in enumerate(edition.quarter_deadlines):
        if deadline.quarter not in (1, 2, 3, 4) or deadline.quarter in seen:
            yield ("quarter_deadlines", number, "quarter"), _("季度是 1 到 4，每个只写一次")
        seen.add(deadline.quarter)
        try:
            date(edition.year + (deadline.quarter == 4), deadline.month, deadline.day)
        except ValueError:
            yield ("quarter_deadlines", number, "day"), _("没有这一天")


def _media(edition: Edition) -> Iterator[Contradiction]:
    for number, parameter in enumerate(edition.media_parameters):
        if parameter.comparison in ("one_of", "none_of") and not parameter.allowed:
            yield ("media_parameters", number), _("须写“%(key)s”") % {"key": "allowed"}


def _acceptance(edition: Edition) -> Iterator[Contradiction]:
    acceptance = edition.acceptance
    for name in ("preconditions", "conclusions", "materials"):
        yield from _doubled(getattr(acceptance, name), ("acceptance", name))
    for number, conclusion in enumerate(acceptance.conclusions):
        if conclusion.code not in CONCLUSIONS:
            yield (
                ("acceptance", "conclusions", number, "code"),
                _("只能是 %(values)s 之一") % {"values": ", ".join(sorted(CONCLUSIONS))},
            )
