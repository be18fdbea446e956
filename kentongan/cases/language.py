"""The Indonesian that the search knows: PySastrawi's list of roots, under the rules' own stemmer."""

from __future__ import annotations

from functools import cache

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from kentongan.rules.stemming import Stemmer


@cache
def stemmer() -> Stemmer:
    """Return the one stemmer of this process (about 4 MB, read at the first search or lodging)."""
    roots: list[str] = StemmerFactory().get_words()  # type: ignore[no-untyped-call]  # PySastrawi has no types
    return Stemmer(roots)
