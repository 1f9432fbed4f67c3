"""Alliances of schools and enterprises, their members and agreements."""
