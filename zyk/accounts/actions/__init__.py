from zyk.accounts.actions.reference import load_provinces, load_schools

__all__ = ["load_provinces", "load_schools"]
