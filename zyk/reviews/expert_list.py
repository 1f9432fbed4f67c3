"""Many experts from one spreadsheet: every line is judged, and either all are taken in or none."""

from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation, User
from zyk.common.imports import CellFault, Table, read_table
from zyk.reviews.actions.expert import add_affiliation, checked_keywords, register_expert
from zyk.reviews.forms.expert import split_words, wrong_fields
from zyk.reviews.models import Expert

COLUMNS = {
    "username": "用户名",
    "unit": "所在单位",
    "title": "职称",
    "fields": "研究领域",
    "keywords": "关键词",
    "max_load": "最多承担件数",
    "others": "兼职单位",
}
OPTIONAL = ("title", "fields", "keywords", "max_load", "others")


@dataclass
class Line:
    """One line of the sheet and what it would do."""

    row: int
    words: dict[str, Any] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)


def lines_of(file: BinaryIO) -> list[Line]:
    """Judge each line; three queries however many there are."""
    table = read_table(file, columns=COLUMNS, optional=OPTIONAL)
    users = {
        user.username.lower(): user
        for user in User.objects.filter(username__in=[row["username"] for row in table.rows], is_active=True)
    }
    known = set(Expert.objects.filter(user__in=users.values()).values_list("user_id", flat=True))
    named = {row["unit"] for row in table.rows} | {
        name for row in table.rows for name in split_words(row.get("others", ""))
    }
    units: dict[str, Organisation] = {}
    for column in ("code", "name"):
        units |= {getattr(each, column): each for each in Organisation.objects.filter(**{f"{column}__in": named})}
    seen: set[str] = set()
    return [_line(row, table, users, known, units, seen) for row in table.rows]


@transaction.atomic
def take_in(lines: list[Line], *, actor: Actor) -> int:
    """Register all; ValidationError, and nothing done, when a line has a fault."""
    if any(line.faults for line in lines):
        raise ValidationError(_("名单有错误，没有导入任何人。请改正后重新上传。"))
    for line in lines:
        others = line.words.pop("others")
        expert = register_expert(actor=actor, **line.words)
        for unit in others:
            add_affiliation(expert=expert, organisation=unit, actor=actor)
    return len(lines)


def _line(
    row: dict[str, str],
    table: Table,
    users: dict[str, User],
    known: set[int],
    units: dict[str, Organisation],
    seen: set[str],
) -> Line:
    line = Line(int(row["row"]))

    def fault(key: str, message: str) -> None:
        line.faults.append(CellFault(line.row, COLUMNS[key], table.letters.get(key, ""), message))

    username = row["username"].lower()
    user = users.get(username)
    if user is None:
        fault("username", _("没有这个账号"))
    elif user.pk in known:
        fault("username", _("此人已在专家库中"))
    if username in seen:
        fault("username", _("在名单中重复"))
    seen.add(username)
    unit = units.get(row["unit"])
    if unit is None:
        fault("unit", _("没有这个单位，请写单位全称或代码"))
    fields = split_words(row["fields"])
    if wrong := wrong_fields(fields):
        fault("fields", _("不是专业目录代码：%(codes)s") % {"codes": "、".join(wrong)})
    keywords: list[str] = []
    try:
        keywords = checked_keywords(split_words(row["keywords"]))
    except ValidationError as refusal:
        fault("keywords", " ".join(refusal.messages))
    load = row["max_load"]
    if load and not (load.isdigit() and 1 <= int(load) <= 200):
        fault("max_load", _("应为 1 到 200 的整数"))
        load = ""
    others = split_words(row["others"])
    if missing := [name for name in others if name not in units]:
        fault("others", _("没有这些单位：%(names)s") % {"names": "、".join(missing)})
    line.words = {
        "user": user,
        "organisation": unit,
        "title": row["title"][:60],
        "fields": fields,
        "keywords": keywords,
        "max_load": int(load) if load else None,
        "others": [units[name] for name in others if name in units],
    }
    return line
