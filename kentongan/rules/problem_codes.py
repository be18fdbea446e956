"""Kode masalah of a complaint register (RULES.md §4, S): two digits for what a complaint is about.

A plain table rather than an enum: the codes are the guideline's, not words of ours.
"""

from collections.abc import Mapping
from types import MappingProxyType

PROBLEM_CODES: Mapping[str, str] = MappingProxyType(
    {
        "01": "Penyalahgunaan wewenang",
        "02": "Pelayanan masyarakat",
        "03": "Korupsi dan pungutan liar",
        "04": "Kepegawaian",
        "05": "Pertanahan dan perumahan",
        "06": "Hukum dan hak asasi manusia",
        "07": "Kewaspadaan nasional",
        "08": "Tata laksana dan regulasi",
        "09": "Lingkungan hidup",
        "10": "Umum",
    }
)
