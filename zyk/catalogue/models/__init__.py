from zyk.catalogue.models.credential import Credential
from zyk.catalogue.models.lists import LoadedList, SpecialtyImport
from zyk.catalogue.models.profile import SpecialtyCourse, SpecialtyOccupation, SpecialtyProfile, TeachingStandard
from zyk.catalogue.models.specialty import Specialty, SpecialtyCategory, SpecialtyClass

__all__ = [
    "Credential",
    "LoadedList",
    "Specialty",
    "SpecialtyCategory",
    "SpecialtyClass",
    "SpecialtyCourse",
    "SpecialtyImport",
    "SpecialtyOccupation",
    "SpecialtyProfile",
    "TeachingStandard",
]
