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
from zyk.common.moves import NotInThisState, move
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
    _must_be_judgeable(requirements)
    library = Library.objects.select_for_update().get(pk=library.pk)
    last = library.certification_standards.filter(title=title).order_by("-version").first()
    standard = CertificationStandard.objects.create(
        library=library,
        title=title,
        version=last.version + 1 if last else 1,
        base=base,
        base_title=base_title,
        how_higher=how_higher,
    )
    _write_criteria(standard, requirements)
    audit.record(actor=actor, verb="create", about=standard)
    return standard


@transaction.atomic
def edit_standard(
    standard: CertificationStandard,
    *,
    base: str,
    base_title: str,
    how_higher: str,
    requirements: Sequence[Requirement],
    actor: Actor,
) -> CertificationStandard:
    """Write a draft anew; title and version stay. What is or was in force is never changed."""
    standard = _locked(standard)
    if not can_write_standard(actor, standard.library):
        raise PermissionDenied
    if standard.state != StandardState.DRAFT:
        raise NotInThisState(_("已施行的标准不能修改，请起草新版本。"))
    _must_be_judgeable(requirements)
    standard.base, standard.base_title, standard.how_higher = base, base_title, how_higher
    standard.save()
    standard.criteria.all().delete()
    _write_criteria(standard, requirements)
    audit.record(actor=actor, verb="edit", about=standard)
    return standard


@transaction.atomic
def put_in_force(standard: CertificationStandard, *, actor: Actor, today: date) -> None:
    """Put a standard in force, in place of the one that was; it must stand above its national base.

    ValidationError names each criterion that stands below it as `criterion-<position>`, else `criteria`."""
    locked = _locked(standard)
    if not can_write_standard(actor, locked.library):
        raise PermissionDenied
    _must_stand_above(locked)
    in_force = CertificationStandard.objects.filter(
        library=locked.library, base=locked.base, state=StandardState.IN_FORCE
    )
    earlier = in_force.exclude(pk=locked.pk).first()
    if earlier:
        move(earlier, StandardState.SUPERSEDED, moves=STANDARD_MOVES, actor=actor)
    move(locked, StandardState.IN_FORCE, moves=STANDARD_MOVES, actor=actor)
    CertificationStandard.objects.filter(pk=locked.pk).update(in_force_from=today)
    standard.state, standard.in_force_from = StandardState.IN_FORCE, today


def _must_stand_above(standard: CertificationStandard) -> None:
    below = {
        f"criterion-{criterion.position}": _("低于国家基础标准的要求，资源认证标准应高于国家基础标准。")
        for criterion in standard.criteria.all()
        if not is_above_base(criterion)
    }
    if below:
        raise ValidationError(below)
    if not is_stricter(standard):
        raise ValidationError({"criteria": _("至少应有一项要求高于国家基础标准，或是国家基础标准没有的要求。")})


def _must_be_judgeable(requirements: Sequence[Requirement]) -> None:
    """An automatic criterion names a check we have and the figure it compares with."""
    unknown = [r.check_name for r in requirements if r.check_name and r.check_name not in CHECKS]
    if unknown:
        raise ValidationError({"criteria": _("没有这种自动检查：%(names)s") % {"names": "、".join(unknown)}})
    if any(r.check_name and r.threshold is None for r in requirements):
        raise ValidationError({"criteria": _("自动检查的要求须填写本标准要求的数值。")})


def _write_criteria(standard: CertificationStandard, requirements: Sequence[Requirement]) -> None:
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


def _locked(standard: CertificationStandard) -> CertificationStandard:
    """The library's row is the lock: its standards give way to one another."""
    Library.objects.select_for_update().get(pk=standard.library_id)
    return CertificationStandard.objects.select_related("library").get(pk=standard.pk)
