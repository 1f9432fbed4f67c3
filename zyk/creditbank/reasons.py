"""Why an outcome does not fit a rule, in the learner's words."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "rule-not-in-force": _("这条转换规则还没有公布或尚未生效。"),
    "outcome-not-recognised": _("这项成果还没有被认定，认定后才能转换。"),
    "other-kind": _("这条规则不接受这一类成果。"),
    "other-course": _("这条规则只接受另一门课程的成果。"),
    "other-credential": _("这条规则只接受另一种证书或等级。"),
    "percent-too-low": _("成绩未达到规则要求的最低成绩。"),
    "credit-too-low": _("账户里的学分不够这次转换使用。"),
}


def words_of(reason: str) -> str:
    return str(REASONS[reason])
