from zyk.catalogue.actions.reference import load_catalogue

__all__ = ["load_catalogue"]
