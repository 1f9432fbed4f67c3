import hashlib
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.common import audit
from zyk.common.moves import NotInThisState
from zyk.rulebook.edition import Edition
from zyk.rulebook.figures import figure_at, with_figure
from zyk.rulebook.models import Rulebook, RulebookVersion
from zyk.rulebook.reading import plain, read_edition, tidy
from zyk.rulebook.rules import can_edit_rulebooks

SHIPPED = Path(__file__).parent / "editions"


class FrozenRulebook(NotInThisState):
    """A cycle uses this edition: its rules no longer change."""


@transaction.atomic
def load_rulebook(text: str, *, actor: audit.ActsInTrail, replacing: str | None = None, why: str = "") -> Rulebook:
    """Load the edition in `text` (YAML) and return its rulebook; identical text changes nothing.

    RulebookRefused names what is wrong and where; FrozenRulebook when a cycle uses it. `replacing` is the sha256
    of the text the person saw: if another person has changed it since, nothing is written."""
    if not can_edit_rulebooks(actor):
        raise PermissionDenied
    text = tidy(text)
    edition = read_edition(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    rulebook = Rulebook.objects.select_for_update().filter(code=edition.code).first()
    if rulebook and rulebook.sha256 == sha256:
        return rulebook
    if replacing is not None and replacing != (rulebook.sha256 if rulebook else ""):
        raise NotInThisState(
            _("你看过之后，规则集“%(code)s”已被他人更新。请重新对照后再确认。") % {"code": edition.code}
        )
    if rulebook and rulebook.is_frozen:
        raise FrozenRulebook(_("规则集“%(code)s”已冻结，不能再改。") % {"code": edition.code})
    return _write(rulebook, edition, text, sha256, actor=actor, why=why)


@transaction.atomic
def freeze_rulebook(rulebook: Rulebook, *, actor: audit.ActsInTrail) -> Rulebook:
    """Freeze the edition, because a cycle uses it; freezing twice is once."""
    if not can_edit_rulebooks(actor):
        raise PermissionDenied
    rulebook = Rulebook.objects.select_for_update().get(pk=rulebook.pk)
    if not rulebook.is_frozen:
        rulebook.frozen_at = timezone.now()
        rulebook.save(update_fields=["frozen_at", "updated_at"])
        audit.record(actor=actor, verb="freeze", about=rulebook, file_sha256=rulebook.sha256)
    return rulebook


@transaction.atomic
def set_figure(rulebook: Rulebook, place: str, value: float, *, basis: str, actor: audit.ActsInTrail) -> Rulebook:
    """Set one unknown figure, on a basis that can be looked up; ValidationError when it is set already or unfit."""
    rulebook = Rulebook.objects.select_for_update().get(pk=rulebook.pk)
    figure = figure_at(rulebook.edition, place)
    if figure is None:
        raise ValidationError(_("规则集里没有这个数字。"))
    text = with_figure(rulebook.source, figure, value, basis=basis, on=timezone.localdate())
    return load_rulebook(text, actor=actor, replacing=rulebook.sha256, why=f"{place} = {value:g}; {basis}"[:300])


def _write(
    rulebook: Rulebook | None, edition: Edition, text: str, sha256: str, *, actor: audit.ActsInTrail, why: str
) -> Rulebook:
    verb = "update" if rulebook else "load"
    former = rulebook.sha256 if rulebook else ""
    rulebook = rulebook or Rulebook(code=edition.code)
    rulebook.year = edition.year
    rulebook.title = edition.title.zh
    rulebook.notice_number = edition.notice_number
    rulebook.content = plain(edition)
    rulebook.source = text
    rulebook.sha256 = sha256
    rulebook.save()
    number = rulebook.versions.count() + 1
    RulebookVersion.objects.create(
        rulebook=rulebook, number=number, source=text, sha256=sha256, by=actor.trail_name, why=why
    )
    facts = {"version": number, "former_sha256": former}
    audit.record(actor=actor, verb=verb, about=rulebook, why=why, file_sha256=sha256, facts=facts)
    return rulebook
