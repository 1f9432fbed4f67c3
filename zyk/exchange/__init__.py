"""Listings, licences, orders, settlements and the money ledger."""
