"""What is proposed for hiding: a kind, where it stands, why."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from ..types import Labelled


class SpanKind(Labelled):
    """What a hidden passage is. Stored with the counts of a public version: never change a value, only add."""

    NIK = "nik", "NIK"
    KK = "kk", "Nomor KK"
    PHONE = "phone", "Nomor telepon"
    EMAIL = "email", "Surel"
    PLATE = "plate", "Nomor polisi kendaraan"
    ACCOUNT = "account", "Nomor rekening"
    NUMBER = "number", "Nomor lain"
    BIRTH = "birth", "Tanggal lahir"
    NAME = "name", "Nama"
    ADDRESS = "address", "Alamat rumah"
    OTHER = "other", "Kata lain yang disembunyikan"


MARKS = MappingProxyType(
    {
        SpanKind.NIK: "[NIK]",
        SpanKind.KK: "[nomor KK]",
        SpanKind.PHONE: "[nomor HP]",
        SpanKind.EMAIL: "[surel]",
        SpanKind.PLATE: "[nomor polisi]",
        SpanKind.ACCOUNT: "[nomor rekening]",
        SpanKind.NUMBER: "[nomor]",
        SpanKind.BIRTH: "[tanggal lahir]",
        SpanKind.NAME: "[nama]",
        SpanKind.ADDRESS: "[alamat]",
        SpanKind.OTHER: "[disembunyikan]",
    }
)
"""What stands in the published text instead: always the same word, so that no length is betrayed."""

NUMBERS = frozenset(
    {SpanKind.NIK, SpanKind.KK, SpanKind.PHONE, SpanKind.ACCOUNT, SpanKind.NUMBER, SpanKind.BIRTH, SpanKind.PLATE}
)


@dataclass(frozen=True, order=True)
class Span:
    """A passage of a text: `text[start:end]`, and in Indonesian why it is proposed."""

    start: int
    end: int
    kind: SpanKind
    reason: str

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a letter."""
        return self.start < other.end and other.start < self.end
