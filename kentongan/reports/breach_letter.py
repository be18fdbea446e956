"""The two letters after a failure to protect personal data (UU 27/2022 art. 46): to the people, to the authority."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from kentongan.cases.actions.breach import BreachData, Told
from kentongan.cases.models import BreachNotice
from kentongan.people.roster import signatory
from kentongan.reports import kop, typeset
from kentongan.rules.types import Role
from kentongan.ui.words import say_moment

NUMBER_BY_HAND: Final = "……………………"
_SUBJECT: Final = {
    Told.SUBJECTS: "Pemberitahuan kegagalan pelindungan data pribadi",
    Told.AUTHORITY: "Laporan kegagalan pelindungan data pribadi",
}


def breach_letter(row: BreachNotice, who: Told, *, at: datetime) -> bytes:
    """Return the letter as PDF/UA in the village's letterhead; its number is written by hand. Raises NotTypeset."""
    village = row.village
    logo = kop.logo_of(village)
    subject = _SUBJECT[who]
    base = kop.base(village, subject, footer=f"{subject} (UU 27/2022 Pasal 46).")
    data = {
        **base,
        "head": {**base["head"], "logo": logo.name if logo else None},
        "stamp": "",
        "scale": 1,
        "number": NUMBER_BY_HAND,
        "nature": "Segera",
        "attachment": "–",
        "subject": subject,
        "place_date": kop.place_and_date(village, at),
        "recipient": _recipient(row, who),
        "opening": _opening(row, who),
        "body": _body(row),
        "identity": [],
        "rights": _rights(who),
        "closing": _closing(row, who),
        "copies": ["Camat", "Ketua BPD"] if who is Told.AUTHORITY else [],
        "signatures": [kop.signature(signatory(village, Role.VILLAGE_HEAD), village=village)],
    }
    return typeset.pdf("surat", data, at=at, files=logo.files if logo else {})


def _recipient(row: BreachNotice, who: Told) -> list[str]:
    if who is Told.SUBJECTS:
        return [f"Warga Desa {row.village.name}", "yang pernah menyampaikan laporan", "di tempat"]
    return [
        "Yth. Kepala Lembaga Pelindungan Data Pribadi",
        "(atau kementerian yang menjalankan tugasnya)",
        "di Jakarta",
    ]


def _opening(row: BreachNotice, who: Told) -> str:
    known = say_moment(timezone.localtime(row.known_at, row.village.zone))
    if who is Told.SUBJECTS:
        return (
            f"Pada {known} kami mengetahui bahwa sebagian data pribadi dalam layanan pengaduan Desa {row.village.name} "
            "tidak terlindungi sebagaimana mestinya. Kami mohon maaf, dan dengan ini kami sampaikan apa adanya."
        )
    return (
        "Memenuhi Pasal 46 Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, dengan ini kami "
        f"laporkan kegagalan pelindungan data pribadi dalam layanan pengaduan Desa {row.village.name}, yang kami "
        f"ketahui pada {known}."
    )


def _body(row: BreachNotice) -> str:
    kinds = ", ".join(BreachData(kind).label for kind in row.kinds)
    parts = [
        f"Apa yang terjadi:\n{row.happened}",
        f"Data yang terkena: {kinds}.",
        f"Jumlah orang: {row.people}.",
        f"Akibat yang mungkin:\n{row.consequences}",
        f"Yang sudah dan akan kami lakukan:\n{row.measures}",
    ]
    if row.advice:
        parts.append(f"Yang sebaiknya dilakukan warga:\n{row.advice}")
    return "\n\n".join(parts)


def _rights(who: Told) -> str:
    if who is Told.AUTHORITY:
        return ""
    return (
        "Anda berhak mengetahui data Anda yang kami simpan, memperbaikinya, membatasi pengolahannya, dan memintanya "
        "dihapus: lewat halaman lacak dengan kode Anda, atau di kantor desa."
    )


def _closing(row: BreachNotice, who: Told) -> str:
    due = say_moment(timezone.localtime(row.due_at, row.village.zone))
    contact = f"Keterangan lebih lanjut: {row.contact}."
    if who is Told.SUBJECTS:
        return f"{contact}\n\nPemberitahuan ini ditempel di papan pengumuman desa dan dimuat di situs desa."
    return f"{contact}\n\nBatas pemberitahuan 3 x 24 jam: {due}. Tidak ada identitas pelapor dalam surat ini."
