"""Kode masalah of a complaint register (RULES.md §4, S): two digits for what a complaint is about."""

from .types import Labelled


class ProblemCode(Labelled):
    """The ten codes of the guideline, with their words."""

    ABUSE_OF_POWER = "01", "Penyalahgunaan wewenang"
    PUBLIC_SERVICE = "02", "Pelayanan masyarakat"
    CORRUPTION = "03", "Korupsi dan pungutan liar"
    PERSONNEL = "04", "Kepegawaian"
    LAND = "05", "Pertanahan dan perumahan"
    LAW = "06", "Hukum dan hak asasi manusia"
    VIGILANCE = "07", "Kewaspadaan nasional"
    REGULATION = "08", "Tata laksana dan regulasi"
    ENVIRONMENT = "09", "Lingkungan hidup"
    GENERAL = "10", "Umum"
