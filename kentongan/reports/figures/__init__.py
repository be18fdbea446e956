"""Figures: what the office did, in numbers that anyone can check against docs/reference/figures.md.

`contribution` says what a case counts as, `fold` keeps the sums up from the ledger, `reading` gives them to a page or
paper.
"""
