"""Sessions of use and how credible they are: signals over a day of one library's records, scored by the rulebook."""

from zyk.monitoring.sessions.features import Features, measure
from zyk.monitoring.sessions.tables import RELATIONS, load

__all__ = ["RELATIONS", "Features", "load", "measure"]
