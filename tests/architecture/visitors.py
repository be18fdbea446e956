"""Everybody who may knock at a door of the service, and what they find there: for the table of access."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kentongan.cases.actions import assignment, breach, papers, privacy, verification
from kentongan.cases.models import BreachNotice, Case, CaseMember, Paper, PrivacyRequest, Publication
from kentongan.documents import papers as paper_files
from kentongan.documents import store
from kentongan.documents.clean import clean
from kentongan.documents.models import Document
from kentongan.outbox.models import OutboxMessage, State
from kentongan.people import api_keys, habits, holders, second_factor
from kentongan.people.api_keys import NewKey
from kentongan.people.models import KeyHolder, Officer
from kentongan.portal import follow_cookie
from kentongan.rules.data_rights import DataRequest
from kentongan.rules.numbering import format_code
from kentongan.rules.publication import Consent
from kentongan.rules.types import CaseClass, PaperKind, Role, Route, Urgency
from kentongan.villages import changes
from kentongan.villages.changes import Area, Changer
from kentongan.villages.models import Category, Hamlet, SettingsChange, Village
from kentongan.watching import keys as observer_keys
from kentongan.watching import watches
from kentongan.watching.models import ObserverKey, Watch
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, lodge, make_officer, make_village
from tests.people.helpers import PASSWORD, code_for, with_password
from tests.signing_in import password_only
from tests.watching.world import make_observer, publish

OF_CASES = (Role.INTAKE, Role.UNIT_HEAD, Role.HANDLER, Role.VILLAGE_HEAD, Role.BPD)
STORY = "Pagar balai dusun roboh dan kayunya berserakan di jalan."
PUBLIC_ID = "terbit0000000001"
HOSTS = {"33.03.13.2003": "aduan.karangbawang.example", "33.03.13.2005": "aduan.losari.example"}


@dataclass(frozen=True)
class Neighbourhood:
    """Two villages on one installation, and what lies in the first one."""

    here: Village
    there: Village
    case: Case
    code: str
    document: Document
    other_case: Case
    other_code: str
    there_code: str
    there_case: Case
    paper: Paper
    message: OutboxMessage
    officer: Officer
    change: SettingsChange
    holder: KeyHolder
    request: PrivacyRequest
    notice: BreachNotice
    feed: str  # the secret of Joko's calendar
    program: NewKey
    watch: Watch  # of Laras, who observes
    observer_key: ObserverKey

    def ids(self) -> dict[str, object]:
        """What stands in the addresses."""
        return {
            "case_id": self.case.id,
            "other_id": self.other_case.id,
            "token": self.feed,
            "document_id": self.document.id,
            "paper_id": self.paper.id,
            "kind": "mediation_minutes",  # a paper that every role of cases may make
            "message_id": self.message.id,
            "filter_id": self.case.id,  # of no filter: those are an officer's own
            "officer_id": self.officer.id,
            "batch_id": self.case.id,  # of no printing of blank forms: making a sheet takes long
            "passkey_id": 999_999_999,  # of no passkey: those are an officer's own, and so are sessions
            "session_id": self.case.id,
            "slug": "dusun",  # an area of the settings that has rows
            "key": "welcome",
            "row_id": self.change.row,
            "change_id": self.change.id,
            "holder_id": self.holder.id,
            "request_id": self.request.id,
            "notice_id": self.notice.id,
            "who": "subjects",
            "program_id": self.program.key.id,
            "form": "json",
            "code": "umum",  # a service of every village
            "token_id": "tidak-ada",
            "number": 1,
            "layout": "1",
            "version": "updated",  # of open data; none was made yet
            "name": "aduan.csv",
            "rest": "0/000",  # a tile of a log that has published nothing yet
            "watch_id": self.watch.id,
            "key_id": self.observer_key.id,
            "proof": watches.proof_for(self.watch.id),
            "public_id": PUBLIC_ID,
        }


def settle() -> Neighbourhood:
    """Build both villages; the case is Joko's, has a photo, and its story is found nowhere else."""
    here = make_village(hostname=HOSTS["33.03.13.2003"])
    there = make_village("Losari", "33.03.13.2005", hostname=HOSTS["33.03.13.2005"])
    (document,) = store.take_in(village=here, uploads=[clean(jpeg())], by=None, at=MONDAY)
    receipt = lodge(here, story=STORY, documents=(document,))
    head = make_officer(here, "Tono Prasetyo", Role.UNIT_HEAD)
    joko = make_officer(here, "Joko Lelono", Role.HANDLER)
    _assign(receipt.case, head, joko)
    other = lodge(here)
    _assign(other.case, head, make_officer(here, "Rini Astuti", Role.HANDLER))
    elsewhere = lodge(there)
    publish(here, "terbit1")
    laras = make_observer(here)
    _published(other.case)
    return Neighbourhood(
        here=here,
        there=there,
        case=receipt.case,
        code=format_code(receipt.code or ""),
        document=document,
        other_case=other.case,
        other_code=format_code(other.code or ""),
        there_code=format_code(elsewhere.code or ""),
        there_case=elsewhere.case,
        paper=_letter(receipt.case, head),
        message=_given_up(here, joko),
        officer=make_officer(here, "Wagimin Setu", Role.HANDLER),
        change=_renamed(here),
        holder=holders.name_holder(route=Route.UNIT, officer=head, by=None, at=MONDAY),
        request=privacy.ask(case=receipt.case, at=MONDAY, kind=DataRequest.ERASURE),
        notice=breach.note(village=here, by=head, at=MONDAY, known_at=MONDAY, words={"kinds": ["names"]}),
        feed=habits.new_feed(officer=joko, at=MONDAY),
        program=api_keys.make(village=here, by=head, at=MONDAY, label="Aplikasi", body="Diskominfo"),
        watch=watches.add(by=laras, wish=watches.Wish(name="Semua"), at=MONDAY),
        observer_key=observer_keys.make(by=laras, name="Program", at=MONDAY).row,
    )


