"""An edition laid out as tables to be read: one function a part of the book."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.rulebook.edition import Edition
from zyk.rulebook.layout.forms import candidate_form, upgrade_form
from zyk.rulebook.layout.judging import judging
from zyk.rulebook.layout.measures import measures, technical
from zyk.rulebook.layout.money import money
from zyk.rulebook.layout.process import process
from zyk.rulebook.layout.tables import Cell, Table

Part = tuple[str | Promise, Callable[[Edition], list[Table]]]

# The parts of the book in reading order: what the address carries → title and layout.
PARTS: dict[str, Part] = {
    "process": (_("时间、流程与条件"), process),
    "candidate": (_("备选库申请书"), candidate_form),
    "upgrade": (_("升级改进申请书"), upgrade_form),
    "judging": (_("评议与验收"), judging),
    "money": (_("经费与绩效"), money),
    "measures": (_("指标与义务"), measures),
    "technical": (_("技术要求"), technical),
}

__all__ = ["PARTS", "Cell", "Table"]
