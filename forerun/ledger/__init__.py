"""The ledger: published figures, only ever appended, and what was known of them on any day."""