def _published(case: Case) -> None:
    """What anybody may read of it."""
    case.publish_consent = Consent.YES
    case.save(update_fields=["publish_consent"])
    Publication.objects.create(
        village=case.village,
        case=case,
        public_id=PUBLIC_ID,
        version=1,
        shown_period="2026-Q3",
        published_at=MONDAY,
        changed_at=MONDAY,
        page_key=f"20260706{PUBLIC_ID}",
    )


def _letter(case: Case, head: Officer) -> Paper:
    """A letter to the reporter, kept."""
    paper = papers.reserve(case=case, by=head, at=MONDAY, kind=PaperKind.ANSWER_LETTER, data={})
    document = paper_files.keep(b"%PDF-1.7", village=case.village, by=head.id, at=MONDAY)
    return papers.keep(paper=paper, document=document, at=MONDAY)


def _renamed(village: Village) -> SettingsChange:
    hamlet = Hamlet.objects.filter(village=village).first()
    assert hamlet is not None
    hamlet.name = "Dusun Sumur Gedhe"
    change = changes.save(hamlet, area=Area.HAMLETS, by=Changer(None, "Perintah"), at=MONDAY)
    assert change is not None
    return change


def _assign(case: Case, head: Officer, handler: Officer) -> None:
    category = Category.objects.filter(village=case.village_id).first()
    assert category is not None
    verification.verify(
        case=case, by=head, at=MONDAY, case_class=CaseClass.NON_SUPERVISORY, category=category, urgency=Urgency.NORMAL
    )
    due_on = MONDAY.date()
    assignment.assign(case=case, by=head, at=MONDAY, handler=handler, instruction="Tinjau lokasi.", due_on=due_on)


def _given_up(village: Village, officer: Officer) -> OutboxMessage:
    return OutboxMessage.objects.create(
        village=village,
        channel="email",
        template="assigned",
        to_officer=officer,
        dedupe_key="gagal",
        state=State.DEAD,
        queued_at=MONDAY,
        next_attempt_at=MONDAY,
        settled_at=MONDAY,
    )


Guest = Callable[[Neighbourhood, Client, str], None]  # what he did before he came: with this browser, at this prefix


def stranger(_place: Neighbourhood, _client: Client, _prefix: str) -> None:
    """Nobody we know."""


def an_officer(*roles: Role, at_home: bool = True) -> Guest:
    """Somebody with these roles, signed in; `at_home` False: at the other village."""

    def arrive(place: Neighbourhood, client: Client, _prefix: str) -> None:
        village = place.here if at_home else place.there
        client.force_login(with_password(make_officer(village, "Darsono Budi", *roles)))

    return arrive


def conflicted(place: Neighbourhood, client: Client, prefix: str) -> None:
    """He may see every case, but this one is about him."""
    an_officer(*OF_CASES)(place, client, prefix)
    himself = Officer.objects.get(village=place.here, username="darsono")
    head = Officer.objects.get(village=place.here, username="tono")
    verification.name_reported(case=place.case, by=head, at=MONDAY, whom="Darsono", officers=[himself])


def outsider(place: Neighbourhood, client: Client, prefix: str) -> None:
    """He has every role of cases, but the case is restricted and he is no member."""
    an_officer(*OF_CASES, Role.OVERSEER)(place, client, prefix)
    restrict(place.case, Officer.objects.get(village=place.here, username="tono"))


