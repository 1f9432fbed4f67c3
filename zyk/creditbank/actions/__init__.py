from zyk.creditbank.actions.conversion import decide_conversion, request_conversion
from zyk.creditbank.actions.outcome import claim_completed_run, claim_credential, recognise_outcome, refuse_outcome
from zyk.creditbank.actions.rule import publish_rule, retire_rule

__all__ = [
    "claim_completed_run",
    "claim_credential",
    "decide_conversion",
    "publish_rule",
    "recognise_outcome",
    "refuse_outcome",
    "request_conversion",
    "retire_rule",
]
