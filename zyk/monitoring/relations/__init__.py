"""One library's facts and holdings as relations, for the formulas."""

from zyk.monitoring.relations.load import engine, load_library
from zyk.monitoring.relations.views import Side, look

__all__ = ["Side", "engine", "load_library", "look"]