def restrict(case: Case, *members: Officer) -> None:
    """Make a case as one that was restricted later."""
    Case.objects.filter(pk=case.pk).update(restricted=True, route=Route.UNIT)
    for member in members:
        CaseMember.objects.create(village=case.village, case=case, officer=member, since=MONDAY)


def handler(place: Neighbourhood, client: Client, _prefix: str) -> None:
    """Joko, whose case it is."""
    client.force_login(with_password(Officer.objects.get(village=place.here, username="joko")))


def other_handler(place: Neighbourhood, client: Client, _prefix: str) -> None:
    """Rini, who has a case of her own."""
    client.force_login(with_password(Officer.objects.get(village=place.here, username="rini")))


def observer(place: Neighbourhood, client: Client, _prefix: str) -> None:
    """Laras, who watches for an NGO."""
    client.force_login(with_password(Officer.objects.get(village=place.here, username="laras")))


def other_observer(place: Neighbourhood, client: Client, _prefix: str) -> None:
    """Bayu, who watches for a newspaper."""
    client.force_login(with_password(make_observer(place.here, "Bayu Kabar", "Koran Pagi")))


def far_observer(place: Neighbourhood, client: Client, _prefix: str) -> None:
    """Somebody who watches the other village."""
    client.force_login(with_password(make_observer(place.there, "Bayu Kabar", "Koran Pagi")))


def signed_in(place: Neighbourhood, client: Client, _prefix: str) -> None:
    """An officer with only a password, who has not proven himself again."""
    password_only(client, with_password(make_officer(place.here, "Darsono Budi", Role.INTAKE)))


def bare(place: Neighbourhood, client: Client, _prefix: str) -> None:
    """He has every role, and should have a second step, but came with his password only."""
    password_only(client, with_password(make_officer(place.here, "Darsono Budi", *OF_CASES, Role.ADMIN)))


def proven(place: Neighbourhood, client: Client, prefix: str) -> None:
    """The same after proving himself again."""
    signed_in(place, client, prefix)
    answer = client.post(f"{prefix}/masuk/akun/pastikan/", {"password": PASSWORD})
    assert answer.status_code == 302


def with_code(place: Neighbourhood, client: Client, prefix: str) -> None:
    """An officer with an authenticator app, who has proven himself again."""
    signed_in(place, client, prefix)
    secret = _app_of(place)
    answer = client.post(f"{prefix}/masuk/akun/pastikan/", {"code": code_for(secret, timezone.now())})
    assert answer.status_code == 302


def half_way(place: Neighbourhood, client: Client, prefix: str) -> None:
    """His password was right; the code is still missing."""
    with_password(make_officer(place.here, "Darsono Budi", Role.INTAKE))
    _app_of(place)
    answer = client.post(f"{prefix}/masuk/", {"username": "darsono", "password": PASSWORD})
    assert answer.headers["Location"].endswith("/masuk/kode/")


def _app_of(place: Neighbourhood) -> str:
    officer = Officer.objects.get(village=place.here, username="darsono")
    secret, now = second_factor.new_secret(), timezone.now()
    second_factor.turn_on(officer=officer, secret=secret, code=code_for(secret, now, step=-1), at=now)
    return secret


def follower(which: Callable[[Neighbourhood], Case]) -> Guest:
    """A reporter who has entered the code of a case."""

    def arrive(place: Neighbourhood, client: Client, _prefix: str) -> None:
        response = HttpResponse()
        follow_cookie.remember(response, which(place), timezone.now(), secret=b"")
        client.cookies[follow_cookie.NAME] = response.cookies[follow_cookie.NAME].value

    return arrive


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written within is not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def copy_of(client: Client, host: str) -> Client:
    """Another browser window with the same cookies, so that one visit does not change the next."""
    twin = Client(SERVER_NAME=host)
    for name, morsel in client.cookies.items():
        twin.cookies[name] = morsel.value
    return twin


def body_of(response: Any) -> bytes:
    """Read the answer to its end (a file that is not read is not closed either)."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def outcome(response: Any, prefix: str) -> str:
    """What a visitor meets, in a word: a status, or where he is sent."""
    if response.status_code != 302:
        return str(response.status_code)
    target = response.headers["Location"]
    path = urlsplit(target).path
    if urlsplit(target).netloc or not path.startswith(f"{prefix}/"):
        return f"out of the village: {target}"
    doors: Mapping[str, str] = {
        "/masuk/": "door",
        "/masuk/akun/pastikan/": "prove",
        "/lacak/": "code",
        "/masuk/kode/": "second",
        "/masuk/akun/amankan/": "secure",
    }
    if path == f"{prefix}/masuk/" and "next=" not in target:
        return "out"
    return doors.get(path.removeprefix(prefix), "on")
