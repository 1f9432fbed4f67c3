"""Dossier (a frozen copy of what was submitted), public notice, objections, experts, draws, panels, reviews."""
