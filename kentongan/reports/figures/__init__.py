"""Figures: what the office did, in numbers that anyone can check against docs/reference/figures.md.

`fold` keeps them up from the ledger, `reading` gives them to a page or paper; `contribution` says what a case counts as.
"""
