"""How the installation stands: what `kentongan doctor` says on the server and the health page says at the desk.

Every check is a small function that yields findings; it asks little, changes nothing, and needs no command.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """What one check found. A warning should be looked at; a problem keeps the service from its promises."""

    name: str  # stable, for programs
    about: str
    level: Literal["ok", "warning", "problem"]
    sentence: str
