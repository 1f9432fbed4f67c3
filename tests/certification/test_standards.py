"""Standards: written by the leader, above the national base, one in force a base."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.accounts.builders import a_member
from tests.certification.builders import BY_PERSON, KEYWORDS, a_standard
from tests.library.builders import a_library, leader_of, on_team
from zyk.accounts.actor import VISITOR
from zyk.accounts.enums import Role
from zyk.certification.actions import Requirement, draft_standard, edit_standard, put_in_force
from zyk.certification.enums import BaseStandard, StandardState
from zyk.certification.models import CertificationStandard
from zyk.certification.queries import starting_values
from zyk.common.moves import NotInThisState
from zyk.library.enums import TeamRole

pytestmark = pytest.mark.django_db
LOWER = Requirement("至少三个关键词", "keywords", Decimal(3), Decimal(2))
SAME = Requirement("至少三个关键词", "keywords", Decimal(3), Decimal(3))
LONGER = Requirement("时长", "duration", Decimal(600), Decimal(900))
SHORTER = Requirement("时长", "duration", Decimal(900), Decimal(600))
UNSAID = Requirement("课时", "", Decimal(16), None)


@pytest.mark.parametrize("role", [TeamRole.EDITOR, TeamRole.REVIEWER])
def test_only_the_leader_writes_and_puts_in_force(role: TeamRole) -> None:
    library = a_library()
    draft = a_standard(library, in_force=False)
    for actor in (on_team(library, role), a_member(Role.MINISTRY_OFFICER), VISITOR):
        with pytest.raises(PermissionDenied):
            put_in_force(draft, actor=actor, today=timezone.localdate())
        with pytest.raises(PermissionDenied):
            draft_standard(
                library,
                title="标准",
                base=BaseStandard.COURSE,
                base_title="课程标准",
                how_higher="",
                requirements=[KEYWORDS],
                actor=actor,
            )


@pytest.mark.parametrize(
    ("requirements", "faults"),
    [
        ([KEYWORDS, LOWER], ["criterion-2"]),
        ([LONGER, LOWER], ["criterion-1", "criterion-2"]),
        ([BY_PERSON, UNSAID], ["criterion-2"]),
        ([SAME], ["criteria"]),
        ([], ["criteria"]),
    ],
)
def test_a_standard_not_above_the_base_is_refused_where_it_falls_short(
    requirements: list[Requirement], faults: list[str]
) -> None:
    library = a_library()
    draft = a_standard(library, requirements, in_force=False)
    with pytest.raises(ValidationError) as refused:
        put_in_force(draft, actor=leader_of(library), today=timezone.localdate())
    assert sorted(refused.value.message_dict) == faults
    draft.refresh_from_db()
    assert draft.state == StandardState.DRAFT


@pytest.mark.parametrize("requirements", [[SHORTER], [SAME, BY_PERSON], [SAME, KEYWORDS]])
def test_one_truly_higher_requirement_suffices(requirements: list[Requirement]) -> None:
    assert a_standard(a_library(), requirements).state == StandardState.IN_FORCE


def test_the_next_version_takes_the_place_of_the_one_before() -> None:
    library = a_library()
    first = a_standard(library, title="标准")
    second = a_standard(library, title="标准")
    other = a_standard(library, title="课程", base=BaseStandard.COURSE)
    first.refresh_from_db()
    assert (first.state, second.version, second.state) == (StandardState.SUPERSEDED, 2, StandardState.IN_FORCE)
    assert other.state == StandardState.IN_FORCE


def test_it_is_put_in_force_once() -> None:
    library = a_library()
    standard = a_standard(library)
    with pytest.raises(NotInThisState):
        put_in_force(standard, actor=leader_of(library), today=timezone.localdate())
    standard.refresh_from_db()
    assert standard.state == StandardState.IN_FORCE


def test_a_draft_is_edited_and_what_is_in_force_is_not() -> None:
    library = a_library()
    draft = a_standard(library, [LOWER], in_force=False)
    words = {"base": BaseStandard.COURSE, "base_title": "课程标准", "how_higher": "更高"}
    edited = edit_standard(draft, requirements=[KEYWORDS], actor=leader_of(library), **words)
    assert [criterion.title for criterion in edited.criteria.all()] == [KEYWORDS.title]
    with pytest.raises(PermissionDenied):
        edit_standard(draft, requirements=[KEYWORDS], actor=on_team(library), **words)
    put_in_force(edited, actor=leader_of(library), today=timezone.localdate())
    with pytest.raises(NotInThisState):
        edit_standard(edited, requirements=[LOWER], actor=leader_of(library), **words)


@pytest.mark.parametrize("requirement", [Requirement("响度", "loudness"), Requirement("关键词", "keywords")])
def test_an_automatic_criterion_needs_a_check_we_have_and_a_figure(requirement: Requirement) -> None:
    with pytest.raises(ValidationError) as refused:
        a_standard(a_library(), [requirement])
    assert list(refused.value.message_dict) == ["criteria"]


def test_drafts_are_seen_by_the_team_and_the_ministry_only() -> None:
    library = a_library()
    draft = a_standard(library, in_force=False)
    seen = CertificationStandard.objects.visible_to
    assert list(seen(on_team(library))) == [draft]
    assert list(seen(a_member(Role.MINISTRY_OFFICER))) == [draft]
    assert list(seen(a_member(Role.TEACHER, library.lead_host))) == []
    assert list(seen(VISITOR)) == []


def test_starting_values_come_from_the_rulebook_where_there_is_such_a_check() -> None:
    from tests.rulebook.builders import rulebook_2019

    assert list(starting_values()) == []
    rulebook_2019()
    assert [(value.check_name, value.parameter.threshold) for value in starting_values()] == [
        ("picture-height", 576),
        ("duration", 900),
    ]
