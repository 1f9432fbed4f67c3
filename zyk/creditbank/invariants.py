from collections.abc import Iterator

from zyk.common.checks import must_hold
from zyk.common.ledger import faults
from zyk.creditbank.models import CreditEntry


@must_hold("credit ledger")
def credit_ledger_faults() -> Iterator[str]:
    yield from faults(CreditEntry)
