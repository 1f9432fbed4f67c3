from zyk.creditbank.models.ledger import CreditAccount, CreditEntry, CreditTransfer
from zyk.creditbank.models.outcome import Outcome
from zyk.creditbank.models.rule import Conversion, ConversionRule

__all__ = ["Conversion", "ConversionRule", "CreditAccount", "CreditEntry", "CreditTransfer", "Outcome"]
