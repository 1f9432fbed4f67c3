from zyk.assessment.actions.assessment import close_assessment, create_assessment, publish_assessment
from zyk.assessment.actions.attempt import grade_attempt, save_answers, start_attempt, submit_attempt
from zyk.assessment.actions.bank import add_question, create_bank

__all__ = [
    "add_question",
    "close_assessment",
    "create_assessment",
    "create_bank",
    "grade_attempt",
    "publish_assessment",
    "save_answers",
    "start_attempt",
    "submit_attempt",
]
