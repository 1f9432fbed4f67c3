"""The accounts of the credit ledger: one a learner, and two of the bank itself.

Credit comes into being from `issued` (negative by as much as all learners hold together), and what is
converted goes to `converted`: both are the bank's, so the sum over all accounts stays zero."""

from zyk.accounts.models import User
from zyk.creditbank.models import CreditAccount

ISSUED = "bank:issued"
CONVERTED = "bank:converted"


def account_of(user: User) -> CreditAccount:
    """The learner's account, opened at first need."""
    account, _ = CreditAccount.objects.get_or_create(
        owner=user, defaults={"code": f"learner:{user.uuid}", "title": f"学分银行账户 {user.uuid.hex[:8]}"}
    )
    return account


def issued() -> CreditAccount:
    account, _ = CreditAccount.objects.get_or_create(
        code=ISSUED, defaults={"title": "已认定学分", "may_go_negative": True}
    )
    return account


def converted() -> CreditAccount:
    account, _ = CreditAccount.objects.get_or_create(code=CONVERTED, defaults={"title": "已转换学分"})
    return account
