"""Specialties, their profiles, teaching standards, 1+X credentials."""
