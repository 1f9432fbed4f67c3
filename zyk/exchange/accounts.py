"""The accounts of the money ledger: one a unit or person that is owed, and one for money paid from outside.

There is no payment gateway: a buyer pays by bank transfer, the seller notes the payment reference at
settlement, and `paid-in` stands for the money that came in."""

from zyk.accounts.models import Organisation, User
from zyk.exchange.models import MoneyAccount

PAID_IN = "clearing:paid-in"


def paid_in() -> MoneyAccount:
    account, _ = MoneyAccount.objects.get_or_create(
        code=PAID_IN, defaults={"title": "外部付款", "may_go_negative": True}
    )
    return account


def account_of_unit(organisation: Organisation) -> MoneyAccount:
    account, _ = MoneyAccount.objects.get_or_create(
        organisation=organisation,
        defaults={"code": f"organisation:{organisation.uuid}", "title": organisation.name},
    )
    return account


def account_of_person(person: User) -> MoneyAccount:
    account, _ = MoneyAccount.objects.get_or_create(
        person=person, defaults={"code": f"person:{person.uuid}", "title": person.name}
    )
    return account
