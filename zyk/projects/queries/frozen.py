"""What goes into the frozen copy of an application, and what the blind copy hides."""

from typing import Any

from zyk.accounts.enums import HOST_ROLES
from zyk.accounts.models import Membership
from zyk.projects.enums import MemberKind
from zyk.projects.models import Application, Revision
from zyk.projects.queries.application import facts_of
from zyk.projects.queries.figures import figures_of
from zyk.projects.rules.blind import HIDDEN, person_aliases, unit_aliases
from zyk.projects.rules.frozen import readable_sections

LEAD = {"zh": "第一主持单位", "en": "Lead host"}
KINDS = {
    MemberKind.CO_HOST: {"zh": "联合主持单位", "en": "Co-host"},
    MemberKind.PARTICIPANT: {"zh": "参建单位", "en": "Participant"},
}
# Fields of the form that hold a person's name or give the unit away, in the editions we know.
PEOPLE = ("legal_representative", "project_lead", "finance_head", "editor")
ADDRESSES = ("website",)


def readable_of(application: Application) -> list[dict[str, Any]]:
    """The form as it stands now, with its units and the figures of today."""
    edition = application.cycle.rulebook.edition
    figures = figures_of(application.library, edition)
    members = application.members.select_related("organisation")
    units = [[application.lead_host.name, LEAD, ""]]
    units += [[member.organisation.name, KINDS[MemberKind(member.kind)], member.duty] for member in members]
    return readable_sections(
        facts_of(application),
        units=units,
        figures={
            measure: [figure.written, figure.as_of.isoformat() if figure.as_of else "", figure.formula_version]
            for measure, figure in figures.items()
        },
    )


def blind_aliases(application: Application, revision: Revision) -> dict[str, str]:
    """Name → alias, for every unit of the application and every person named in it or acting for its units."""
    members = application.members.select_related("organisation").order_by("kind", "id")
    units = [application.lead_host, *(member.organisation for member in members)]
    aliases = unit_aliases([[unit.name, unit.english_name, unit.code] for unit in units])
    held = Membership.objects.filter(organisation__in=units, role__in=HOST_ROLES).select_related("user")
    names = [membership.user.name for membership in held]
    for content in revision.content.get("drafts", {}).values():
        names += [str(content.get(code, "")) for code in PEOPLE]
        aliases |= {str(content[code]).strip(): HIDDEN for code in ADDRESSES if str(content.get(code, "")).strip()}
    return person_aliases(names) | aliases
