"""The citizen's own file for the Ombudsman: a letter, the chronology, proof of the complaint, evidence with checksums.

It is his paper, not the village's: no letterhead, no number, and nothing of it is stored.
"""

from kentongan.reports.ombudsman.paper import file_of
from kentongan.reports.ombudsman.parcel import parcel, size_of

__all__ = ["file_of", "parcel", "size_of"]
