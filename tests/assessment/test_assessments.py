import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, signed_in
from tests.assessment.builders import a_bank, a_question, an_assessment
from tests.library.builders import a_course, leader_of
from zyk.accounts.enums import Role
from zyk.assessment.actions import (
    close_assessment,
    create_assessment,
    move_question,
    pick_questions,
    publish_assessment,
    retire_question,
    set_points,
)
from zyk.assessment.enums import AssessmentState, QuestionKind
from zyk.assessment.models import Assessment
from zyk.common.moves import NotInThisState
from zyk.library.actions import derive_course

pytestmark = pytest.mark.django_db
BOTH = (QuestionKind.SINGLE, QuestionKind.FILL)


def test_an_assessment_is_put_together_on_its_pages(client: Client) -> None:
    course = a_course()
    bank = a_bank(course.library)
    first, second = a_question(bank), a_question(bank, QuestionKind.ESSAY)
    signed_in(client, leader_of(course.library))
    url = reverse("assessment:new_assessment", args=[course.uuid])
    client.post(url, {"title": "期末考试", "kind": "exam", "pass_percent": 60, "module": course.modules.all()[0].pk})
    made = Assessment.objects.get()
    client.post(reverse("assessment:pick", args=[made.uuid]), {"question": [first.pk, second.pk]})
    items = list(made.items.all())
    client.post(
        reverse("assessment:change", args=[made.uuid]),
        {f"points-{items[0].pk}": "5", f"points-{items[1].pk}": "2.5", "act": f"down-{items[0].pk}"},
    )
    kept = list(made.items.values_list("question__kind", "points_hundredths"))
    assert sorted(kept) == [("essay", 250), ("single", 500)]
    assert made.items.all()[1].pk == items[0].pk
    assert client.get(reverse("assessment:assessment", args=[made.uuid])).status_code == 200
    client.post(reverse("assessment:publish", args=[made.uuid]))
    made.refresh_from_db()
    assert made.state == AssessmentState.PUBLISHED
    assert client.get(reverse("assessment:assessment", args=[made.uuid])).status_code == 200
    assert client.get(reverse("assessment:assessments", args=[course.uuid])).status_code == 200


def test_a_published_assessment_is_changed_no_more() -> None:
    made = an_assessment(kinds=BOTH)
    leader, item = leader_of(made.course.library), made.items.all()[0]
    with pytest.raises(NotInThisState):
        set_points(made, points={item.pk: 500}, actor=leader)
    with pytest.raises(NotInThisState):
        move_question(item, step=1, actor=leader)
    close_assessment(made, actor=leader)
    publish_assessment(made, actor=leader)
    assert made.state == AssessmentState.PUBLISHED


def test_an_empty_assessment_is_not_published() -> None:
    course = a_course()
    leader = leader_of(course.library)
    made = create_assessment(course, title="空", actor=leader)
    with pytest.raises(ValidationError):
        publish_assessment(made, actor=leader)


def test_only_questions_in_use_of_the_own_library_are_picked() -> None:
    made = an_assessment(published=False)
    leader = leader_of(made.course.library)
    retired = a_question(a_bank(made.course.library))
    retire_question(retired, is_retired=True, actor=leader)
    retired.refresh_from_db()
    for question in (a_question(), retired):
        with pytest.raises(ValidationError):
            pick_questions(made, questions=[question], actor=leader)
    assert pick_questions(made, questions=[made.items.get().question], actor=leader) == 0
    assert made.items.count() == 1


def test_the_owner_of_a_personalised_course_makes_its_assessments_and_nobody_else() -> None:
    course, teacher = a_course(), a_member(Role.TEACHER)
    own = derive_course(course, actor=teacher)
    question = a_question(a_bank(course.library))
    assert create_assessment(own, title="小测", questions=[question], actor=teacher).items.count() == 1
    with pytest.raises(PermissionDenied):
        create_assessment(own, title="小测", questions=[question], actor=leader_of(course.library))
    with pytest.raises(PermissionDenied):
        create_assessment(course, title="小测", questions=[question], actor=teacher)


def test_points_that_are_no_number_are_refused_on_the_page(client: Client) -> None:
    made = an_assessment(published=False)
    signed_in(client, leader_of(made.course.library))
    item = made.items.get()
    for text in ("五", "NaN", "-1", "1e9", "Infinity"):
        response = client.post(reverse("assessment:change", args=[made.uuid]), {f"points-{item.pk}": text}, follow=True)
        assert response.status_code == 200
    item.refresh_from_db()
    assert item.points_hundredths == 100


def test_a_double_click_makes_one_assessment(client: Client) -> None:
    course = a_course()
    signed_in(client, leader_of(course.library))
    form = {"title": "小测", "kind": "quiz", "pass_percent": 60, "once": str(uuid.uuid4())}
    for _ in range(2):
        client.post(reverse("assessment:new_assessment", args=[course.uuid]), form)
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STUDENT, Role.PUBLIC_LEARNER, Role.MINISTRY_OFFICER])
def test_an_assessment_is_open_to_its_makers_only(client: Client, role: str) -> None:
    made = an_assessment()
    signed_in(client, a_member(role))
    for name in ("assessment", "settings"):
        assert client.get(reverse(f"assessment:{name}", args=[made.uuid])).status_code == 404
    for name in ("change", "pick", "publish", "close"):
        assert client.post(reverse(f"assessment:{name}", args=[made.uuid])).status_code == 404
    for name in ("assessments", "new_assessment"):
        assert client.get(reverse(f"assessment:{name}", args=[made.course.uuid])).status_code == 404
