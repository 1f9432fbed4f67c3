"""Real dossiers, experts and notices for tests."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.accounts.builders import a_member, an_organisation
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.reviews.actions import freeze_dossier, open_notice
from zyk.reviews.enums import DossierKind
from zyk.reviews.models import Dossier, Expert, PublicNotice

CONTENT = [
    {
        "code": "basics",
        "title": {"zh": "基本信息", "en": "Basics"},
        "fields": [
            {"code": "name", "title": {"zh": "名称", "en": "Name"}, "type": "text", "value": "演示机电专业教学资源库"}
        ],
    }
]
CRITERIA: list[dict[str, Any]] = [
    {"code": "plan", "title": {"zh": "规划", "en": "Plan"}, "weight": 0.4, "maximum": 10, "guidance": None},
    {"code": "base", "title": {"zh": "基础", "en": "Base"}, "weight": None, "maximum": 10, "guidance": None},
]


def a_dossier(lead: Organisation | None = None, number: str | None = None, **changed: Any) -> Dossier:
    lead = lead or an_organisation()
    fields: dict[str, Any] = {
        "kind": DossierKind.CANDIDATE,
        "subject_uuid": uuid4(),
        "revision": 1,
        "number": number or f"2019-B-{uuid4().int % 10000:04}",
        "title": "演示机电专业教学资源库",
        "specialty_code": "460301",
        "organisations": [],
        "lead_organisation": lead,
        "content": CONTENT,
        "blind_content": CONTENT,
        "at": timezone.now(),
    }
    return freeze_dossier(**(fields | changed))


def an_expert(organisation: Organisation | None = None, **changed: Any) -> Expert:
    actor = a_member(Role.EXPERT, organisation)
    assert actor.user
    assert actor.organisation
    return Expert.objects.create(
        user=actor.user, organisation=actor.organisation, **({"title": "教授", "fields": ["4603"]} | changed)
    )


def as_actor(expert: Expert) -> Actor:
    return Actor(user=expert.user, membership=expert.user.memberships.select_related("organisation").get())


def a_notice(*dossiers: Dossier, opens_on: date | None = None, days: int = 6) -> PublicNotice:
    opens_on = opens_on or timezone.localdate()
    return open_notice(
        kind=DossierKind.CANDIDATE,
        title="备选项目申报材料公示",
        dossiers=dossiers or (a_dossier(),),
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=days),
        actor=a_member(Role.MINISTRY_OFFICER),
    )
