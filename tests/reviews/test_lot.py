"""The lot and the counting of scores: pure rules, checked by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from tests.accounts.builders import a_member
from tests.reviews.builders import a_dossier, an_expert
from zyk.accounts.enums import Role
from zyk.reviews.actions import draw_panel
from zyk.reviews.actions.draw import protocol_of
from zyk.reviews.rules.assigning import Person, assigned
from zyk.reviews.rules.lot import drawn, faults_in, shortfalls
from zyk.reviews.rules.scores import Given, lines_of, severities_of


def entry(number: int, unit: str, province: str, *fields: str) -> dict:
    return {"expert": f"e{number}", "unit": unit, "province": province, "fields": list(fields)}


POOL = [entry(n, f"u{n % 5}", f"p{n % 3}", "4603" if n % 4 else "5601") for n in range(20)]


def test_quotas_hold_for_unit_province_and_field_and_the_same_seed_draws_the_same() -> None:
    quotas = {"per_unit": 1, "per_province": 2, "fields": {"56": 2}}
    result, reserve = drawn(POOL, size=5, seed="seed", quotas=quotas)
    chosen = [each for each in POOL if each["expert"] in result]
    assert len({each["unit"] for each in chosen}) == 5
    assert max(sum(each["province"] == place for each in chosen) for place in ("p0", "p1", "p2")) <= 2
    assert sum(each["fields"] == ["5601"] for each in chosen) >= 2
    assert sorted(result + reserve) == sorted(each["expert"] for each in POOL)
    assert drawn(POOL, size=5, seed="seed", quotas=quotas) == (result, reserve)
    assert drawn(POOL, size=5, seed="other", quotas=quotas)[0] != result
    assert shortfalls(POOL, result, size=5, quotas=quotas) == []
    narrow, _rest = drawn(POOL, size=6, seed="seed", quotas=quotas)
    assert shortfalls(POOL, narrow, size=6, quotas=quotas) == ["size"]


@pytest.mark.django_db
def test_the_exported_protocol_is_verified_without_the_database(tmp_path: Path) -> None:
    for _person in range(4):
        an_expert()
    officer = a_member(Role.MINISTRY_OFFICER)
    words: dict[str, Any] = {"title": "组", "size": 2, "seed": "s", "witness": "监督人", "at": timezone.now()}
    panel = draw_panel(dossiers=[a_dossier()], actor=officer, **words)
    assert panel.draw
    protocol = protocol_of(panel.draw)
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(protocol), "utf-8")
    call_command("verify_draw", str(file))
    call_command("verify_draw", str(panel.draw.uuid))
    for forged in (
        {"seed": "t"},
        {"pool": protocol["pool"][1:]},
        {"result": protocol["reserve"]},
        {"quotas": {"per_unit": 1, "fields": {"99": 1}}, "size": 1},
        {"frozen_at": "2000-01-01T00:00:00+00:00"},
    ):
        assert faults_in(protocol | forged) != []
        file.write_text(json.dumps(protocol | forged), "utf-8")
        with pytest.raises(ValidationError):
            call_command("verify_draw", str(file))
    file.write_text("{}", "utf-8")
    with pytest.raises(ValidationError, match="not a protocol"):
        call_command("verify_draw", str(file))


def test_the_flow_balances_load_keeps_units_apart_and_says_what_is_missing() -> None:
    people = {n: Person(n, free=2, held=0, unit=n // 2, province=f"p{n % 2}") for n in range(6)}
    candidates = {dossier: dict.fromkeys(people, 80) for dossier in range(4)}
    answer = assigned(dict.fromkeys(candidates, 3), people, candidates, seed="s")
    assert (len(answer.pairs), answer.missing) == (12, {})
    for dossier in candidates:
        assert len({people[expert].unit for held, expert in answer.pairs if held == dossier}) == 3
    assert assigned(dict.fromkeys(candidates, 3), people, candidates, seed="s") == answer
    near = assigned({0: 1}, people, {0: {1: 40, 3: 100, 5: 80}}, seed="s")
    assert near.pairs == [(0, 3)]
    short = assigned({0: 3}, people, {0: {0: 90, 1: 90, 2: 90}}, seed="s")
    assert (len(short.pairs), short.missing) == (2, {0: 1})


def test_scores_are_counted_raw_trimmed_and_corrected_and_the_strict_are_seen() -> None:
    """Expert 1 gives ten points less than 2 and 3 on all; dossier 9 was judged by him alone with 2."""
    given = [Given(d, e, 70.0 + d + (-10 if e == 1 else 0)) for d in range(9) for e in (1, 2, 3)]
    given += [Given(9, 1, 60.5), Given(9, 2, 70.5)]
    lines = lines_of(given, method="normalised")
    assert lines[0].raw == pytest.approx(66.67, abs=0.01)
    assert lines[0].trimmed is None
    assert lines[9].raw < lines[0].raw
    assert lines[9].normalised > lines[0].normalised
    assert (lines[9].raw_rank, lines[9].normalised_rank, lines[9].rank) == (10, 9, 9)
    strict = severities_of(given)[0]
    assert (strict.expert, round(strict.difference or 0)) == (1, -10)
    five = lines_of([Given(1, e, total) for e, total in enumerate([10, 70, 80, 90, 100])], spread_alert=20)
    assert (five[1].trimmed, five[1].is_spread) == (80, True)
    assert severities_of([Given(1, 1, 50.0), Given(1, 2, 60.0)])[0].difference is None
