"""The reporter's rights over his data (UU 27/2022), in the words of the table and of the page: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from .deadline_rules import ClockEvent, ClockKind
from .types import Labelled


class DataRequest(Labelled):
    """What a reporter may ask for."""

    ACCESS = "access", "Melihat data yang disimpan"
    CORRECTION = "correction", "Memperbaiki data"
    RESTRICTION = "restriction", "Membatasi pengolahan"
    ERASURE = "erasure", "Menghapus isi laporan"


class CorrectionOf(Labelled):
    """What is to be corrected."""

    STORY = "story", "Isi laporan saya"
    IDENTITY = "identity", "Nama, alamat, atau kontak saya"


class DataOutcome(Labelled):
    """What became of a request."""

    GRANTED = "granted", "Dikabulkan"
    REFUSED = "refused", "Tidak dikabulkan"
    REVOKED = "revoked", "Dicabut pelapor"


class RefusalGround(Labelled):
    """Why a request is refused: a closed list, with an explanation beside it."""

    LEGAL_PROCESS = "legal_process", "Masih ada proses hukum atau pemeriksaan yang memerlukan data ini"
    LAW_KEEPS = "law_keeps", "Undang-undang mewajibkan data ini disimpan"
    OTHERS_RIGHTS = "others_rights", "Menyangkut hak orang lain dalam laporan ini"
    NOT_HELD = "not_held", "Data yang dimaksud tidak kami simpan"
    NOT_PROVEN = "not_proven", "Pemohon belum dapat dipastikan sebagai pelapor"


class ErasedWhy(Labelled):
    """Why a case's contents are gone; the label stands where they stood."""

    REQUEST = "request", "(dihapus atas permintaan pelapor)"
    RETENTION = "retention", "(dihapus karena masa simpannya berakhir)"


@dataclass(frozen=True)
class RequestClock:
    """The clock of one kind of request, and what starts and stops it."""

    kind: ClockKind
    asked: ClockEvent
    decided: ClockEvent


CLOCKS: Final[Mapping[DataRequest, RequestClock]] = MappingProxyType(
    {
        DataRequest.ACCESS: RequestClock(ClockKind.DATA_ACCESS, ClockEvent.ACCESS_ASKED, ClockEvent.ACCESS_DECIDED),
        DataRequest.CORRECTION: RequestClock(
            ClockKind.DATA_CORRECTION, ClockEvent.CORRECTION_ASKED, ClockEvent.CORRECTION_DECIDED
        ),
        DataRequest.RESTRICTION: RequestClock(
            ClockKind.DATA_RESTRICTION, ClockEvent.RESTRICTION_ASKED, ClockEvent.RESTRICTION_DECIDED
        ),
        DataRequest.ERASURE: RequestClock(ClockKind.DATA_ERASURE, ClockEvent.ERASURE_ASKED, ClockEvent.ERASURE_DECIDED),
    }
)

DEFAULT_RETENTION_YEARS: Final = 5
"""How long contents are kept after the end of a case, unless the village says otherwise (RULES §7, G)."""

RETENTION_CITATION: Final = "Ketentuan bawaan Kentongan: 5 tahun sesudah selesai (UU 27/2022; perlu ditetapkan desa)"
