"""The case page: one officer's view of one case, with exactly the moves the table allows him now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case
from kentongan.cases.queries.case_page import CasePage, ClockLine
from kentongan.cases.queries.duplicates import LikelyDuplicate
from kentongan.cases.queries.inbox import CHANNEL_LABELS, DueMark, mark_of
from kentongan.cases.sealing import found_in
from kentongan.desk.moves import FORMS, Group, MoveForm
from kentongan.desk.pages.data import DataOnCase, data_on
from kentongan.desk.pages.hints import hints_for
from kentongan.desk.pages.papers import PapersOfCase, papers_on
from kentongan.desk.pages.publication import PublicationOfCase, publication_of
from kentongan.desk.pages.replies import Offer, begin_with, offers
from kentongan.desk.pages.suggestions import SuggestedChoice, choices_for
from kentongan.desk.pages.timeline import TimelineItem, timeline
from kentongan.forms.evidence import Evidence
from kentongan.people.models import Officer
from kentongan.rules.types import CaseClass, Kind, Move, Status, Urgency
from kentongan.rules.workflow import Transition
from kentongan.ui.village_map import VillageMap, village_map
from kentongan.ui.words import say_distance
from kentongan.vault.keyring import NO_KEYS, Keyring
from kentongan.villages.models import ReplyUse

IDENTITY_LABELS: Final = {
    "name": "Nama",
    "phone": "Telepon",
    "email": "Surel",
    "address": "Alamat",
    "nik": "NIK",
    "gender": "Jenis kelamin",
    "represented": "Atas nama",
    "representation": "Hubungan",
}
GENDERS: Final = {"f": "Perempuan", "m": "Laki-laki"}

STATUS_TONES: Final = {
    Status.RECEIVED: "go",
    Status.VERIFIED: "go",
    Status.ASSIGNED: "go",
    Status.IN_PROGRESS: "go",
    Status.ANSWER_PROPOSED: "go",
    Status.WAITING: "warn",
    Status.REOPENED: "warn",
    Status.UNDER_OBJECTION: "warn",
    Status.ANSWERED: "ok",
    Status.CLOSED: "ok",
}

# What usually comes next, so that the page can put it first; the table alone decides what is offered at all.
USUAL: Final[Mapping[Status, tuple[Move, ...]]] = {
    Status.RECEIVED: (Move.VERIFY,),
    Status.VERIFIED: (Move.ASSIGN, Move.ANSWER),
    Status.REOPENED: (Move.ASSIGN,),
    Status.ASSIGNED: (Move.PROGRESS, Move.PROPOSE),
    Status.IN_PROGRESS: (Move.PROGRESS, Move.PROPOSE),
    Status.ANSWER_PROPOSED: (Move.ANSWER, Move.RETURN),
    Status.FORWARDED: (Move.BODY_ANSWERED,),
    Status.UNDER_OBJECTION: (Move.DECIDE_OBJECTION,),
    Status.ANSWERED: (Move.TELL,),
    Status.WAITING: (Move.COMPLETE,),
}


@dataclass(frozen=True)
class MoveItem:
    """One move on offer."""

    form: MoveForm
    sentence: str
    open: bool
    usual: bool  # what usually comes next
    replies: tuple[Offer, ...] = ()  # templates to begin with
    suggested: tuple[SuggestedChoice, ...] = ()  # what is likely, from the words of the case

    @property
    def name(self) -> str:
        """The move's name, for its address and for the ids of its fields."""
        return self.form.move.value


@dataclass(frozen=True)
class Failed:
    """A move that was not made: its form with what was typed, and the files that came with it."""

    form: MoveForm
    evidence: Evidence
    changed: str = ""  # somebody was faster: who, what, when


@dataclass(frozen=True)
class Spot:
    """Where it happened, on the village's drawn map."""

    map: VillageMap
    x: str
    y: str
    outside: bool


