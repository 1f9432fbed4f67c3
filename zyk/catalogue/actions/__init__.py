from zyk.catalogue.actions.reference import load_catalogue
from zyk.catalogue.actions.specialty_import import confirm_specialty_import, stage_specialties

__all__ = ["confirm_specialty_import", "load_catalogue", "stage_specialties"]
