"""A hidden case is betrayed nowhere: every page of the desk is the same, byte for byte, whether it is there or not.

Darsono has every role and opens every address he can. Then a restricted case about him comes in, lives, gets a paper, a
letter that cannot be sent; and he opens everything again.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kentongan.cases.actions import assignment, digest, papers, verification
from kentongan.cases.models import Case
from kentongan.documents import papers as paper_files
from kentongan.documents import store
from kentongan.documents.clean import clean
from kentongan.jobs.health import machine
from kentongan.outbox.models import OutboxMessage, State
from kentongan.people import habits
from kentongan.people.models import Officer
from kentongan.rules.types import PaperKind, Role, Urgency
from kentongan.villages.models import Category, Village
from tests.architecture import visitors
from tests.architecture.test_access_table import every_address, parameters
from tests.architecture.visitors import OF_CASES, Neighbourhood, body_of
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, NON_SUPERVISORY, make_officer, restricted_case
from tests.people.helpers import with_password

pytestmark = pytest.mark.django_db

NOW = MONDAY + timedelta(days=1)
WORD = "bansosgaib"
# Where what is asked for stands in the address itself: all that the lists can be asked.
QUESTIONS = {
    "desk:inbox": (
        "?daftar=saya",
        "?daftar=terbuka",
        "?daftar=selesai",
        f"?q={WORD}",
        "?tenggat=soon",
        "?tenggat=late",
    ),
    "desk:calendar": ("?milik=semua", "?milik=saya"),
    "desk:book": ("?masa=2026&buku=semua", "?masa=2026-07&buku=utama"),
    "desk:figures": ("?masa=2026",),
}
CLOCK_TIME = re.compile(rb"\b\d\d[.:]\d\d\b")
TOKENS = (
    re.compile(rb'nonce="[^"]*'),
    re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(rb'(name="formulir" value=")[^"]*'),
    re.compile(rb"(/CreationDate|/ModDate|/ID)[^\n]*"),
    re.compile(rb"<xmp:(?:CreateDate|ModifyDate)>[^<]*"),
    re.compile(rb"uuid:[0-9a-f-]+|xmpMM:(?:InstanceID|DocumentID)>[^<]*"),
)


@pytest.fixture(autouse=True)
def _the_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(machine, "of_desk", lambda _at: ())  # free memory is another matter


class Hidden:
    """What a restricted case about Darsono has left behind: the keys by which one might ask for it."""

    def __init__(self, village: Village, accused: Officer) -> None:
        bpd = make_or_get(village, "Marsudi Utomo", Role.BPD)
        rini = Officer.objects.get(village=village, username="rini")
        self.case = restricted_case(
            village, bpd, rini, about=[accused], story=f"Bantuan {WORD} tidak sampai.", when=MONDAY + timedelta(hours=3)
        )
        category = Category.objects.filter(village=village).first()
        assert category is not None
        verification.verify(
            case=self.case, by=bpd, at=NOW, case_class=NON_SUPERVISORY, category=category, urgency=Urgency.URGENT
        )
        assignment.assign(case=self.case, by=bpd, at=NOW, handler=rini, instruction="Periksa.", due_on=NOW.date())
        self.paper = papers.reserve(case=self.case, by=bpd, at=NOW, kind=PaperKind.ANSWER_LETTER, data={})
        kept = paper_files.keep(b"%PDF-1.7", village=village, by=bpd.id, at=NOW)
        papers.keep(paper=self.paper, document=kept, at=NOW)
        (document,) = store.take_in(village=village, uploads=[clean(jpeg())], by=None, at=NOW)
        store.attach([document], self.case.id, village=village)
        self.document = document
        self.message = OutboxMessage.objects.create(
            village=village,
            channel="email",
            template="assigned",
            subject=self.case.id,
            to_officer=rini,
            dedupe_key="gagal-juga",
            state=State.DEAD,
            queued_at=NOW,
            next_attempt_at=NOW,
            settled_at=NOW,
        )

    def ids(self) -> dict[str, UUID]:
        return {
            "case_id": self.case.id,
            "other_id": self.case.id,
            "document_id": self.document.id,
            "paper_id": self.paper.id,
            "message_id": self.message.id,
        }


def make_or_get(village: Village, name: str, role: Role) -> Officer:
    found = Officer.objects.filter(village=village, username=name.split()[0].lower()).first()
    return found or make_officer(village, name, role, email="marsudi@example.org")


def test_a_hidden_case_is_betrayed_nowhere() -> None:
    place = visitors.settle()
    darsono = with_password(make_officer(place.here, "Darsono Budi", *OF_CASES, Role.OVERSEER, Role.ADMIN))
    feed = habits.new_feed(officer=darsono, at=MONDAY)
    make_or_get(place.here, "Marsudi Utomo", Role.BPD)
    client = Client(SERVER_NAME=visitors.HOSTS[place.here.code])
    client.force_login(darsono)
    nothing = {key: uuid4() for key in ("case_id", "other_id", "document_id", "paper_id", "message_id")}

    for name in ("desk:inbox", "desk:figures"):
        client.get(reverse(name))  # what is made at the first visit (figures, habits) is made
    before = looked_at(client, place, feed, nothing)
    morning = digest_of(place, darsono)
    mails = OutboxMessage.objects.filter(to_officer=darsono).count()
    hidden = Hidden(place.here, darsono)
    after = looked_at(client, place, feed, hidden.ids(), number=hidden.case.number, seq=hidden.case.seq)

    assert Case.objects.filter(pk=hidden.case.pk, restricted=True).exists()
    assert [told(name, before[name], after[name]) for name in before if before[name] != after[name]] == []
    assert [name for name in after if str(hidden.case.id).encode() in after[name][1]] == []
    assert len(before) > 60
    assert digest_of(place, darsono) == morning
    assert OutboxMessage.objects.filter(to_officer=darsono).count() == mails


def test_the_pages_would_differ_for_who_may_see_it() -> None:
    """The test above can fail: a member of the case meets it in list, search, numbers and calendar."""
    place = visitors.settle()
    bpd = with_password(make_or_get(place.here, "Marsudi Utomo", Role.BPD))
    client = Client(SERVER_NAME=visitors.HOSTS[place.here.code])
    client.force_login(bpd)
    feed = habits.new_feed(officer=bpd, at=MONDAY)
    nothing = {key: uuid4() for key in ("case_id", "other_id", "document_id", "paper_id", "message_id")}
    before = looked_at(client, place, feed, nothing)
    hidden = Hidden(place.here, place.officer)
    after = looked_at(client, place, feed, hidden.ids(), number=hidden.case.number, seq=hidden.case.seq)
    differ = {name for name in before if before[name] != after[name]}
    wanted = {"GET desk:case hidden", "GET desk:document hidden", "GET desk:paper hidden"}
    wanted |= {
        "desk:inbox number",
        "desk:inbox short number",
        f"GET desk:inbox ?q={WORD}",
        "GET desk:inbox ?daftar=terbuka",
    }
    assert wanted <= differ


def told(name: str, before: tuple[int, bytes], after: tuple[int, bytes]) -> str:
    """Where two answers differ first."""
    lines = zip(before[1].splitlines(), after[1].splitlines(), strict=False)
    first = next(((one, two) for one, two in lines if one != two), (b"", b""))
    return f"{name}: {before[0]} {after[0]} {first[0][:300]!r} {first[1][:300]!r}"


def digest_of(place: Neighbourhood, officer: Officer) -> object:
    return digest.digest_for(officer, place.here, today=NOW.date(), since=MONDAY - timedelta(days=3))


def looked_at(
    client: Client,
    place: Neighbourhood,
    feed: str,
    hidden: dict[str, UUID],
    *,
    number: str = "K-8888/ADU/33.03.13.2003/2026",
    seq: int = 8888,
) -> dict[str, tuple[int, bytes]]:
    """Everything that can be seen at the desk: (status, normalised bytes) by what was asked."""
    pages: dict[str, tuple[int, bytes]] = {}
    for name, address in addresses(place, feed, hidden):
        pages[name] = seen(client, "GET", address, hidden, number, seq)
    for name, address, data in posts(hidden, number, seq):
        pages[name] = seen(client, "POST", address, hidden, number, seq, data)
    for label, text in (("number", number), ("short number", f"K-{seq}"), ("bare number", str(seq))):
        pages[f"desk:inbox {label}"] = seen(client, "GET", f"{reverse('desk:inbox')}?q={text}", hidden, number, seq)
    return pages


def addresses(place: Neighbourhood, feed: str, hidden: dict[str, UUID]) -> Iterator[tuple[str, str]]:
    """Every address of the desk by GET: with what lies openly there, and with the hidden keys."""
    for name in every_address():
        if not name.startswith("desk:"):
            continue
        wanted = parameters(name)
        known = place.ids() | {"name": "note", "token": feed}
        address = reverse(name, kwargs={key: value for key, value in known.items() if key in wanted})
        for question in ("", *QUESTIONS.get(name, ())):
            yield f"GET {name} {question}".strip(), address + question
        for key in wanted & hidden.keys():
            kwargs = {each: value for each, value in (known | {key: hidden[key]}).items() if each in wanted}
            yield f"GET {name} hidden", reverse(name, kwargs=kwargs)


def posts(hidden: dict[str, UUID], number: str, seq: int) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What else answers a question: searches, moves on it, printing the book."""
    yield "find reporter", reverse("desk:find_reporter"), {"nama": "Warsiti Ningsih", "alasan": "Ia datang."}
    yield "try again", reverse("desk:try_again", args=[hidden["message_id"]]), {}
    yield "note", reverse("desk:move", args=[hidden["case_id"], "note"]), {"text": "Saya tahu."}
    yield "void paper", reverse("desk:paper_void", args=[hidden["paper_id"]]), {"reason": "Salah."}
    yield (
        "book",
        reverse("desk:book_print"),
        {"masa": "2026", "buku": "semua", "format": "xlsx", "sheet": "f4", "volume": "1"},
    )


def seen(
    client: Client,
    method: str,
    address: str,
    hidden: dict[str, UUID],
    number: str,
    seq: int,
    data: dict[str, str] | None = None,
) -> tuple[int, bytes]:
    with visitors.taken_back():
        response = client.get(address) if method == "GET" else client.post(address, data or {})
        body = body_of(response)
    if body[:2] == b"PK":
        sheet = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(sheet.read(each) for each in sorted(sheet.namelist()) if not each.startswith("docProps"))
    if body[:5] == b"%PDF-" and b"startxref" in body:
        # Its packed bytes hold the minute at which it was made; what can be read on it must be the same.
        pages = PdfReader(io.BytesIO(body)).pages
        body = CLOCK_TIME.sub(b"", "\f".join(page.extract_text() for page in pages).encode())
    for token in TOKENS:
        body = token.sub(b"", body)
    # What he typed himself is no news.
    for key in hidden.values():
        body = body.replace(str(key).encode(), b"-")
    typed = (number, number.replace("/", "%2F"), f"K-{seq}", str(seq))
    for text in typed:
        body = body.replace(text.encode(), b"-")
    return response.status_code, body + str(response.headers.get("Location", "")).encode()
