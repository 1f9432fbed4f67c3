"""Libraries' facts and holdings as relations, for the formulas."""

from zyk.monitoring.relations.load import engine, load_holdings, load_library
from zyk.monitoring.relations.rollups import kept_rollups
from zyk.monitoring.relations.views import KeptSums, Side, look, look_at_rollups

__all__ = ["KeptSums", "Side", "engine", "kept_rollups", "load_holdings", "load_library", "look", "look_at_rollups"]
