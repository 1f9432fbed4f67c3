from zyk.assessment.models.assessment import Assessment, AssessmentQuestion
from zyk.assessment.models.attempt import Answer, Attempt, Grade
from zyk.assessment.models.bank import Question, QuestionBank

__all__ = ["Answer", "Assessment", "AssessmentQuestion", "Attempt", "Grade", "Question", "QuestionBank"]
