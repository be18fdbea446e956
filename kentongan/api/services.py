"""What can be lodged by a program: the village's categories, and three services that are no category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kentongan.rules.types import Kind
from kentongan.villages.models import Category, Village
from kentongan.villages.remembered import remembered

GENERAL: Final = "umum"
ASPIRATION: Final = "aspirasi"
INFORMATION: Final = "informasi"
RESTRICTED: Final = "Laporan tentang hal ini disegel begitu diterima, dan tidak pernah diterbitkan."


@dataclass(frozen=True)
class Service:
    """One service of GeoReport v2. `category` None: the office finds the category when it verifies."""

    code: str
    name: str
    description: str
    group: str
    kind: Kind
    category: UUID | None = None
    restricted: bool = False


_PLAIN: Final = (
    Service(
        GENERAL,
        "Pengaduan umum",
        "Ada yang salah, rusak, atau merugikan. Petugas menentukan kategorinya. Aduan terbitan yang kategorinya tidak "
        "ditampilkan juga berkode ini.",
        "Umum",
        Kind.COMPLAINT,
    ),
    Service(ASPIRATION, "Aspirasi", "Usulan atau saran untuk desa.", "Umum", Kind.ASPIRATION),
    Service(INFORMATION, "Permintaan informasi", "Ingin tahu atau meminta data dari desa.", "Umum", Kind.INFORMATION),
)


@dataclass(frozen=True)
class Services:
    """The services of a village, and the codes of all its categories, by name, also of those no longer offered."""

    offered: tuple[Service, ...]
    codes: dict[str, str]

    def get(self, code: str) -> Service | None:
        """Return the service with this code, if it is offered."""
        return next((service for service in self.offered if service.code == code), None)

    def names_of(self, code: str) -> list[str]:
        """Return the names of categories that have this code."""
        return [name for name, known in self.codes.items() if known == code]


def services_of(village: Village) -> Services:
    """Return the services (no query as long as the settings stay as they are)."""
    return remembered(village, "services", lambda: _services(village))


def _services(village: Village) -> Services:
    categories = list(Category.objects.filter(village=village))
    offered = tuple(_service(category) for category in categories if category.active)
    return Services((*offered, *_PLAIN), {category.name: str(category.pk) for category in categories})


def _service(category: Category) -> Service:
    said = RESTRICTED if category.restricted else f"Pengaduan tentang {category.name}."
    return Service(
        str(category.pk), category.name, said, category.public_group, Kind.COMPLAINT, category.pk, category.restricted
    )
