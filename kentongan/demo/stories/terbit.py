"""Everyday complaints of the past months whose reporters agreed to publication: what others may read of the village.

Short lives, all alike: verified, handled, answered, prepared, approved. They give each other the company that the guard
asks for (`rules.publication`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kentongan.demo.acts import NOT_POSSIBLE, PARTLY, SETTLED, answer, assign, propose, reads, satisfied, verify
from kentongan.demo.people import bu, pak
from kentongan.demo.places import AIR, BANSOS, JALAN, KALI, LAMPU, RANDU, SAMPAH, SAWAH, SURAT, TUGEL
from kentongan.demo.rights import approves, consents, prepares, takes_off
from kentongan.demo.stage import Act, Story
from kentongan.rules.publication import Consent
from kentongan.rules.types import Kind, Outcome

_HANDLER: Final = {RANDU: "kadus1", TUGEL: "kadus1", KALI: "kadus2", SAWAH: "kadus2"}
_ASKED_LATER: Final = frozenset({5, 18})
_OFFICE: Final = frozenset({SURAT, BANSOS})  # what the office itself settles


@dataclass(frozen=True)
class _Told:
    """What was told, and what the village answered."""

    title: str
    words: str
    answer: str
    outcome: Outcome = SETTLED
    kind: Kind = Kind.COMPLAINT


_POTHOLE: Final = (
    _Told("Jalan berlubang dekat warung", "Lubangnya dalam, motor sering oleng kalau malam.", "Lubang sudah ditambal."),
    _Told("Aspal mengelupas", "Aspalnya mengelupas, kerikilnya bikin tergelincir.", "Kerikil disapu dan ditambal."),
    _Told("Gorong-gorong ambles", "Bibir gorong-gorong ambles, gerobak tidak bisa lewat.", "Sudah dicor ulang."),
    _Told("Jembatan kecil lapuk", "Papan jembatan lapuk dua, anak sekolah lewat sini.", "Papan sudah diganti."),
    _Told("Talud jalan retak", "Talud retak memanjang, takut longsor.", "Retak ditutup; talud baru diusulkan.", PARTLY),
    _Told("Jalan licin berlumut", "Jalan cor berlumut dan licin, sudah ada yang jatuh.", "Dibersihkan bersama warga."),
)
_LAMP: Final = (
    _Told("Lampu jalan mati", "Lampu di pertigaan mati, gelap sekali.", "Bohlam diganti, lampu menyala lagi."),
    _Told("Lampu jalan berkedip", "Lampunya berkedip terus semalaman.", "Fiting diganti."),
    _Told("Minta lampu di tanjakan", "Tanjakan gelap, mohon dipasang lampu.", "Jadi usulan tahun depan.", NOT_POSSIBLE),
    _Told("Kabel lampu menjuntai", "Kabel lampu jalan menjuntai rendah.", "Kabel dirapikan bersama petugas listrik."),
    _Told("Lampu gang padam", "Lampu gang padam sejak hujan besar.", "Saklar yang basah sudah diganti."),
)
_WATER: Final = (
    _Told("Air keruh sesudah hujan", "Air dari bak desa keruh tiap habis hujan.", "Bak dikuras, saringan diganti."),
    _Told("Pipa bocor di tepi jalan", "Pipa bocor, air terbuang siang malam.", "Sambungan pipa diganti."),
    _Told("Air tidak sampai ke rumah atas", "Rumah atas dapat air tengah malam saja.", "Dibuat jadwal gilir.", PARTLY),
    _Told("Saluran sawah tersumbat", "Saluran penuh sampah, sawah kering.", "Dibersihkan bersama kelompok tani."),
    _Told("Pintu air rusak", "Pintu air macet, tidak bisa ditutup.", "Ulir pintu air diperbaiki."),
)
_WASTE: Final = (
    _Told("Sampah menumpuk di tikungan", "Sampah menumpuk dan berbau.", "Diangkut, dipasang papan larangan."),
    _Told("Got bau dan banyak jentik", "Got mampet, banyak jentik nyamuk.", "Got dikeruk dan ditaburi abate."),
    _Told("Asap pembakaran sampah", "Tiap sore ada yang membakar sampah, asapnya masuk rumah.", "Sudah ditegur."),
    _Told("Minta bak sampah bersama", "Mohon ada bak sampah bersama.", "Dua bak dipasang.", SETTLED, Kind.ASPIRATION),
)
_LETTER: Final = (
    _Told("Surat keterangan lama jadi", "Surat keterangan usaha sudah lama belum jadi.", "Surat sudah diambil."),
    _Told("Antrean loket lama", "Antre lama karena satu petugas.", "Hari ramai kini dua petugas."),
    _Told("Salah tulis di surat pengantar", "Ada salah tulis, harus bolak-balik.", "Surat langsung diperbaiki."),
    _Told("Loket tutup sebelum jamnya", "Loket sudah tutup padahal belum jamnya.", "Jam loket ditempel dan dijaga."),
)
_AID: Final = (
    _Told("Tanya jadwal pembagian bantuan", "Jadwal pembagian tidak jelas.", "Jadwal kini ditempel dan dikabarkan."),
    _Told("Daftar penerima tidak ditempel", "Daftar penerima tidak ditempel di balai.", "Daftar sudah ditempel."),
    _Told("Beras bantuan berkutu", "Beras yang diterima berkutu.", "Beras diganti oleh penyalur."),
)

# Category, hamlet, what was told, and how many working days before today.
_ALL: Final = (
    *((JALAN, RANDU, told, 82 - n) for n, told in enumerate(_POTHOLE)),
    *((LAMPU, RANDU, told, 76 - 4 * n) for n, told in enumerate(_LAMP)),
    *((AIR, KALI, told, 81 - n) for n, told in enumerate(_WATER)),
    *((SAMPAH, (KALI, SAWAH)[n % 2], told, 79 - 4 * n) for n, told in enumerate(_WASTE)),
    *((SURAT, (RANDU, KALI, SAWAH, TUGEL)[n % 4], told, 78 - 3 * n) for n, told in enumerate(_LETTER)),
    *((BANSOS, (SAWAH, TUGEL)[n % 2], told, 77 - 4 * n) for n, told in enumerate(_AID)),
)


def _life(category: str, hamlet: str, told: _Told, days: int, number: int) -> tuple[Act, ...]:
    handler = "pelayanan" if category == SURAT else "kesra" if category == BANSOS else _HANDLER[hamlet]
    late = 9 * (number % 7 == 3)  # one in seven is answered late
    end = days - 6 - number % 3 - late
    judged = () if number % 3 == 0 else (reads(end), satisfied(end - 1, 4 + number % 2, "Matur nuwun."))
    asked = (consents(end - 2, Consent.YES, how="Ditanya di loket sesudah dijelaskan apa yang tampil."),)
    after = {8: (takes_off(end - 12, "Warga sekitar mengenali pelapornya."),), 12: (consents(end - 12, Consent.NO),)}
    return (
        verify(days - 1),
        assign(days - 2, handler, "Tinjau, selesaikan, lalu kabari pelapor."),
        propose(end + 1, told.outcome, told.answer),
        answer(end),
        *judged,
        *(asked if number in _ASKED_LATER else ()),
        prepares(end - 2),
        approves(end - 2),
        *after.get(number, ()),
    )


def _story(number: int, category: str, hamlet: str, told: _Told, days: int) -> Story:
    people = (None, bu("Sumarni Rahayu", 71), None, pak("Kasmono Adi", 72), bu("Wagini Utami", 73))
    return Story(
        key=f"terbit-{number}",
        days=days,
        title=told.title,
        words=told.words,
        category=category,
        kind=told.kind,
        hamlet="" if category in _OFFICE else hamlet,
        reporter=people[number % len(people)],
        publish=None if number in _ASKED_LATER else True,
        life=_life(category, hamlet, told, days, number),
    )


STORIES: Final = tuple(_story(number, *each) for number, each in enumerate(_ALL))
