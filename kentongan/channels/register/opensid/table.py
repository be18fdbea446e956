"""What is known of OpenSID's table `pengaduan`, in both its layouts (with `config_id` and without)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

TABLE: Final = "pengaduan"
# Thrown away while it is read. The address of a villager's device is none of this service's business.
UNREAD: Final = frozenset({"ip_address"})
# What is read; `config_id` is absent in the older layout.
COLUMNS: Final = (
    "id", "config_id", "id_pengaduan", "nik", "nama", "email", "telepon", "judul", "isi", "status", "foto",
    "created_at",
)  # fmt: skip
Cell = bytes | None


@dataclass
class Table:
    """What the source says of itself."""

    found: bool = False
    columns: list[str] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    utc: bool = False  # moments of the type TIMESTAMP are written in UTC; DATETIME never is

    @property
    def created_in_utc(self) -> bool:
        """Whether `created_at` is to be read as UTC, not as the village's time."""
        return self.utc and self.types.get("created_at") == "timestamp"
