"""Many tries at the same moment are still only five chances."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kentongan.people import sign_in
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from tests.factories import MONDAY, Office, make_village
from tests.people.helpers import entered, with_password

CROWD = 12


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("username", ["sari", "tidak.ada"])
def test_a_crowd_at_the_door_gets_five_checks(username: str, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(make_village())
    with_password(office.sari)
    checked: list[str] = []
    check = Officer.check_password
    monkeypatch.setattr(Officer, "check_password", lambda self, text: checked.append(text) or check(self, text))
    together = Barrier(CROWD)

    def try_once(number: int) -> str:
        together.wait()
        try:
            sign_in.check_password(village=office.village, username=username, password=f"salah {number}", at=MONDAY)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(CROWD) as crowd:
        said = Counter(crowd.map(try_once, range(CROWD)))
    assert set(said) <= {"wrong", "locked"}
    assert said["wrong"] <= 4
    assert len(checked) == (5 if username == "sari" else 0)
    assert len(entered(office.sari)) == (1 if username == "sari" else 0)
