"""Each line of docs/explanation/what-is-protected.md, "Attacker by attacker": what he learns, and what he does not."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings

from kentongan.cases.actions import follow_up
from kentongan.cases.lodging import AboutOfficial, IdentityMode, Person
from kentongan.cases.models import Case
from kentongan.cases.sealing import shown
from kentongan.people.models import Officer
from kentongan.rules.types import Refused, Role
from kentongan.support import age, bech32
from kentongan.vault import holders, shares
from kentongan.vault.keyring import Keyring, ring_of, service_ring
from kentongan.vault.models import Wrap
from kentongan.villages import remembered
from tests.factories import MONDAY, lodge, make_officer
from tests.guarded import Guarded, everything_stored, key_for

pytestmark = pytest.mark.django_db

OPENLY = Person(name="Terbuka Planted", phone="+6281200000001", email="terbuka@planted.example")
SECRETLY = Person(name="Rahasia Planted", phone="+6281200000002", email="rahasia@planted.example")
NOBODY = Person(email="anonim@planted.example")
STORY = "Kuitansi palsu planted-8842 dibuat Kepala Desa."


@pytest.fixture
def office() -> Iterator[Guarded]:
    """One open, one confidential, one anonymous reporter; the last one complains of the village head."""
    guarded = Guarded()
    lodge(guarded.village, reporter=OPENLY)
    lodge(guarded.village, reporter=SECRETLY, identity_mode=IdentityMode.CONFIDENTIAL)
    lodge(
        guarded.village,
        story=STORY,
        reporter=NOBODY,
        identity_mode=IdentityMode.ANONYMOUS,
        about_official=AboutOfficial.YES,
        about_whom="Kepala Desa",
    )
    yield guarded
    remembered.forget()


def opened_with(identity: str) -> bytes:
    """All that one secret key opens in the database, however it is stored."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            for value in row:
                if isinstance(value, (bytes, memoryview)):
                    sealed = [bytes(value)]
                else:
                    sealed = [b64decode(each) for each in re.findall(r"age:([A-Za-z0-9+/=]+)", str(value))]
                for each in sealed:
                    try:
                        found.append(age.decrypt(each, identity=identity))
                    except (age.NotOpened, ValueError):
                        continue
    return b"\n".join(found)


def test_a_stolen_database_names_nobody_and_tells_no_sealed_story(office: Guarded) -> None:
    haystack = everything_stored()
    for person in (OPENLY, SECRETLY, NOBODY):
        for planted in person.as_dict().values():
            assert planted.encode() not in haystack, planted
    assert b"planted-8842" not in haystack
    # What he does learn: numbers, dates, status, and the words of ordinary complaints.
    assert Case.objects.get(restricted=True).number.encode() in haystack
    assert b"berlubang besar" in haystack


def test_a_stolen_disk_with_its_secrets_opens_what_the_service_opens_and_no_more(office: Guarded) -> None:
    opened = opened_with(settings.KENTONGAN_SECRETS.vault_identity)
    assert OPENLY.name.encode() in opened
    assert NOBODY.email.encode() in opened  # he asked for mails, so the service must know where to
    for planted in (SECRETLY.name, SECRETLY.phone, SECRETLY.email, "planted-8842"):
        assert planted.encode() not in opened, planted
    assert all(shown(case, service_ring()).locked for case in Case.objects.filter(restricted=True))


def test_a_live_server_gives_what_lies_unlocked_at_that_moment(office: Guarded) -> None:
    case = Case.objects.get(restricted=True)
    assert STORY in shown(case, office.ring(office.bpd)).story
    assert shown(case, Keyring({}, officer=office.bpd.id, service=True)).locked


def test_two_keepers_of_sheets_together_open_what_that_officer_opens_and_one_alone_nothing(office: Guarded) -> None:
    officer = make_officer(office.village, "Wasis Pemegang", Role.BPD)
    draft = holders.draw(village=office.village, officer=officer, at=MONDAY)
    holders.activate(draft, village=office.village, officer=officer, at=MONDAY)
    with pytest.raises(Refused):
        shares.join([draft.shares[0]])
    identity = bech32.identity_of(shares.join([draft.shares[0], draft.shares[2]]))
    assert identity == draft.identity
    # He came later than the case: his key opens nothing of it, so neither do his sheets.
    assert shown(Case.objects.get(restricted=True), ring_of(identity, officer=officer.id)).locked


def test_a_curious_administrator_has_neither_right_nor_key(office: Guarded) -> None:
    case = Case.objects.get(restricted=True)
    with pytest.raises(Refused):
        follow_up.note(case=case, by=office.admin, at=MONDAY, text="Mengintip.")
    with pytest.raises(Refused):
        holders.draw(village=office.village, officer=office.admin, at=MONDAY)


def test_the_accused_has_no_wrap_also_when_he_becomes_a_holder_later(office: Guarded) -> None:
    case = Case.objects.get(restricted=True)
    ring = key_for(office.kades)
    assert shown(case, ring).locked
    assert not Wrap.objects.filter(officer=office.kades.id).exists()
    with pytest.raises(Refused):
        follow_up.note(case=case, by=Officer.objects.get(pk=office.kades.id), at=MONDAY, text="Tentang saya?")


def test_the_length_of_what_is_sealed_tells_little(office: Guarded) -> None:
    lengths = set()
    for words in ("x", "yy", "Cerita pendek tentang Kepala Desa."):
        receipt = lodge(office.village, story=words, about_official=AboutOfficial.YES, reporter=NOBODY)
        sealed = Case.objects.get(pk=receipt.case.pk).sealed_content
        assert sealed is not None
        lengths.add(len(bytes(sealed)) // 256)
    assert len(lengths) <= 2
