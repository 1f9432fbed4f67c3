from django.db import models

from zyk.accounts.models import Organisation, User
from zyk.common.ledger import AbstractAccount, AbstractEntry, AbstractTransfer


class MoneyAccount(AbstractAccount):
    """What a unit or a person is owed, or (clearing account, no owner) what was paid from outside. Unit: fen."""

    organisation = models.OneToOneField(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="money_account"
    )
    person = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="money_account")


class MoneyTransfer(AbstractTransfer):
    pass


class MoneyEntry(AbstractEntry):
    account = models.ForeignKey(MoneyAccount, on_delete=models.PROTECT, related_name="entries")
    transfer = models.ForeignKey(MoneyTransfer, on_delete=models.PROTECT, related_name="entries")
