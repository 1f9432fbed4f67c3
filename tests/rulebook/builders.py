"""Rulebooks for tests of every context."""

from pathlib import Path

from zyk.common.audit import SYSTEM
from zyk.rulebook.actions import SHIPPED, load_rulebook
from zyk.rulebook.models import Rulebook

NOTICE_2019 = (SHIPPED / "2019.yaml").read_text(encoding="utf-8")
INVENTED_2031 = (Path(__file__).parent / "editions" / "test-2031.yaml").read_text(encoding="utf-8")


def rulebook_2019() -> Rulebook:
    """The real edition of 2019, loaded and open to change."""
    return load_rulebook(NOTICE_2019, actor=SYSTEM)


def rulebook_2031() -> Rulebook:
    """The invented edition: other windows, another form, all review figures set."""
    return load_rulebook(INVENTED_2031, actor=SYSTEM)
