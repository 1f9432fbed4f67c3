"""Course runs, enrolments, progress."""