@dataclass(frozen=True)
class CaseScreen:
    """Everything the case page's template asks for."""

    page: CasePage
    today: date
    stamp: str
    status: Status
    tone: str
    due: ClockLine | None  # the deadline that counts now
    due_words: str
    due_mark: DueMark
    main: tuple[MoveItem, ...]
    talk: tuple[MoveItem, ...]
    more: tuple[MoveItem, ...]
    open_identity: MoveItem | None
    reissue: MoveItem | None
    failed: Failed | None
    unsent: tuple[tuple[str, str], ...]
    evidence: Evidence
    token: str
    timeline: tuple[TimelineItem, ...]
    papers: PapersOfCase
    publication: PublicationOfCase
    facts: tuple[tuple[str, str], ...]
    spot: Spot | None
    identity: tuple[tuple[str, str], ...]
    anonymous: bool
    likely: tuple[LikelyDuplicate, ...]  # cases that may be about the same thing
    found: tuple[str, ...]  # what made an opened case sealed on receipt
    hints: tuple[str, ...]  # why something is as it is, where an officer would wonder
    data: DataOnCase  # what the reporter asked for about his data

    @property
    def case(self) -> Case:
        """The case."""
        return self.page.case


def stamp_of(case: Case) -> str:
    """Return the stamp that a form carries to tell whether the case changed meanwhile."""
    return case.updated_at.isoformat()


def case_screen(
    page: CasePage,
    officer: Officer,
    *,
    today: date,
    token: str,
    wanted: str = "",
    failed: Failed | None = None,
    identity: Mapping[str, Any] | None = None,
    likely: tuple[LikelyDuplicate, ...] = (),
    reply: str = "",
    query: Mapping[str, str] | None = None,
    keys: Keyring = NO_KEYS,
) -> CaseScreen:
    """Put the page together. `wanted` names the move whose form is open; the first of the main ones otherwise.

    `reply` is the template that the form in `failed` begins with, after what is typed in it; `query` says which offers
    were clicked on.
    """
    case = page.case
    items = _items(page, officer, today, wanted, failed, reply, query or {})
    offered = {item.form.move for item in items}
    lost = failed is not None and failed.form.move not in offered
    due = next((line for line in page.now_due if not line.reporters), None)
    return CaseScreen(
        page=page,
        today=today,
        stamp=stamp_of(case),
        status=Status(case.status),
        tone=STATUS_TONES.get(Status(case.status), ""),
        due=due,
        due_words=_due_words(due, today),
        due_mark=mark_of(due.due_on if due else None, today),
        main=_usual_first(_of(items, Group.MAIN)),
        talk=_of(items, Group.TALK),
        more=_of(items, Group.MORE),
        open_identity=next((item for item in items if item.form.move is Move.OPEN_IDENTITY), None),
        reissue=next((item for item in items if item.form.move is Move.REISSUE_CODE), None),
        failed=failed,
        unsent=tuple(failed.form.typed()) if failed is not None and lost else (),
        evidence=failed.evidence if failed else Evidence(token=""),
        token=token,
        timeline=timeline(page),
        papers=papers_on(page, officer),
        publication=publication_of(case, officer),
        facts=tuple(facts_of(case)),
        likely=likely,
        found=found_in(case),
        hints=hints_for(case, officer, offered),
        data=data_on(case, keys),
        spot=_spot(case),
        identity=tuple(identity_lines(identity)) if identity is not None else (),
        anonymous=case.identity_mode == IdentityMode.ANONYMOUS,
    )


def _of(items: list[MoveItem], group: Group) -> tuple[MoveItem, ...]:
    return tuple(item for item in items if item.form.group is group)


def _usual_first(items: tuple[MoveItem, ...]) -> tuple[MoveItem, ...]:
    return tuple(sorted(items, key=lambda item: not item.usual))


