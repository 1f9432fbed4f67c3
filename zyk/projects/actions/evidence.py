"""Figures that monitoring computed, kept as they stood when the application was handed in."""

from zyk.projects.models import Application, Evidence, Revision
from zyk.projects.queries.application import form_of
from zyk.projects.queries.figures import UNKNOWN, figures_of
from zyk.rulebook.enums import FieldType


def freeze_evidence(revision: Revision, application: Application) -> None:
    """One row for each computed field of the form; a figure nobody has counted is kept as unknown."""
    known = figures_of(application.library, application.cycle.rulebook.edition)
    measures = [each.measure or "" for each in form_of(application).fields() if each.type == FieldType.COMPUTED]
    figures = {measure: known.get(measure, UNKNOWN) for measure in measures}
    Evidence.objects.bulk_create(
        Evidence(
            revision=revision,
            measure=measure,
            value=figure.value,
            as_of=figure.as_of,
            formula_version=figure.formula_version,
            taken_at=revision.submitted_at,
            result=figure.result,
        )
        for measure, figure in figures.items()
    )
