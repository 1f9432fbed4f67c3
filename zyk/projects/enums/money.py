from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


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


class DisbursementState(TextChoices):
    """A payment of ministry money: planned by the ministry, asked for, paid, and confirmed by the host's finance."""

    PLANNED = "planned", _("计划")
    REQUESTED = "requested", _("已申请拨付")
    PAID = "paid", _("已拨付")
    RECEIVED = "received", _("已到账")

    @property
    def tone(self) -> Tone:
        return {"planned": Tone.IDLE, "requested": Tone.WAIT, "paid": Tone.NOW}.get(self.value, Tone.OK)


DISBURSEMENT_MOVES: Moves = {
    DisbursementState.PLANNED: frozenset({DisbursementState.REQUESTED}),
    DisbursementState.REQUESTED: frozenset({DisbursementState.PAID, DisbursementState.PLANNED}),
    DisbursementState.PAID: frozenset({DisbursementState.RECEIVED}),
    DisbursementState.RECEIVED: frozenset(),
}


class AdjustmentState(TextChoices):
    """A budget adjustment goes the same three levels as a quarter report; returned from any of them."""

    DRAFT = "draft", _("编制中")
    SUBMITTED = "submitted", _("待财务审核")
    FINANCE_PASSED = "finance-passed", _("待项目负责人审核")
    LEAD_PASSED = "lead-passed", _("待教育部批准")
    APPROVED = "approved", _("已批准，生效")
    RETURNED = "returned", _("退回修改")
    WITHDRAWN = "withdrawn", _("已撤回")

    @property
    def tone(self) -> Tone:
        return {
            "draft": Tone.NOW,
            "approved": Tone.OK,
            "returned": Tone.WARN,
            "withdrawn": Tone.IDLE,
        }.get(self.value, Tone.WAIT)


ADJUSTMENT_MOVES: Moves = {
    AdjustmentState.DRAFT: frozenset({AdjustmentState.SUBMITTED, AdjustmentState.WITHDRAWN}),
    AdjustmentState.RETURNED: frozenset({AdjustmentState.SUBMITTED, AdjustmentState.WITHDRAWN}),
    AdjustmentState.SUBMITTED: frozenset({AdjustmentState.FINANCE_PASSED, AdjustmentState.RETURNED}),
    AdjustmentState.FINANCE_PASSED: frozenset({AdjustmentState.LEAD_PASSED, AdjustmentState.RETURNED}),
    AdjustmentState.LEAD_PASSED: frozenset({AdjustmentState.APPROVED, AdjustmentState.RETURNED}),
    AdjustmentState.APPROVED: frozenset(),
    AdjustmentState.WITHDRAWN: frozenset(),
}
