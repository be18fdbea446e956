"""The names of roles at the keyboard: Indonesian, as the desk says them; the stored values are understood too."""

from __future__ import annotations

import argparse
from typing import Final

# The stored values, not `Role` itself: a command's options are read before anything of the program is loaded.
NAMES: Final = {
    "penerima": "intake",
    "ketua-unit": "unit_head",
    "penangan": "handler",
    "kepala-desa": "village_head",
    "bpd": "bpd",
    "administrator": "admin",
    "pengawas-luar": "overseer",
    "pemantau": "observer",
}
LISTED: Final = ", ".join(NAMES)


def role(text: str) -> str:
    """Return the stored value of a role typed by its name; for argparse.

    Raises:
        argparse.ArgumentTypeError: there is no such role, with those there are.
    """
    typed = text.strip().lower().replace(" ", "-")
    found = NAMES.get(typed) or (typed if typed in NAMES.values() else None)
    if found is None:
        raise argparse.ArgumentTypeError(f"Peran “{text.strip()}” tidak dikenal. Pilih dari: {LISTED}.")
    return found


def roles(text: str) -> list[str]:
    """Return the stored values of roles with commas between them (see `role`)."""
    return [role(part) for part in text.split(",") if part.strip()]
