"""Question banks, assessments, attempts, grades."""
