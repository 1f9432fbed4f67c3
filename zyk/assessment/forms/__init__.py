from zyk.assessment.forms.assessment import AssessmentForm
from zyk.assessment.forms.bank import BankForm, WorksheetForm
from zyk.assessment.forms.question import QuestionForm

__all__ = ["AssessmentForm", "BankForm", "QuestionForm", "WorksheetForm"]
