from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FundSource(TextChoices):
    """The four sources of a project's money; the last three together are the raised funds (项目筹措资金)."""

    MINISTRY = "ministry", _("部本专项资金")
    LOCAL = "local", _("举办方或地方财政投入资金")
    ENTERPRISE = "enterprise", _("行业企业支持资金")
    SCHOOL = "school", _("相关院校自筹资金")


class BudgetScope(TextChoices):
    """Each project has three budgets."""

    TOTAL = "total", _("项目总预算")
    YEAR_1 = "year-1", _("第一年度预算")
    YEAR_2 = "year-2", _("第二年度预算")


class Direction(TextChoices):
    RECEIVED = "received", _("到账")
    SPENT = "spent", _("支出")
