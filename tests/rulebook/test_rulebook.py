from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from tests.accounts.builders import a_member
from tests.rulebook.builders import INVENTED_2031, NOTICE_2019, rulebook_2019, rulebook_2031
from zyk.accounts.enums import Role
from zyk.common.audit import SYSTEM, history_of
from zyk.common.moves import NotInThisState
from zyk.rulebook.actions import FrozenRulebook, freeze_rulebook, load_rulebook, set_figure
from zyk.rulebook.figures import figure_at
from zyk.rulebook.models import Rulebook
from zyk.rulebook.queries import newest, rulebook_for_year

pytestmark = pytest.mark.django_db
CHANGED = NOTICE_2019.replace("threshold: 1000", "threshold: 1200", 1)


def test_loading_the_same_text_again_changes_nothing() -> None:
    first = rulebook_2019()
    again = load_rulebook("\ufeff" + NOTICE_2019.replace("\n", "\r\n"), actor=SYSTEM)
    assert again == first
    assert first.versions.count() == 1
    assert history_of(first).count() == 1


def test_a_new_version_is_kept_beside_the_old_one() -> None:
    rulebook = rulebook_2019()
    officer = a_member(Role.MINISTRY_OFFICER)
    load_rulebook(CHANGED, actor=officer, replacing=rulebook.sha256)
    rulebook.refresh_from_db()
    assert rulebook.edition.conditions[0].threshold == 1200
    assert [version.source for version in rulebook.versions.all()] == [CHANGED, NOTICE_2019]


def test_what_another_person_changed_meanwhile_is_not_lost() -> None:
    rulebook = rulebook_2019()
    seen = rulebook.sha256
    load_rulebook(CHANGED, actor=SYSTEM)
    with pytest.raises(NotInThisState):
        load_rulebook(NOTICE_2019 + "# mine\n", actor=SYSTEM, replacing=seen)
    assert Rulebook.objects.get().source == CHANGED


def test_a_frozen_rulebook_refuses_every_change() -> None:
    rulebook = freeze_rulebook(rulebook_2019(), actor=a_member(Role.MINISTRY_OFFICER))
    freeze_rulebook(rulebook, actor=SYSTEM)
    with pytest.raises(FrozenRulebook):
        load_rulebook(CHANGED, actor=SYSTEM)
    with pytest.raises(FrozenRulebook):
        set_figure(rulebook, "notice_working_days", 5, basis="教职成厅函", actor=SYSTEM)
    assert load_rulebook(NOTICE_2019, actor=SYSTEM).source == NOTICE_2019
    assert [entry.verb for entry in history_of(rulebook)] == ["freeze", "load"]


@pytest.mark.parametrize("role", [Role.PROVINCE_OFFICER, Role.REVIEW_SECRETARY, Role.HOST_EDITOR])
def test_only_the_ministry_officer_writes_rules(role: Role) -> None:
    rulebook = rulebook_2019()
    actor = a_member(role)
    with pytest.raises(PermissionDenied):
        load_rulebook(CHANGED, actor=actor)
    with pytest.raises(PermissionDenied):
        freeze_rulebook(rulebook, actor=actor)
    with pytest.raises(PermissionDenied):
        set_figure(rulebook, "notice_working_days", 5, basis="教职成厅函", actor=actor)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("notice_working_days", 5),
        ("review/minimum_reviews", 3),
        ("spending_lines/3/limit", 0.35),
        ("indicators/active_user_share/threshold", 0.4),
        ("score_sheets/acceptance/criteria/promotion/weight", 0.2),
        ("acceptance/postponements_allowed", 1),
        ("forms/candidate/sections/goals/fields/goals/max_length", 1500),
        ("platform_requirements/availability/threshold", 99.9),
    ],
)
def test_an_unknown_figure_can_be_set_with_its_basis(place: str, value: float) -> None:
    rulebook = set_figure(
        rulebook_2019(), place, value, basis="某函〔2019〕“试”", actor=a_member(Role.MINISTRY_OFFICER)
    )
    found = figure_at(rulebook.edition, place)
    assert found is not None
    assert found.value == value
    assert [(entry.place, entry.basis) for entry in rulebook.edition.settled] == [(place, "某函〔2019〕“试”")]
    kept = [line for line in NOTICE_2019.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in rulebook.source.splitlines() if line.lstrip().startswith("#")] == kept


def test_figures_are_set_one_after_the_other_but_each_once() -> None:
    rulebook = rulebook_2019()
    for place in ("notice_working_days", "review/panel_size", "recommendation/quota"):
        rulebook = set_figure(rulebook, place, 5, basis="教职成厅函", actor=SYSTEM)
    assert sorted(entry.place for entry in rulebook.edition.settled) == [
        "notice_working_days",
        "recommendation/quota",
        "review/panel_size",
    ]
    with pytest.raises(ValidationError):
        set_figure(rulebook, "notice_working_days", 7, basis="教职成厅函", actor=SYSTEM)
    with pytest.raises(ValidationError):
        set_figure(rulebook, "windows/candidate_online/opens_on", 7, basis="教职成厅函", actor=SYSTEM)
    with pytest.raises(ValidationError):
        set_figure(
            rulebook, "score_sheets/acceptance/criteria/promotion/weight", 0.95, basis="教职成厅函", actor=SYSTEM
        )


def test_the_edition_read_from_the_database_is_the_one_that_was_loaded() -> None:
    rulebook_2019()
    stored = Rulebook.objects.get(code="2019")
    assert stored.edition.window_of("upgrade", "online") is not None
    assert stored.edition.indicator("question_use_share").threshold == 0.6  # type: ignore[union-attr]
    assert stored.edition.forms["candidate"].field("budget").type == "budget"


def test_the_newest_edition_of_a_year_is_found() -> None:
    assert newest() is None
    old, new = rulebook_2019(), rulebook_2031()
    assert rulebook_for_year(2019) == old
    assert rulebook_for_year(2020) is None
    assert newest() == new


def test_the_command_loads_the_shipped_editions_and_never_undoes_the_ministry() -> None:
    call_command("load_rulebook")
    call_command("load_rulebook")
    rulebook = Rulebook.objects.get()
    assert rulebook.versions.count() == 1
    set_figure(rulebook, "notice_working_days", 5, basis="教职成厅函", actor=a_member(Role.MINISTRY_OFFICER))
    call_command("load_rulebook")
    assert Rulebook.objects.get().edition.notice_working_days == 5


def test_the_command_names_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(INVENTED_2031.replace("threshold: 5000", "threshold: many", 1), encoding="utf-8")
    with pytest.raises(CommandError, match="conditions › users › threshold"):
        call_command("load_rulebook", file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_rulebook", tmp_path / "missing.yaml")
    assert not Rulebook.objects.exists()
