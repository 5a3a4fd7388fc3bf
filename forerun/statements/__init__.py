"""Statements: what was said, held against the ledger as of a day."""
