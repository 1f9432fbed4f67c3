from django.db import models

from zyk.accounts.models import User
from zyk.common.ledger import AbstractAccount, AbstractEntry, AbstractTransfer


class CreditAccount(AbstractAccount):
    """学分银行账户: a learner's own, or an issuing account of the bank (no owner). Unit: hundredths of a credit."""

    owner = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="credit_account")


class CreditTransfer(AbstractTransfer):
    pass


class CreditEntry(AbstractEntry):
    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="entries")
    transfer = models.ForeignKey(CreditTransfer, on_delete=models.PROTECT, related_name="entries")
