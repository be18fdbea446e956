"""What each kind of paper shows, as plain data for its template; and how it changes when names are put on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from kentongan.people.roster import Signatory
from kentongan.reports import kop, typeset
from kentongan.reports.papers.facts import CaseFacts
from kentongan.rules.types import PaperKind
from kentongan.villages.models import Village

TEMPLATES: Final = {
    PaperKind.DISPOSITION: "disposisi",
    PaperKind.CLARIFICATION_REQUEST: "surat",
    PaperKind.ANSWER_LETTER: "surat",
    PaperKind.FORWARDING_LETTER: "surat",
    PaperKind.CLARIFICATION_MINUTES: "berita-acara",
    PaperKind.MEDIATION_MINUTES: "berita-acara",
}
LARGE: Final = 1.55
"""How much bigger the letters of a large-type letter are: 11.5 pt become 18 pt."""
DRAFT, VOID = "PRATINJAU", "BATAL"
NO_NUMBER: Final = "(diberikan saat surat dibuat)"
OPTIONS: Final = (
    "Ditindaklanjuti sesuai ketentuan",
    "Ditinjau ke lapangan",
    "Dikoordinasikan dengan pihak terkait",
    "Dibuatkan usulan tanggapan",
    "Dilaporkan hasilnya",
)
_REPORTER: Final = "pelapor"
_MINUTES: Final = {
    PaperKind.CLARIFICATION_MINUTES: ("Berita acara klarifikasi", "Kesimpulan"),
    PaperKind.MEDIATION_MINUTES: ("Berita acara mediasi", "Kesepakatan"),
}
_IDENTITY: Final = (("name", "Nama"), ("address", "Alamat"), ("phone", "Telepon"), ("email", "Surel"))


def compose(
    kind: PaperKind,
    words: Mapping[str, str],
    *,
    village: Village,
    facts: CaseFacts,
    signatory: Signatory,
    above: Sequence[str] = (),
    at: datetime,
) -> dict[str, Any]:
    """Return what a paper shows, without its number (`cases.actions.papers.reserve` puts that in).

    Args:
        signatory: who signs; `above` stands over his post ("a.n. Kepala Desa").
    """
    said = {key: text.strip() for key, text in words.items()}
    place_date = kop.place_and_date(village, at)
    data: dict[str, Any] = {
        **kop.base(village, f"{kind.label} atas aduan nomor {facts.number}", footer=_footer(village)),
        "kind": str(kind),
        "number": NO_NUMBER,
        "stamp": "",
        "scale": 1,
        "place_date": place_date,
        "identity": [],
    }
    if kind is PaperKind.DISPOSITION:
        signed = kop.signature(signatory, place_date=place_date, above=above, village=village)
        return data | _disposition(said, facts) | {"signatures": [signed]}
    if kind in _MINUTES:
        signed = kop.signature(signatory, above=above or ("Mengetahui,",), village=village)
        return data | _minutes(kind, said, place_date, signed)
    signed = kop.signature(signatory, above=above, village=village)
    recipient = _lines(said.get("recipient", "")) or ["Yth. Pelapor aduan nomor", facts.number, "di tempat"]
    letter = {key: said.get(key, "") for key in ("nature", "attachment", "subject", "opening", "body", "closing")}
    return data | {
        **letter,
        "rights": said.get("rights", ""),
        "recipient": recipient,
        "copies": _lines(said.get("copies", "")),
        "signatures": [signed],
    }


def pdf(data: Mapping[str, Any], *, village: Village, at: datetime, stamp: str = "", large: bool = False) -> bytes:
    """Typeset what a paper shows, with the village's arms as they are now. Raises NotTypeset.

    Args:
        at: when the paper was made, so that it comes out the same each time.
        stamp: a word across each page (`DRAFT`, `VOID`).
        large: large type, for letters.
    """
    logo = kop.logo_of(village)
    head = {**data["head"], "logo": logo.name if logo else None}
    shown = {**data, "head": head, "stamp": stamp, "scale": LARGE if large else data["scale"]}
    template = TEMPLATES[PaperKind(data["kind"])]
    return typeset.pdf(template, shown, at=at, files=logo.files if logo else {})


def can_be_large(kind: PaperKind) -> bool:
    """Whether the paper is a letter that somebody with weak eyes may read."""
    return TEMPLATES.get(kind) == "surat"


def with_names(data: Mapping[str, Any], identity: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the paper shows with the reporter's name and address on it: to be streamed, never to be kept."""
    name, address = str(identity.get("name") or ""), str(identity.get("address") or "")
    match PaperKind(data["kind"]):
        case PaperKind.FORWARDING_LETTER:
            return {**data, "identity": [[label, str(identity[key])] for key, label in _IDENTITY if identity.get(key)]}
        case PaperKind.CLARIFICATION_MINUTES | PaperKind.MEDIATION_MINUTES:
            return {
                **data,
                "parties": [_named(party, "post", name) for party in data["parties"]],
                "signatures": [_named(block, "post", name) for block in data["signatures"]],
            }
        case _:
            # Who left no name is still addressed by his number.
            known = [f"Yth. {name}"] if name else list(data["recipient"])[:-1]
            return {**data, "recipient": [*known, *(_lines(address) or ["di tempat"])]}


def _named(party: Mapping[str, Any], key: str, name: str) -> dict[str, Any]:
    is_reporter = not party["name"] and str(party[key]).casefold().startswith(_REPORTER)
    return {**party, "name": name} if is_reporter else dict(party)


def _disposition(said: Mapping[str, str], facts: CaseFacts) -> dict[str, Any]:
    return {
        "left": [
            ["Nomor aduan", facts.number],
            ["Diterima", facts.received],
            ["Media", facts.channel],
        ],
        "right": [
            ["Sifat", said.get("nature", "")],
            ["Klasifikasi", facts.case_class],
            ["Kategori", facts.category],
        ],
        "options": list(OPTIONS),
        **{key: said.get(key, "") for key in ("subject", "recipient", "body", "due", "note")},
    }


def _minutes(kind: PaperKind, said: Mapping[str, str], place_date: str, head: dict[str, Any]) -> dict[str, Any]:
    name, result = _MINUTES[kind]
    parties = [_party(line) for line in _lines(said.get("parties", ""))]
    blocks = [
        {"place_date": "", "above": [], "post": party["post"], "name": party["name"], "number": ""} for party in parties
    ]
    return {
        "name": name,
        "result": result,
        "parties": parties,
        "place_date": place_date,
        "signatures": blocks,
        "acknowledged": head,
        **{key: said.get(key, "") for key in ("subject", "when", "where", "opening", "said", "agreement", "closing")},
    }


def _party(line: str) -> dict[str, str]:
    """Read "Joko Lelono, Kepala Dusun I"; a line without a comma is a role ("Pelapor aduan nomor …")."""
    name, comma, post = line.rpartition(",")
    return {"name": name.strip(), "post": post.strip()} if comma else {"name": "", "post": line.strip()}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _footer(village: Village) -> str:
    phone = village.phone or village.whatsapp
    asked = f"di kantor desa atau lewat telepon {phone}" if phone else "di kantor desa"
    return f"Keaslian surat ini dapat diperiksa {asked}, dengan menyebut nomor suratnya."
