"""The desk's page of programs' keys."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from kentongan.people import api_keys
from kentongan.people.models import ApiKey, Officer
from kentongan.villages.models import Village
from tests.factories import Office
from tests.sites.desk.helpers import text_of

DeskOf = Callable[[Officer], Client]
PAGE = "/meja/pengaturan/kunci-program/"
NEW = {"label": "Lapor Kecamatan", "officer": "-", "body": "Kecamatan Rembang"}


def test_a_new_key_is_shown_once_and_works(village: Village, office: Office, desk_of: DeskOf) -> None:
    desk = desk_of(office.admin)
    shown = desk.post(PAGE, NEW)
    secret = re.search(r"ktg_[\w-]{40,}", text_of(shown))
    assert secret is not None
    assert "no-store" in shown["Cache-Control"]
    assert api_keys.check(village, secret[0], timezone.now())
    again = text_of(desk.get(PAGE))
    assert secret[0] not in again
    assert all(words in again for words in ("Lapor Kecamatan", "Kecamatan Rembang"))


def test_what_was_typed_stays_when_something_is_missing(office: Office, desk_of: DeskOf) -> None:
    desk = desk_of(office.tono)
    for wrong, said in (
        ({"label": ""}, "Beri kunci ini nama"),
        ({"body": ""}, "salah satu saja"),
        ({"officer": str(office.joko.pk)}, "salah satu saja"),
    ):
        page = desk.post(PAGE, NEW | wrong)
        assert page.status_code == 422
        assert said in text_of(page)
    assert 'value="Lapor Kecamatan"' in text_of(page)
    assert not ApiKey.objects.exists()


def test_a_key_is_revoked_after_one_question(village: Village, office: Office, desk_of: DeskOf) -> None:
    desk = desk_of(office.tono)
    desk.post(PAGE, NEW)
    address = f"{PAGE}{ApiKey.objects.get().pk}/cabut/"
    assert "Cabut kunci" in text_of(desk.get(address))
    after = text_of(desk.post(address, follow=True))
    assert "sudah dicabut" in after
    assert ApiKey.objects.get().revoked_at is not None
    assert desk.get(address).status_code == 404
