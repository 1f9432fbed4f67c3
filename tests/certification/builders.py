"""Standards and certifications for tests of this context and those above."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from django.utils import timezone

from tests.library.builders import a_library, a_resource, leader_of, on_team
from zyk.accounts.actor import Actor
from zyk.certification.actions import (
    Requirement,
    conclude_certification,
    draft_standard,
    put_in_force,
    request_certification,
    take_up_certification,
)
from zyk.certification.enums import BaseStandard
from zyk.certification.models import Certification, CertificationStandard
from zyk.library.enums import TeamRole
from zyk.library.models import Library, Resource

KEYWORDS = Requirement("至少两个关键词", "keywords", Decimal(1), Decimal(2))
BY_PERSON = Requirement("内容准确，无政治性、科学性错误")
_numbers = count(1)


def a_standard(
    library: Library,
    requirements: Sequence[Requirement] = (KEYWORDS, BY_PERSON),
    base: BaseStandard = BaseStandard.TEACHING,
    title: str = "",
    in_force: bool = True,
) -> CertificationStandard:
    standard = draft_standard(
        library,
        title=title or f"资源认证标准{next(_numbers)}",
        base=base,
        base_title="高等职业学校机电一体化技术专业教学标准",
        how_higher="关键词与内容审核均高于国家要求。",
        requirements=requirements,
        actor=leader_of(library),
    )
    if in_force:
        put_in_force(standard, actor=leader_of(library), today=timezone.localdate())
    return standard


def a_certifiable(
    library: Library | None = None, maker: Actor | None = None, keywords: str = "制动器，间隙"
) -> Resource:
    """A published resource made by an editor of the team, so that the leader may review it."""
    library = library or a_library()
    return a_resource(library, actor=maker or on_team(library), keywords=keywords)


def a_request(resource: Resource, standard: CertificationStandard, actor: Actor | None = None) -> Certification:
    version = resource.current_version
    assert version
    actor = actor or on_team(resource.library)
    return request_certification(version, standard=standard, actor=actor, at=timezone.now())


def taken_up(certification: Certification, reviewer: Actor | None = None) -> tuple[Certification, Actor]:
    reviewer = reviewer or on_team(certification.standard.library, TeamRole.REVIEWER)
    take_up_certification(certification, actor=reviewer)
    return certification, reviewer


def concluded(certification: Certification, reviewer: Actor, is_met: bool = True) -> Certification:
    open_results = certification.results.filter(is_automatic=False)
    return conclude_certification(
        certification,
        judgements={result.criterion_id: is_met for result in open_results},
        opinion="内容准确，画面清楚。",
        actor=reviewer,
        at=timezone.now(),
    )


def a_certified(library: Library | None = None, standard: CertificationStandard | None = None) -> Certification:
    resource = a_certifiable(library)
    standard = standard or a_standard(resource.library)
    return concluded(*taken_up(a_request(resource, standard)))
