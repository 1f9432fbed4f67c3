from collections.abc import Iterator

from zyk.common.checks import must_hold
from zyk.common.ledger import faults
from zyk.exchange.models import MoneyEntry


@must_hold("money ledger")
def money_ledger_faults() -> Iterator[str]:
    yield from faults(MoneyEntry)
