"""Specialties for tests of every context."""

from zyk.catalogue.enums import LEVEL_BY_NAME, Level
from zyk.catalogue.models import Credential, Specialty, SpecialtyCategory, SpecialtyClass

NAME_OF_LEVEL = {level: name for name, level in LEVEL_BY_NAME.items()}


def a_specialty(
    code: str = "460701",
    name: str = "汽车制造与试验技术",
    level: Level = Level.JUNIOR_COLLEGE,
    *,
    category: str = "装备制造大类",
    class_name: str = "汽车制造类",
) -> Specialty:
    """The specialty with this code, made with its class and category when it is not there."""
    of_category, _made = SpecialtyCategory.objects.get_or_create(
        code=code[:2], defaults={"name": category, "level": level}
    )
    of_class, _made = SpecialtyClass.objects.get_or_create(
        code=code[:4], defaults={"name": class_name, "category": of_category}
    )
    return Specialty.objects.get_or_create(
        code=code, defaults={"name": name, "level": level, "specialty_class": of_class}
    )[0]


def a_credential(name: str = "智能新能源汽车", *specialties: Specialty, **fields: object) -> Credential:
    credential = Credential.objects.create(name=name, **fields)
    credential.specialties.set(specialties)
    return credential
