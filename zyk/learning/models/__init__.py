from zyk.learning.models.enrolment import Enrolment, Note, Progress, RunAttempt
from zyk.learning.models.run import CourseRun

__all__ = ["CourseRun", "Enrolment", "Note", "Progress", "RunAttempt"]
