from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from zyk.accounts.actor import Actor
from zyk.certification.checks import CHECKS, Check, Judgement, judged
from zyk.certification.enums import CertificationState, StandardState
from zyk.certification.models import Certification, CertificationStandard, Criterion, CriterionResult
from zyk.certification.rules import is_above_base, is_truly_above
from zyk.common.pinyin import contains_words
from zyk.library.enums import ResourceState, TeamRole
from zyk.library.models import Library, Resource, ResourceVersion
from zyk.rulebook.edition import MediaParameter
from zyk.rulebook.queries import newest

OPEN_STATES = (CertificationState.REQUESTED, CertificationState.IN_REVIEW, CertificationState.CERTIFIED)
# Measures of the rulebook's media parameters for which we have a check, with the direction compared.
CHECK_OF_MEASURE = {("height", "min"): "picture-height", ("duration_seconds", "max"): "duration"}


def search_standards(
    actor: Actor, text: str = "", *, library: str = "", base: str = "", state: str = ""
) -> QuerySet[CertificationStandard]:
    """Standards by title or library name; `library` is a uuid."""
    found = CertificationStandard.objects.visible_to(actor).select_related("library")
    found = found.filter(contains_words(text, fields=("title", "library__name", "base_title")))
    for field, value in (("library__uuid", library), ("base", base), ("state", state)):
        if value:
            found = found.filter(**{field: value})
    return found.annotate(criterion_count=Count("criteria", distinct=True))


def libraries_led_by(actor: Actor) -> QuerySet[Library]:
    """Where the actor may write standards."""
    if actor.user is None:
        return Library.objects.none()
    return Library.objects.filter(team__user=actor.user, team__role=TeamRole.LEADER).order_by("name", "id")


def standards_for(library: Library) -> QuerySet[CertificationStandard]:
    """Those one may be certified by today, criteria at hand."""
    return library.certification_standards.filter(state=StandardState.IN_FORCE).prefetch_related("criteria")


def versions_of(standard: CertificationStandard, actor: Actor) -> QuerySet[CertificationStandard]:
    return (
        CertificationStandard.objects.visible_to(actor)
        .filter(library=standard.library_id, title=standard.title)
        .order_by("-version")
    )


@dataclass(frozen=True)
class CriterionRow:
    """A criterion as the tables show it; the judgement where there is one."""

    criterion: Criterion
    check: Check | None
    is_above: bool
    is_truly_above: bool
    judgement: Judgement | None = None
    result: CriterionResult | None = None


def criterion_rows(standard: CertificationStandard, version: ResourceVersion | None = None) -> list[CriterionRow]:
    """The criteria of a standard; with `version`, what the automatic ones would find today."""
    return [
        _row(criterion, judged(criterion.check_name, criterion.threshold, version) if version else None)
        for criterion in standard.criteria.all()
    ]


def result_rows(certification: Certification) -> list[CriterionRow]:
    """What was found, in the order of the criteria."""
    results = certification.results.select_related("criterion").order_by("criterion__position", "criterion_id")
    return [_row(result.criterion, None, result) for result in results]


def search_certifications(
    actor: Actor, text: str = "", *, library: str = "", state: str = ""
) -> QuerySet[Certification]:
    """The work list of the actor's libraries; for the ministry of all."""
    found = Certification.objects.worked_on_by(actor).select_related(
        "standard__library", "version__resource", "requested_by", "reviewer"
    )
    found = found.filter(contains_words(text, fields=("version__resource__title", "standard__title")))
    for field, value in (("standard__library__uuid", library), ("state", state)):
        if value:
            found = found.filter(**{field: value})
    return found


def certification_counts(actor: Actor) -> dict[str, int]:
    counted = Certification.objects.worked_on_by(actor).order_by().values_list("state").annotate(Count("id"))
    return dict(counted)


def libraries_worked_on(actor: Actor) -> QuerySet[Library]:
    mine = Library.objects.all() if actor.is_ministry else Library.objects.built_by(actor)
    return mine.filter(certification_standards__isnull=False).distinct().order_by("name", "id")


def requestable_resources(actor: Actor, text: str = "", *, library: str = "") -> QuerySet[Resource]:
    """Published resources of the libraries one builds that carry no mark and wait for none, where a standard is in
    force to ask it by."""
    if actor.user is None:
        return Resource.objects.none()
    asked = Certification.objects.filter(version=OuterRef("current_version"), state__in=OPEN_STATES)
    in_force = CertificationStandard.objects.filter(library=OuterRef("library"), state=StandardState.IN_FORCE)
    found = Resource.objects.filter(
        Exists(in_force),
        ~Exists(asked),
        state=ResourceState.PUBLISHED,
        certified_at=None,
        current_version__isnull=False,
        library__in=Library.objects.built_by(actor).values("pk"),
    )
    if library:
        found = found.filter(library__uuid=library)
    return found.filter(contains_words(text, fields=("title",))).select_related("library", "current_version")


def open_certifications(version: ResourceVersion) -> dict[int, Certification]:
    """What this version has asked for or holds already, by standard."""
    return {one.standard_id: one for one in version.certifications.filter(state__in=OPEN_STATES)}


def certifications_by(standard: CertificationStandard) -> QuerySet[Certification]:
    """Marks of resources that still show the version certified, newest first: what the standard's page lists."""
    return (
        standard.certifications.filter(
            state=CertificationState.CERTIFIED,
            version__resource__state=ResourceState.PUBLISHED,
            version__resource__current_version=F("version"),
        )
        .select_related("version__resource")
        .order_by("-concluded_at", "-id")
    )


@dataclass(frozen=True)
class StartingValue:
    """A parameter of the rulebook offered as a first criterion."""

    parameter: MediaParameter
    check_name: str
    source: str


def starting_values() -> Sequence[StartingValue]:
    """The rulebook's technical parameters for which there is a check of the same measure."""
    rulebook = newest()
    if rulebook is None:
        return []
    return [
        StartingValue(parameter, CHECK_OF_MEASURE[parameter.measure, str(parameter.comparison)], str(parameter.source))
        for parameter in rulebook.edition.media_parameters
        if (parameter.measure, str(parameter.comparison)) in CHECK_OF_MEASURE and parameter.threshold is not None
    ]


def _row(
    criterion: Criterion, judgement: Judgement | None = None, result: CriterionResult | None = None
) -> CriterionRow:
    return CriterionRow(
        criterion=criterion,
        check=CHECKS.get(criterion.check_name),
        is_above=is_above_base(criterion),
        is_truly_above=is_truly_above(criterion),
        judgement=judgement,
        result=result,
    )
