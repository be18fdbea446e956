"""The Ombudsman as this village names it: where a citizen can turn when the village does not answer (UU 37/2008).

Contacts change: they are the village's own text, and until somebody there has checked them a reader is told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kentongan.villages.models import Village
from kentongan.villages.texts import text_of

CENTRAL_JAVA: Final = "33."
# Not checked against the Ombudsman's own site: a village confirms or changes it (public texts, "Hak pelapor").
OFFICES: Final = {CENTRAL_JAVA: "WhatsApp 0811-998-3737"}


@dataclass(frozen=True)
class Ombudsman:
    """`checked`: somebody in the village has written the contact himself."""

    office: str
    contact: str
    checked: bool


def ombudsman_of(village: Village) -> Ombudsman:
    """Return the representative office for this village and how to reach the Ombudsman."""
    own = village.texts.get("ombudsman_contact") if isinstance(village.texts, dict) else None
    checked = isinstance(own, str) and bool(own.strip())
    contact = text_of(village, "ombudsman_contact")
    regional = next((words for code, words in OFFICES.items() if village.code.startswith(code)), "")
    if regional and not checked:
        contact = f"{contact}; perwakilan {village.province}: {regional}"
    office = text_of(village, "ombudsman_office") or f"Ombudsman Republik Indonesia Perwakilan {village.province}"
    return Ombudsman(office=office, contact=contact, checked=checked)
