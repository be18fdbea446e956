"""The words of messages: plain, kind, and with nothing in them that could hurt if somebody else reads the mail.

A message never says who complained, what about, or what was answered; it says that there is news and where to read it.
Only `new_code` holds a tracking code, because that is what was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.template.loader import render_to_string

from kentongan.cases import rights
from kentongan.gateway import watching
from kentongan.gateway.links import DESK, FOLLOW_UP, OBSERVER, public_url
from kentongan.rules.numbering import format_code, normalise_code
from kentongan.rules.types import Move
from kentongan.ui.words import say_date
from kentongan.villages.models import Village


class NoSuchLetter(LookupError):
    """The outbox names a template that does not exist."""


@dataclass(frozen=True)
class Letter:
    """A finished text. The body of `new_code` holds a tracking code: it is never stored nor logged."""

    subject: str
    body: str

    def __repr__(self) -> str:
        return "Letter()"


@dataclass(frozen=True)
class Template:
    """One kind of message: whom it is for, which facts of the payload it may show, whether it needs a code."""

    for_officer: bool
    facts: frozenset[str]
    needs_code: bool = False
    page: str = ""  # where its link leads, if not to the desk or to the tracking page


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        "case_news": Template(for_officer=False, facts=frozenset({"number", "move"})),
        "new_code": Template(for_officer=False, facts=frozenset({"number"}), needs_code=True),
        "new_case": Template(for_officer=True, facts=frozenset({"number", "due_on"})),
        "assigned": Template(for_officer=True, facts=frozenset({"number", "due_on"})),
        "late": Template(for_officer=True, facts=frozenset({"number", "due_on", "late"})),
        "digest": Template(
            for_officer=True, facts=frozenset({"number", "mine", "new", "late", "soon", "lines", "more"})
        ),
        "tray": Template(for_officer=True, facts=frozenset()),
        "late_many": Template(for_officer=True, facts=frozenset({"number"})),
        "watch_digest": Template(for_officer=True, facts=frozenset({"name", "more"}), page=OBSERVER),
    }
)

_NEWS = "Ada kabar baru tentang laporan Anda."
NEWS: Mapping[Move, str] = MappingProxyType(
    {
        Move.ASK: "Petugas membutuhkan keterangan tambahan dari Anda. Laporan menunggu jawaban Anda.",
        Move.VERIFY: "Laporan Anda sudah diperiksa dan akan ditangani.",
        Move.FORWARD: "Laporan Anda sudah diteruskan ke instansi yang berwenang.",
        Move.BODY_ANSWERED: "Jawaban atas laporan Anda sudah ada.",
        Move.ARCHIVE: "Laporan Anda diarsipkan. Alasannya dan hak Anda dapat dibaca di halaman lacak.",
        Move.ASSIGN: "Laporan Anda sudah diserahkan kepada petugas yang akan menanganinya.",
        Move.PROGRESS: "Ada perkembangan baru dalam penanganan laporan Anda.",
        Move.EXTEND: "Batas waktu penanganan laporan Anda diperpanjang. Alasannya dapat dibaca di halaman lacak.",
        Move.ANSWER: "Jawaban atas laporan Anda sudah ada. Mohon dibaca dan dinilai.",
        Move.REOPEN: "Laporan Anda dibuka kembali.",
        Move.DECIDE_OBJECTION: "Keberatan Anda sudah diputuskan.",
        Move.WITHDRAW: "Laporan Anda sudah dicabut.",
        Move.DEEM_WITHDRAWN: "Laporan Anda dianggap dicabut karena belum dilengkapi. Anda masih dapat melanjutkannya.",
        Move.AUTO_CLOSE: "Laporan Anda ditutup karena tidak ada tanggapan lagi atas jawaban petugas.",
        Move.MERGE: "Laporan Anda digabung dengan laporan lain tentang hal yang sama. Nomor Anda tetap berlaku.",
        Move.UNMERGE: "Laporan Anda dipisahkan lagi dari laporan lain dan ditangani tersendiri.",
        Move.SPLIT: "Surat Anda berisi beberapa hal, jadi dicatat sebagai beberapa laporan. "
        "Kode lacak Anda membuka semuanya.",
        Move.HANDOVER: "Laporan Anda dilanjutkan oleh petugas lain. Batas waktunya tidak berubah.",
        Move.ESCALATE: "Maaf, laporan Anda melewati batas waktu. Karena itu kami teruskan kepada atasan atau pengawas.",
        Move.DISTRICT_TOLD: "Keterlambatan penanganan laporan Anda sudah dilaporkan kepada Camat.",
        Move.DATA_DECIDE: "Permintaan Anda tentang data Anda sudah dijawab. Jawabannya dapat dibaca di halaman lacak.",
        Move.DATA_LIFT: "Pembatasan pengolahan data laporan Anda diakhiri. Alasannya dapat dibaca di halaman lacak.",
        Move.CORRECT_IDENTITY: "Data diri Anda diperbaiki di loket. Bila bukan Anda yang memintanya, segera hubungi "
        "Ketua BPD atau kantor desa.",
        Move.RESTRICT: "Laporan Anda kini hanya dapat dibaca petugas tertentu. Penjelasannya ada di halaman lacak.",
        Move.ADMIT: "Ada petugas lain yang diberi akses ke laporan Anda. Alasannya dapat dibaca di halaman lacak.",
        Move.RELEASE: "Laporan Anda dilepas ke penanganan biasa. Alasannya dapat dibaca di halaman lacak.",
        Move.PUBLISH_CONSENT: "Jawaban Anda tentang penerbitan dicatat petugas. Bila keliru, ubah di halaman lacak.",
        Move.PUBLISH_DECIDE: "Laporan Anda akan terbit di halaman umum desa tanpa nama Anda. Lihat dulu apa yang akan "
        "tampil; selama masa tunggu Anda dapat menghentikannya di halaman lacak.",
        Move.PUBLISH: "Laporan Anda terbit di halaman umum desa tanpa nama Anda. Anda dapat menariknya kapan saja.",
        Move.UNPUBLISH: "Laporan Anda ditarik dari halaman umum desa. Alasannya dapat dibaca di halaman lacak.",
        Move.MESSAGE: "Ada pesan untuk Anda dari petugas.",
        Move.REISSUE_CODE: "Kode lacak Anda diganti di loket; kode lama tidak berlaku lagi. "
        "Bila bukan Anda yang memintanya, segera hubungi Ketua BPD atau kantor desa.",
    }
)


def needs_code(template: str) -> bool:
    """Tell whether a message of this kind holds a tracking code."""
    known = TEMPLATES.get(template)
    return known is not None and known.needs_code


def write(template: str, *, village: Village, payload: Mapping[str, Any], code: str | None = None) -> Letter:
    """Write one message.

    Raises NoSuchLetter for an unknown template, KeyError or ValueError for a payload that does not fit it.
    """
    known = TEMPLATES.get(template)
    if known is None:
        raise NoSuchLetter(template)
    if known.needs_code and code is None:
        raise ValueError(f"{template} needs a code")
    context: dict[str, Any] = {fact: payload.get(fact, "") for fact in known.facts}
    context |= {
        "village": village,
        "link": public_url(village, known.page or (DESK if known.for_officer else FOLLOW_UP)),
        "news": NEWS.get(Move(payload["move"]), _NEWS) if "move" in known.facts else "",
        "due": _day(context.get("due_on", "")),
        "rights": rights.in_a_mail(village, Move(payload["move"])) if "move" in known.facts else (),
        "code": format_code(normalise_code(code)) if code and known.needs_code else "",
    }
    if template == "watch_digest":
        context |= watching.facts(village, payload)
    subject = render_to_string(f"gateway/letters/{template}_subject.txt", context)
    body = render_to_string(f"gateway/letters/{template}.txt", context)
    return Letter(subject=" ".join(subject.split()), body=_tidy(body))


def _day(text: str) -> str:
    return say_date(date.fromisoformat(text)) if text else ""


def _tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
