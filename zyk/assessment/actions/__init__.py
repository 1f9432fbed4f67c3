from zyk.assessment.actions.assessment import (
    close_assessment,
    create_assessment,
    drop_question,
    edit_assessment,
    move_question,
    pick_questions,
    publish_assessment,
    set_points,
)
from zyk.assessment.actions.attempt import grade_attempt, save_answers, start_attempt, submit_attempt
from zyk.assessment.actions.bank import add_question, create_bank, edit_question, retire_question
from zyk.assessment.actions.imports import import_questions

__all__ = [
    "add_question",
    "close_assessment",
    "create_assessment",
    "create_bank",
    "drop_question",
    "edit_assessment",
    "edit_question",
    "grade_attempt",
    "import_questions",
    "move_question",
    "pick_questions",
    "publish_assessment",
    "retire_question",
    "save_answers",
    "set_points",
    "start_attempt",
    "submit_attempt",
]
