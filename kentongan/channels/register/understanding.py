"""From cells to a row the register can take. Only what cannot be a complaint is refused; all else is noted.

A missing or unreadable date is no reason to refuse: the case is marked "date not known" and the words are kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

from kentongan.cases.actions.importing import CLAIMABLE, OldRow
from kentongan.cases.lodging import AboutOfficial, IdentityMode, Lodging, Person
from kentongan.cases.models.case import CHANNELS
from kentongan.channels.register.mapping import RegisterMapping
from kentongan.rules.identity import check_nik, normalise_phone
from kentongan.rules.types import CaseClass, Kind, Outcome, Status
from kentongan.villages.models import Category, Hamlet, Village

MAX_STORY = 100_000
EARLIEST = date(1945, 8, 17)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOJIBAKE = re.compile("[ÂÃâð][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


class RowRefused(Exception):
    """This row cannot become a case; the message says why, in Indonesian.

    `kept` says it without quoting a cell: it is stored in clear, and in a row whose cells have slipped the cell for the
    status holds a name.
    """

    def __init__(self, sentence: str, kept: str = "") -> None:
        super().__init__(sentence)
        self.kept = kept or sentence


@dataclass
class Understanding:
    """Turns cells into rows for one village and one mapping."""

    village: Village
    mapping: RegisterMapping
    now: datetime
    categories: dict[str, Category] = field(default_factory=dict)
    hamlets: dict[str, Hamlet] = field(default_factory=dict)

    def load(self) -> None:
        """Load the village's categories and hamlets (two queries)."""
        self.categories = {row.name.casefold(): row for row in Category.objects.filter(village=self.village)}
        self.hamlets = {row.name.casefold(): row for row in Hamlet.objects.filter(village=self.village)}

    def key_of(self, cells: Mapping[str, str]) -> str:
        """Return what makes the row recognisable: the source's own id, else a digest of the whole row."""
        own = self._text(cells, "key")
        if own:
            return own if len(own) <= 120 else f"sha256:{hashlib.sha256(own.encode()).hexdigest()}"
        whole = "\x1f".join(f"{name}={value}" for name, value in sorted(cells.items()))
        return f"sha256:{hashlib.sha256(whole.encode()).hexdigest()}"

    def words_of(self, cells: Mapping[str, str], name: str) -> str:
        """Return a field's text as it would be stored: without markup, control signs and mojibake."""
        return self._text(cells, name)

    def moment_of(self, cells: Mapping[str, str], name: str) -> datetime | None:
        """Return a field's moment, None if it is not there, not readable or not possible."""
        return self._moment(cells, name, [])

    def row(self, number: int, cells: Mapping[str, str]) -> OldRow:
        """Understand one row.

        Raises:
            RowRefused: no story, or a word of kind, class, status or outcome that the mapping does not know.
        """
        notes: list[str] = []
        story = self._text(cells, "story")
        title = self._text(cells, "title")[:200]
        if not story and title:
            story = title
        if not story:
            raise RowRefused("Uraian aduan kosong.")
        if len(story) > MAX_STORY:
            notes.append(f"Uraian dipotong pada {MAX_STORY} huruf.")
            story = story[:MAX_STORY]
        received = self._moment(cells, "received", notes)
        answered = self._moment(cells, "answered", notes)
        answer = self._text(cells, "answer")
        kind = Kind(self._word(cells, "kind") or Kind.COMPLAINT)
        case_class = self._word(cells, "class")
        outcome = self._word(cells, "outcome")
        category = self._category(cells, notes)
        return OldRow(
            row=number,
            key=self.key_of(cells),
            lodging=self._lodging(cells, kind, story, title, notes),
            status=self._status(cells, answered=bool(answered or answer)),
            case_class=CaseClass(case_class) if case_class else None,
            category=category,
            old_number=self._text(cells, "number"),
            channel=self._channel(cells, notes),
            received_at=received,
            answered_at=answered,
            answer=answer,
            outcome=Outcome(outcome) if outcome else None,
            notes=tuple(notes),
        )

    def _lodging(self, cells: Mapping[str, str], kind: Kind, story: str, title: str, notes: list[str]) -> Lodging:
        person = self._person(cells, notes)
        incident = self._moment(cells, "incident", [])
        about_whom = self._text(cells, "about_whom")[:300]
        return Lodging(
            kind=kind,
            story=story,
            title=title,
            identity_mode=IdentityMode.OPEN if person else IdentityMode.ANONYMOUS,
            settlement=self._text(cells, "settlement"),
            hamlet=self._hamlet(cells, notes),
            rt=self._text(cells, "rt")[:3],
            rw=self._text(cells, "rw")[:3],
            place=self._text(cells, "place")[:300],
            point=self._point(cells, notes),
            incident_on=incident.astimezone(self.village.zone).date() if incident else None,
            incident_text="" if incident else self._text(cells, "incident")[:200],
            about_official=AboutOfficial.UNSAID if about_whom else AboutOfficial.NO,
            about_whom=about_whom,
            reporter=person,
        )

    def _text(self, cells: Mapping[str, str], name: str) -> str:
        parts = []
        for column in self.mapping.columns.get(name, ()):
            text = cells.get(column, "")
            if column in self.mapping.html:
                text = plain_text(text)
            if self.mapping.repair_encoding:
                text = repaired(text)
            text = _CONTROL.sub("", text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\r\n", "\n")).strip()
            if text:
                parts.append(text)
        return ", ".join(parts) or self.mapping.defaults.get(name, "")

    def _word(self, cells: Mapping[str, str], name: str) -> str:
        text = self._text(cells, name)
        words = self.mapping.words.get(name, {})
        if text.casefold() in words:
            return words[text.casefold()]
        if not text or text == self.mapping.defaults.get(name):
            return text
        allowed = {"kind": Kind, "class": CaseClass, "status": Status, "outcome": Outcome}[name]
        if text in {str(member) for member in allowed}:
            return text
        raise RowRefused(
            f"Nilai “{text[:60]}” untuk {name} belum ada di pemetaan [words.{name}].",
            kept=f"Nilai untuk {name} belum ada di pemetaan [words.{name}].",
        )

    def _status(self, cells: Mapping[str, str], *, answered: bool) -> Status:
        word = self._word(cells, "status")
        status = Status(word) if word else (self.mapping.answered_status if answered else Status.RECEIVED)
        if status not in CLAIMABLE:
            # It was being handled, by people this register does not know: it starts again from verification.
            return Status.VERIFIED if self._word(cells, "class") and self._text(cells, "category") else Status.RECEIVED
        return status

    def _moment(self, cells: Mapping[str, str], name: str, notes: list[str]) -> datetime | None:
        text = self._text(cells, name)
        if not text:
            return None
        for pattern in self.mapping.dates:
            try:
                moment = datetime.strptime(text, pattern).replace(tzinfo=self.village.zone)
            except ValueError:
                continue
            if moment.date() < EARLIEST or moment > self.now + timedelta(days=1):
                notes.append(f"Tanggal {name} “{text[:40]}” tidak mungkin, dicatat sebagai tidak diketahui.")
                return None
            return moment.astimezone(UTC)
        notes.append(f"Tanggal {name} “{text[:40]}” tidak terbaca, dicatat sebagai tidak diketahui.")
        return None

    def _category(self, cells: Mapping[str, str], notes: list[str]) -> Category | None:
        text = self._text(cells, "category")
        text = self.mapping.words.get("category", {}).get(text.casefold(), text)
        if not text:
            return None
        found = self.categories.get(text.casefold())
        if found is None:
            notes.append(f"Kategori lama: {text[:100]}")
        return found

    def _hamlet(self, cells: Mapping[str, str], notes: list[str]) -> Hamlet | None:
        text = self._text(cells, "hamlet")
        text = self.mapping.words.get("hamlet", {}).get(text.casefold(), text)
        found = self.hamlets.get(text.casefold()) if text else None
        if text and found is None:
            notes.append(f"Dusun lama: {text[:80]}")
        return found

    def _channel(self, cells: Mapping[str, str], notes: list[str]) -> str:
        text = self._text(cells, "channel")
        text = self.mapping.words.get("channel", {}).get(text.casefold(), text)
        by_label = {label.casefold(): name for name, label in CHANNELS} | {name: name for name, _ in CHANNELS}
        if text and text.casefold() not in by_label:
            notes.append(f"Media lama: {text[:60]}")
        return by_label.get(text.casefold(), "register")

    def _point(self, cells: Mapping[str, str], notes: list[str]) -> tuple[Decimal, Decimal] | None:
        latitude, longitude = self._text(cells, "latitude"), self._text(cells, "longitude")
        if not latitude or not longitude:
            return None
        try:
            point = Decimal(latitude.replace(",", ".")), Decimal(longitude.replace(",", "."))
        except InvalidOperation:
            point = Decimal("NaN"), Decimal("NaN")
        if not all(number.is_finite() for number in point) or abs(point[0]) > 90 or abs(point[1]) > 180:
            notes.append(f"Titik peta “{latitude[:20]}, {longitude[:20]}” tidak terbaca.")
            return None
        five = Decimal("0.00001")
        return point[0].quantize(five), point[1].quantize(five)

    def _person(self, cells: Mapping[str, str], notes: list[str]) -> Person | None:
        """Return who complained. What is odd is kept as it stands: an old book is not made right by refusing it."""
        phone, nik = self._text(cells, "phone"), self._text(cells, "nik")
        try:
            phone = normalise_phone(phone) if phone else ""
        except ValueError:
            notes.append("Nomor telepon di buku lama tidak lengkap; disimpan apa adanya.")
        try:
            nik = check_nik(nik).number if nik else ""
        except ValueError:
            notes.append("NIK di buku lama tidak lengkap; disimpan apa adanya.")
        return (
            Person(
                name=self._text(cells, "name")[:120],
                nik=nik[:40],
                phone=phone[:40],
                email=self._text(cells, "email")[:254],
                address=self._text(cells, "address")[:300],
                gender=self._text(cells, "gender")[:20],
            )
            or None
        )


class _Plain(HTMLParser):
    """Keeps the words of an HTML text, with line ends where blocks end."""

    BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in self.BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain_text(html: str) -> str:
    """Return the words of an HTML text; several empty lines become one."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    text = re.sub(r"[ \t\xa0]+", " ", "".join(parser.parts))
    return re.sub(r"\s*\n\s*\n\s*", "\n\n", text).strip()


def repaired(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 ("Â²" for "²"), where that reads cleanly; else leave it as it stands."""
    if not _MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
