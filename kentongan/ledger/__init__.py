"""The ledger: an append-only, hash-chained log. It knows only opaque log, subject and actor ids.

Use it as `from kentongan.ledger import log as ledger`.
"""