def _items(
    page: CasePage,
    officer: Officer,
    today: date,
    wanted: str,
    failed: Failed | None,
    reply: str,
    query: Mapping[str, str],
) -> list[MoveItem]:
    opened = failed.form.move.value if failed else wanted
    templates = offers(page, today)
    if failed is not None and reply:
        begin_with(failed.form, reply, templates)
    return [
        _item(page, transition, officer, today, opened, failed, templates, query)
        for transition in page.moves
        if transition.move in FORMS
    ]


def _item(
    page: CasePage,
    transition: Transition,
    officer: Officer,
    today: date,
    opened: str,
    failed: Failed | None,
    templates: Mapping[ReplyUse, tuple[Offer, ...]],
    query: Mapping[str, str],
) -> MoveItem:
    move = transition.move
    form = (
        failed.form
        if failed is not None and failed.form.move is move
        else FORMS[move](case=page.case, officer=officer, today=today)
    )
    if "case_class" in form.fields:
        form.fields["case_class"].choices = [  # type: ignore[attr-defined]  # a ChoiceField by its declaration
            (kind.value, _class_words(kind, page.answer_limits)) for kind in CaseClass
        ]
    usual = move in USUAL.get(Status(page.case.status), ())[:1]
    return MoveItem(
        form=form,
        sentence=transition.sentence,
        open=opened == move.value,
        usual=usual,
        replies=templates[form.reply_use] if form.reply_use else (),
        suggested=choices_for(page.case, form, query),
    )


def _class_words(case_class: CaseClass, limits: Mapping[CaseClass, str]) -> str:
    limit = limits.get(case_class)
    return f"{case_class.label} (ditanggapi dalam {limit})" if limit else case_class.label


def _due_words(due: ClockLine | None, today: date) -> str:
    if due is None:
        return ""
    if due.due_on is None:
        return "berhenti, menunggu pelapor"
    return say_distance(due.due_on, today)


def facts_of(case: Case) -> list[tuple[str, str]]:
    """Return what is known of a case beside its story, as label and words."""
    where = [
        case.hamlet.name if case.hamlet else "",
        f"RT {case.rt}" if case.rt else "",
        f"RW {case.rw}" if case.rw else "",
    ]
    about = {"yes": case.about_whom or "Ya, tentang perangkat desa", "unsaid": "Tidak disebut"}
    facts = [
        ("Jenis", Kind(case.kind).label),
        ("Klasifikasi", CaseClass(case.case_class).label if case.case_class else "Belum diverifikasi"),
        ("Kategori", case.category.name if case.category else ""),
        ("Kemendesakan", Urgency(case.urgency).label if case.urgency == Urgency.URGENT else ""),
        ("Wilayah", ", ".join(part for part in where if part)),
        ("Tempat", case.place),
        ("Waktu kejadian", case.incident_text),
        ("Terlapor", about.get(case.about_official, case.about_whom)),
        ("Media", CHANNEL_LABELS.get(case.channel, case.channel)),
        ("Dicatat oleh", str(case.recorded_by) if case.recorded_by else ""),
        ("Nomor di buku lama", case.old_number),
        ("Instansi", case.body.name if case.body else ""),
        ("Putaran", f"ke-{case.round}" if case.round > 1 else ""),
    ]
    return [(label, words) for label, words in facts if words]


def _spot(case: Case) -> Spot | None:
    if case.latitude is None or case.longitude is None:
        return None
    drawing = village_map(case.village.polygon)
    if drawing is None:
        return None
    latitude, longitude = float(case.latitude), float(case.longitude)
    x, y = drawing.place(latitude, longitude)
    return Spot(map=drawing, x=f"{x:.1f}", y=f"{y:.1f}", outside=not drawing.shows(latitude, longitude))


def identity_lines(identity: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the vault held, as label and words; a proxy's principal in one line."""
    lines = []
    for key, label in IDENTITY_LABELS.items():
        value = identity.get(key)
        if isinstance(value, Mapping):
            value = ", ".join(str(part) for part in value.values() if part)
        if value:
            lines.append((label, GENDERS.get(str(value), str(value)) if key == "gender" else str(value)))
    return lines
