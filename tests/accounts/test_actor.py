import pytest
from django.test import Client

from tests.accounts.builders import a_member, a_user, an_organisation, signed_in
from zyk.accounts.actor import VISITOR, Actor
from zyk.accounts.enums import Role, UserKind
from zyk.accounts.queries import actor_of

pytestmark = pytest.mark.django_db


def test_a_social_learner_has_his_role_without_an_organisation() -> None:
    learner = a_member(Role.PUBLIC_LEARNER)
    assert learner.role == Role.PUBLIC_LEARNER
    assert learner.organisation is None


def test_a_teacher_without_a_capacity_has_no_role() -> None:
    assert Actor(user=a_user(UserKind.TEACHER)).role == ""
    assert VISITOR.role == ""


def test_a_person_with_two_roles_acts_in_the_one_he_chose() -> None:
    school = an_organisation()
    editor = a_member(Role.HOST_EDITOR, school)
    expert = a_member(Role.EXPERT, school, user=editor.user)
    assert actor_of(editor.user, expert.membership.pk).role == Role.EXPERT
    assert actor_of(editor.user, None).role == Role.HOST_EDITOR
    assert actor_of(editor.user, -1).role == Role.HOST_EDITOR


def test_the_builder_signs_in_with_the_capacity(client: Client) -> None:
    actor = a_member(Role.EXPERT)
    assert signed_in(client, actor).session["membership"] == actor.membership.pk
