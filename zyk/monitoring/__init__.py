"""Indicators computed from records and library rows, raw and credible, each traceable to its records."""
