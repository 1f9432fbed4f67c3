"""Outcomes, conversion rules and the credit ledger."""
