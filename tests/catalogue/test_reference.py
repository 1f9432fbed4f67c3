import io

import pytest
from django.core.management import call_command

from zyk.accounts.models import Organisation, Province
from zyk.catalogue.actions import load_catalogue
from zyk.catalogue.models import (
    Credential,
    LoadedList,
    Specialty,
    SpecialtyCategory,
    SpecialtyClass,
    SpecialtyCourse,
    SpecialtyOccupation,
    SpecialtyProfile,
    TeachingStandard,
)
from zyk.catalogue.queries import category_lines

pytestmark = pytest.mark.django_db
EXPECTED = {
    SpecialtyCategory: 57,
    SpecialtyClass: 277,
    Specialty: 1490,
    SpecialtyProfile: 1242,
    SpecialtyCourse: 17485,
    SpecialtyOccupation: 5550,
    TeachingStandard: 579,
    Credential: 351,
}


def counts() -> dict:
    return {model: model._default_manager.count() for model in EXPECTED}


def test_the_official_lists_load_whole_and_twice_is_as_once() -> None:
    load_catalogue()
    first = counts()
    assert first == EXPECTED
    identities = dict(Specialty.objects.values_list("code", "uuid"))
    load_catalogue()
    assert counts() == first
    assert dict(Specialty.objects.values_list("code", "uuid")) == identities
    lines = category_lines()
    assert (len(lines), sum(line.total for line in lines)) == (19, 1490)
    specialty = Specialty.objects.get(code="460701")
    assert (specialty.name, specialty.specialty_class.name) == ("汽车制造与试验技术", "汽车制造类")
    assert len(specialty.profile.ability_statements) == 8
    assert Specialty.objects.get(code="220202").added_in == 2025
    assert Specialty.objects.get(code="520401K").is_controlled


def test_the_command_loads_all_lists_and_then_skips_them() -> None:
    out = io.StringIO()
    call_command("load_reference_data", stdout=out)
    assert "courses 17485" in out.getvalue()
    assert (Province.objects.count(), Organisation.objects.count()) == (35, 1641)
    again = io.StringIO()
    call_command("load_reference_data", stdout=again)
    assert again.getvalue() == ""
    LoadedList.objects.filter(name="provinces").update(sha256="other")
    third = io.StringIO()
    call_command("load_reference_data", stdout=third)
    assert "provinces: 35" in third.getvalue()
    assert "schools" not in third.getvalue()
