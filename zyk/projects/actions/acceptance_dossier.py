"""The material of an acceptance frozen for the public, the province and the panel."""

from datetime import datetime
from typing import Any

from django.conf import settings

from zyk.projects.models import Acceptance
from zyk.projects.queries.self_review import CHINESE, ENGLISH, SECTIONS
from zyk.reviews.actions import freeze_dossier
from zyk.reviews.enums import DossierKind
from zyk.reviews.models import Dossier


def freeze_acceptance(acceptance: Acceptance, *, at: datetime) -> Dossier:
    """The material as the public, the province and the panel read it; each handing in is a revision of its own."""
    project = acceptance.project
    earlier = Dossier.objects.filter(subject_uuid=acceptance.uuid).count()
    edition = acceptance.cycle.rulebook.edition
    titles = {material.code: material.title.zh for material in edition.acceptance.materials}
    content = _content(acceptance)
    members = project.application.members.filter(confirmed_at__isnull=False).select_related("organisation")
    return freeze_dossier(
        kind=DossierKind.ACCEPTANCE,
        subject_uuid=acceptance.uuid,
        revision=earlier + 1,
        number=f"{project.code}-{acceptance.attempt}",
        title=project.library.name,
        specialty_code=project.library.specialty.code,
        specialty_name=project.library.specialty.name,
        organisations=[member.organisation for member in members],
        lead_organisation=project.lead_host,
        content=content,
        blind_content=content,  # a panel of acceptance knows whom it judges
        files=[
            (each.slot, titles.get(each.slot, each.slot), each.file, each.name, False)
            for each in acceptance.materials.select_related("file")
        ],
        at=at,
    )


def _content(acceptance: Acceptance) -> list[dict[str, Any]]:
    url = f"{settings.ZYK_BASE_URL}/projects/acceptances/{acceptance.uuid}/trial/"
    sections = [
        {
            "code": "trial",
            "title": {"zh": "试用入口", "en": "Try the library"},
            "fields": [_field("trial", "试用资源库、查看监测数据", "Try the library and see its figures", "text", url)],
        }
    ]
    for code in SECTIONS:
        fields = []
        if text := acceptance.texts.get(code):
            fields.append(_field(f"{code}_text", "说明", "Words", "long_text", text))
        if table := acceptance.figures.get(code):
            fields.append(_field(f"{code}_figures", "数据", "Figures", "table", table))
        if fields:
            sections.append({"code": code, "title": {"zh": CHINESE[code], "en": ENGLISH[code]}, "fields": fields})
    return sections


def _field(code: str, zh: str, en: str, kind: str, value: Any) -> dict[str, Any]:
    return {"code": code, "title": {"zh": zh, "en": en}, "type": kind, "value": value}
