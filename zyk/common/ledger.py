"""Double-entry ledgers, append-only. Two contexts keep one each: credit (hundredths of a credit) and money (fen).

Entries are inserted; a mistake is mended by a counter-transfer; a balance is a sum; the sum over all
accounts is zero, asserted on the way in and checked again by `zyk check`."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _


class AbstractAccount(models.Model):
    """One side of the book. `may_go_negative` marks issuing and clearing accounts."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    may_go_negative = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class AbstractTransfer(models.Model):
    """One event in the book; its entries sum to zero. The idempotency key makes repeating it harmless."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    idempotency_key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()
    description = models.CharField(max_length=300)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal")

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.description


class AbstractEntry(models.Model):
    """Concrete classes add `account` and `transfer` foreign keys (PROTECT, related_name="entries")."""

    amount = models.BigIntegerField()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("ledger entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("ledger entries are never deleted")


@transaction.atomic
def post(
    entry_model: Any,
    *,
    key: str,
    amounts: Mapping[Any, int],
    at: Any,
    description: str,
    reverses: Any = None,
) -> Any:
    """Write one transfer of `amounts` (saved account → signed amount, summing to zero) and return it.

    A key already used returns the first transfer unchanged. ValidationError when an account without
    `may_go_negative` would fall below zero."""
    transfer_model = entry_model._meta.get_field("transfer").related_model
    amounts = {account: amount for account, amount in amounts.items() if amount}
    if sum(amounts.values()) != 0 or not amounts:
        raise ValueError("a transfer must move something and sum to zero")
    # Lock the accounts in one order, so that two transfers never wait for each other.
    account_model = entry_model._meta.get_field("account").related_model
    list(account_model.objects.select_for_update().filter(pk__in=[a.pk for a in amounts]).order_by("pk"))
    transfer, is_new = transfer_model.objects.get_or_create(
        idempotency_key=key, defaults={"at": at, "description": description, "reverses": reverses}
    )
    if not is_new:
        return transfer
    for account, amount in amounts.items():
        if amount < 0 and not account.may_go_negative and balance_of(account) + amount < 0:
            raise ValidationError(_("账户“%(account)s”余额不足。"), params={"account": account.title})
    entry_model.objects.bulk_create(
        entry_model(account=account, transfer=transfer, amount=amount) for account, amount in amounts.items()
    )
    return transfer


def balance_of(account: Any) -> int:
    return account.entries.aggregate(total=Sum("amount"))["total"] or 0


def faults(entry_model: Any) -> Iterator[str]:
    """Yield what breaks the ledger: transfers that do not sum to zero, accounts below zero."""
    label = entry_model._meta.label
    for row in entry_model.objects.values("transfer_id").annotate(total=Sum("amount")).exclude(total=0):
        yield f"{label}: transfer {row['transfer_id']} sums to {row['total']}"
    below = (
        entry_model.objects.values("account_id", code=F("account__code"))
        .filter(account__may_go_negative=False)
        .annotate(total=Sum("amount"))
        .filter(total__lt=0)
    )
    for row in below:
        yield f"{label}: account {row['code']} is below zero ({row['total']})"
