from zyk.learning.models.enrolment import Enrolment, Progress, RunAttempt
from zyk.learning.models.run import CourseRun

__all__ = ["CourseRun", "Enrolment", "Progress", "RunAttempt"]
