from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.certification.checks import CHECKS
from zyk.certification.enums import STANDARD_MOVES, StandardState
from zyk.certification.models import CertificationStandard, Criterion
from zyk.certification.rules import can_write_standard, is_above_base, is_stricter
from zyk.common import audit
from zyk.common.moves import move
from zyk.library.models import Library


@dataclass(frozen=True)
class Requirement:
    """A criterion as written: judged by the system when `check_name` is given, else by the reviewer."""

    title: str
    check_name: str = ""
    base_threshold: Decimal | None = None
    threshold: Decimal | None = None


@transaction.atomic
def draft_standard(
    library: Library,
    *,
    title: str,
    base: str,
    base_title: str,
    how_higher: str,
    requirements: Sequence[Requirement],
    actor: Actor,
) -> CertificationStandard:
    """Write a standard, or the next version of the one with the same title."""
    if not can_write_standard(actor, library):
        raise PermissionDenied
    unknown = [r.check_name for r in requirements if r.check_name and r.check_name not in CHECKS]
    if unknown:
        raise ValidationError({"criteria": _("没有这种自动检查：%(names)s") % {"names": "、".join(unknown)}})
    last = library.certification_standards.filter(title=title).order_by("-version").first()
    standard = CertificationStandard.objects.create(
        library=library,
        title=title,
        version=last.version + 1 if last else 1,
        base=base,
        base_title=base_title,
        how_higher=how_higher,
    )
    Criterion.objects.bulk_create(
        Criterion(
            standard=standard,
            position=index,
            title=requirement.title,
            check_name=requirement.check_name,
            base_threshold=requirement.base_threshold,
            threshold=requirement.threshold,
        )
        for index, requirement in enumerate(requirements, start=1)
    )
    audit.record(actor=actor, verb="create", about=standard)
    return standard


@transaction.atomic
def put_in_force(standard: CertificationStandard, *, actor: Actor, today: date) -> None:
    """Put a standard in force, in place of the one that was; it must stand above its national base."""
    if not can_write_standard(actor, standard.library):
        raise PermissionDenied
    for criterion in standard.criteria.all():
        if not is_above_base(criterion):
            raise ValidationError(
                _("“%(title)s”低于国家基础标准的要求，资源认证标准应高于国家基础标准。") % {"title": criterion.title}
            )
    if not is_stricter(standard):
        raise ValidationError(_("至少应有一项要求高于国家基础标准，或是国家基础标准没有的要求。"))
    earlier = CertificationStandard.objects.filter(
        library=standard.library, base=standard.base, state=StandardState.IN_FORCE
    ).first()
    if earlier:
        move(earlier, StandardState.SUPERSEDED, moves=STANDARD_MOVES, actor=actor)
    move(standard, StandardState.IN_FORCE, moves=STANDARD_MOVES, actor=actor)
    CertificationStandard.objects.filter(pk=standard.pk).update(in_force_from=today)
    standard.in_force_from = today
