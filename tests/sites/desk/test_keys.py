"""Kunci saya: drawn, confirmed, opened for ten minutes, recovered; nothing of it in session, cache or database."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from unittest import mock

import pypdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kentongan.desk.keys import ring
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.support import bech32
from kentongan.vault import holders, unlocking
from kentongan.vault.models import HolderKey, Unlocking
from tests.factories import MONDAY, Office
from tests.sites.desk.helpers import text_of
from tests.vault.test_holders import everything_stored

DeskOf = Callable[[Officer], Client]
KEYS = "/meja/kunci/"


@pytest.fixture(autouse=True)
def now() -> Iterator[mock.MagicMock]:
    with mock.patch.object(timezone, "now", return_value=MONDAY) as clock:
        yield clock


@pytest.fixture
def proven(desk_of: DeskOf) -> DeskOf:
    """A browser in which the officer has just proven himself."""

    def sign_in(officer: Officer) -> Client:
        client = desk_of(officer)
        session = client.session
        session["account_authentication_methods"] += [{"method": "password", "at": time.time()}]
        session.save()
        return client

    return sign_in


def draft_of(page: str) -> str:
    return re.findall(r'name="draf" value="([0-9a-f]+)"', page)[-1]


def confirm(client: Client, officer: Officer, page: str, *, wrong: bool = False) -> str:
    """Type the two words that are asked."""
    sealed = draft_of(page)
    asked = text_of(client.post(KEYS + "pastikan/", {"draf": sealed}))
    words = holders.unseal_draft(sealed, officer).passphrase.split()
    assert not any(f">{word}<" in asked for word in words)
    places = re.findall(r'name="word_(\d)"', asked)
    assert len(places) == 2
    typed = {f"word_{place}": "kuda" if wrong else words[int(place) - 1].upper() for place in places}
    return text_of(client.post(KEYS + "pastikan/", {"draf": sealed, "cek": "1", **typed}, follow=True))


def test_a_key_is_shown_once_confirmed_from_paper_and_opens(office: Office, proven: DeskOf) -> None:
    client = proven(office.bpd)
    assert "Buat kunci" in text_of(client.get(KEYS))
    page = text_of(client.post(KEYS + "buat/"))
    draft = holders.unseal_draft(draft_of(page), office.bpd)
    assert all(f"<li>{word}</li>" in page for word in [*draft.passphrase.split(), *" ".join(draft.shares).split()])
    assert not HolderKey.objects.exists()
    assert "Belum cocok" in confirm(client, office.bpd, page, wrong=True)
    assert not HolderKey.objects.exists()
    assert draft.passphrase.split()[0] in text_of(client.post(KEYS + "kertas/", {"draf": draft_of(page)}))
    assert "sudah aktif" in confirm(client, office.bpd, page)
    assert HolderKey.objects.get().recipient == draft.recipient
    # The page cannot be used again.
    assert "sudah aktif. Tidak perlu diulang" in confirm(client, office.bpd, page)
    answer = client.post(KEYS + "buka/?next=/meja/kalender/", {"phrase": draft.passphrase, "next": "/meja/kalender/"})
    assert answer["Location"] == "/meja/kalender/"
    morsel = answer.cookies[ring.COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["max-age"]) == (
        True,
        "Strict",
        "/meja/",
        600,
    )
    assert "Kunci terbuka sampai" in text_of(client.get(KEYS))


def opened(office: Office, client: Client) -> tuple[holders.NewKey, str]:
    new = holders.make_key(village=office.village, officer=office.bpd, at=MONDAY)
    client.post(KEYS + "buka/", {"phrase": new.passphrase})
    identity = holders.unlock(village=office.village, officer=office.bpd, phrase=new.passphrase, at=MONDAY)
    return new, identity


def test_while_it_is_open_the_key_stands_in_no_row_session_cache_or_page(office: Office, desk_of: DeskOf) -> None:
    client = desk_of(office.bpd)
    cache.set("seen", "yes")
    new, identity = opened(office, client)
    pages = text_of(client.get(KEYS)) + text_of(client.get("/meja/"))
    assert "Kunci terbuka sampai" in pages
    cached = str(getattr(cache, "_cache", {}))
    assert "seen" in cached
    places = {"session": str(dict(client.session.items())), "cache": cached, "pages": pages}
    key = client.cookies[ring.COOKIE].value.partition(".")[2]
    for secret in (identity, new.passphrase, bech32.raw_of(identity).hex(), key):
        assert secret.encode() not in everything_stored()
        assert [name for name, text in places.items() if secret in text] == []
    assert bech32.raw_of(identity) not in everything_stored()


def test_after_ten_minutes_it_is_closed(office: Office, desk_of: DeskOf, now: mock.MagicMock) -> None:
    client = desk_of(office.bpd)
    opened(office, client)
    now.return_value = MONDAY + timedelta(minutes=10)
    assert "Tertutup" in text_of(client.get(KEYS))


@pytest.mark.parametrize("how", ["tutup", "keluar"])
def test_closing_and_leaving_end_it(office: Office, desk_of: DeskOf, how: str) -> None:
    client = desk_of(office.bpd)
    opened(office, client)
    assert Unlocking.objects.count() == 1
    client.post(KEYS + "tutup/" if how == "tutup" else "/masuk/keluar/")
    assert not Unlocking.objects.exists()
    assert client.cookies[ring.COOKIE].value == ""


@pytest.mark.parametrize("onward", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)"])
def test_opening_never_leads_elsewhere(office: Office, desk_of: DeskOf, onward: str) -> None:
    new = holders.make_key(village=office.village, officer=office.bpd, at=MONDAY)
    answer = desk_of(office.bpd).post(KEYS + "buka/", {"phrase": new.passphrase, "next": onward})
    assert answer["Location"] == KEYS


def test_a_wrong_phrase_keeps_what_was_typed(office: Office, desk_of: DeskOf) -> None:
    holders.make_key(village=office.village, officer=office.bpd, at=MONDAY)
    page = text_of(desk_of(office.bpd).post(KEYS + "buka/", {"phrase": "satu dua"}))
    assert "terdiri dari 6 kata" in page
    assert 'value="satu dua"' in page


def test_two_sheets_give_a_new_key_and_a_mistake_keeps_the_words(office: Office, proven: DeskOf) -> None:
    client = proven(office.bpd)
    old, _ = opened(office, client)
    page = text_of(client.post(KEYS + "pulihkan/", {"first": old.shares[0], "second": old.shares[0] + " zzz"}))
    assert "34" in page
    assert old.shares[0] in page
    page = text_of(client.post(KEYS + "pulihkan/", {"first": old.shares[0], "second": old.shares[2]}))
    assert "yang lama mati" in confirm(client, office.bpd, page)
    assert HolderKey.objects.filter(retired_at=None).count() == 1
    assert not Unlocking.objects.exists()


def test_with_the_phrase_a_key_is_replaced(office: Office, desk_of: DeskOf) -> None:
    client = desk_of(office.bpd)
    old, _ = opened(office, client)
    page = text_of(client.post(KEYS + "ganti/", {"phrase": old.passphrase}))
    assert "yang lama mati" in confirm(client, office.bpd, page)


def test_a_sheet_of_paper_has_its_words_its_keeper_and_no_other_sheets_words(office: Office, proven: DeskOf) -> None:
    client = proven(office.bpd)
    sealed = draft_of(text_of(client.post(KEYS + "buat/")))
    draft = holders.unseal_draft(sealed, office.bpd)
    answer = client.post(KEYS + "lembar.pdf", {"draf": sealed, "lembar": "2", "penyimpan_2": "Bu Lastri <Camat>"})
    reader = pypdf.PdfReader(BytesIO(answer.content))
    said = " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1
    assert "Bu Lastri <Camat>" in said
    assert draft.fingerprint in said
    assert [word for word in draft.shares[1].split() if word not in said] == []
    assert " ".join(draft.shares[0].split()[-6:]) not in said
    assert answer["Cache-Control"] == "private, no-store"


def test_another_officer_cannot_use_the_page(office: Office, proven: DeskOf) -> None:
    sealed = draft_of(text_of(proven(office.bpd).post(KEYS + "buat/")))
    answer = proven(office.tono).post(KEYS + "kertas/", {"draf": sealed}, follow=True)
    assert "tidak utuh lagi" in html.unescape(text_of(answer))


def test_a_page_asks_for_the_ring_only_where_a_cookie_is(office: Office) -> None:
    new = holders.make_key(village=office.village, officer=office.bpd, at=MONDAY)
    identity = holders.unlock(village=office.village, officer=office.bpd, phrase=new.passphrase, at=MONDAY)
    cookie = unlocking.begin(identity, officer=office.bpd, at=MONDAY).cookie
    for value, queries in (("", 0), (cookie, 1)):
        request = RequestFactory().get("/meja/aduan/?a=1")
        request.user, request.village = office.bpd, office.village  # type: ignore[attr-defined]
        request.COOKIES[ring.COOKIE] = value
        with CaptureQueriesContext(connection) as asked:
            assert ring.ring_of_request(request).unlocked is bool(value)
            ring.ring_of_request(request)
        assert len(asked) == queries
        away = ring.needs_unlock(request)
        if value:
            assert away is None
        else:
            assert isinstance(away, HttpResponse)
            assert away["Location"] == "/meja/kunci/buka/?next=%2Fmeja%2Faduan%2F%3Fa%3D1"
            with pytest.raises(Refused, match="wrong_passphrase"):
                ring.once(request, " ".join(reversed(new.passphrase.split())))
            assert ring.once(request, new.passphrase).unlocked
            assert ring.ring_of_request(request).unlocked
