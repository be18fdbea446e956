"""The village asks its witnesses, believes only their keys, and hears when they have seen another log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kentongan.jobs import alarms, tasks
from kentongan.jobs.health import upkeep
from kentongan.ledger import journal, tree
from kentongan.support import plain_http
from kentongan.support.tlog import note as notes
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.villages import log_keys, witnesses
from kentongan.villages.models import Village, Witness
from kentongan.witness.core import Witness as Witnessing
from kentongan.witness.follow import follow
from kentongan.witness.store import AlarmKind, Store
from tests.factories import MONDAY, lodge, make_village
from tests.witness.serving import serving

KEY = Cosigner("saksi.example/bpd", b"\x01" * 32)
SLOT = timedelta(hours=6)


@pytest.fixture
def log(db: None) -> Village:
    """A village with one complaint and a first checkpoint."""
    village = make_village()
    lodge(village)
    log_keys.make_checkpoint(village, MONDAY)
    return village


@pytest.fixture
def there(log: Village, tmp_path: Path) -> Iterator[Witnessing]:
    """A witness of it, served, and listed by the village."""
    store = Store(tmp_path)
    store.watch(log_keys.signer(log, MONDAY).vkey)
    witness = Witnessing(KEY, store)
    with serving(witness) as url:
        Witness.objects.create(village=log, name="BPD", vkey=KEY.vkey, url=url)
        yield witness


def grow(village: Village, slots: int) -> None:
    lodge(village, when=MONDAY + slots * SLOT)
    log_keys.make_checkpoint(village, MONDAY + slots * SLOT)


def newest(village: Village) -> tree.StoredCheckpoint:
    found = tree.checkpoint(village.log)
    assert found is not None
    return found


def test_each_checkpoint_gets_the_cosignature_of_each_witness(log: Village, there: Witnessing) -> None:
    for slots in (0, 1, 2):
        if slots:
            grow(log, slots)
        tasks.ask_witnesses(MONDAY + slots * SLOT)
        assert [each.name for each in newest(log).cosignatures] == [KEY.name]

    (line,) = witnesses.witnesses(log)
    assert (line.name, line.trouble) == ("BPD", "")
    assert line.last is not None
    assert alarms.active(log) == []


def test_a_checkpoint_that_is_cosigned_is_not_sent_again(log: Village, there: Witnessing) -> None:
    row = Witness.objects.select_related("village").get()

    assert witnesses.ask(row, at=MONDAY)
    assert not witnesses.ask(row, at=MONDAY)


def test_a_witness_that_knows_more_than_the_village_remembers_is_asked_anew(log: Village, there: Witnessing) -> None:
    tasks.ask_witnesses(MONDAY)
    grow(log, 1)
    Witness.objects.update(known_size=0)

    tasks.ask_witnesses(MONDAY + SLOT)

    assert len(newest(log).cosignatures) == 1


def test_a_witness_that_is_away_is_noted_shown_and_asked_again(log: Village) -> None:
    Witness.objects.create(village=log, name="LSM", vkey=KEY.vkey, url="http://127.0.0.1:9/")

    tasks.ask_witnesses(MONDAY)

    (line,) = witnesses.witnesses(log)
    assert "tidak dapat dihubungi" in line.trouble
    assert alarms.active(log) == []
    assert ["LSM" in finding.sentence for finding in upkeep.witnesses_of(MONDAY)] == [True]
    assert [each.name for each in witnesses.waiting(limit=5)] == ["LSM"]


@pytest.mark.parametrize("url", ["https://a..b/", f"https://{'a' * 64}.example/"])
def test_a_name_that_can_be_none_is_noted_and_asked_last(log: Village, url: str) -> None:
    Witness.objects.create(village=log, name="LSM", vkey=KEY.vkey, url=url)

    tasks.ask_witnesses(MONDAY)

    assert "tidak dapat dihubungi" in witnesses.witnesses(log)[0].trouble
    assert Witness.objects.get().asked_at == MONDAY


def test_whatever_goes_wrong_with_one_witness_the_next_is_asked(
    log: Village, there: Witnessing, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = Witness.objects.create(
        village=log, name="Aneh", vkey=Cosigner("aneh.example", b"\x05" * 32).vkey, url="http://127.0.0.1:9/"
    )
    Witness.objects.exclude(pk=odd.pk).update(asked_at=MONDAY - SLOT)
    ask = witnesses.ask

    def failing(witness: Witness, **at: Any) -> bool:
        if witness.pk == odd.pk:
            raise RuntimeError
        return ask(witness, **at)

    monkeypatch.setattr(witnesses, "ask", failing)
    with pytest.raises(tasks.SomeVillagesFailed):
        tasks.ask_witnesses(MONDAY)

    assert [each.name for each in newest(log).cosignatures] == [KEY.name]
    odd.refresh_from_db()
    assert odd.asked_at == MONDAY


def test_only_the_earliest_line_of_a_witness_is_kept_and_nothing_grows(log: Village) -> None:
    Witness.objects.create(village=log, name="LSM", vkey=KEY.vkey)
    note = notes.parse(newest(log).note)

    def hand_in(*times: int) -> list[int]:
        lines = [KEY.cosign(note.text, at) for at in times]
        assert witnesses.take(log, note.plus(lines).format().encode(), at=MONDAY)
        return [int(each.at.timestamp()) for each in newest(log).cosignatures]

    assert hand_in(50, 40) == [40]
    journaled = list(journal.read(log.log))
    assert hand_in(60) == hand_in(70) == hand_in(40) == [40]
    assert list(journal.read(log.log)) == journaled
    assert hand_in(30) == [30]


def test_a_witness_that_does_not_watch_this_log_says_so(log: Village, tmp_path: Path) -> None:
    with serving(Witnessing(KEY, Store(tmp_path))) as url:
        Witness.objects.create(village=log, name="LSM", vkey=KEY.vkey, url=url)
        tasks.ask_witnesses(MONDAY)

    assert "belum mengawasi" in witnesses.witnesses(log)[0].trouble


def test_an_answer_signed_by_another_key_is_not_stored(log: Village, there: Witnessing) -> None:
    other = Cosigner(KEY.name, b"\x09" * 32)
    Witness.objects.update(vkey=other.vkey)

    tasks.ask_witnesses(MONDAY)

    assert newest(log).cosignatures == ()
    assert "kunci yang terdaftar" in witnesses.witnesses(log)[0].trouble


class TestAgainstOneself:
    """The village's log is not what it was: its own witnesses say so, at the desk too."""

    def forked(self, log: Village, there: Witnessing, size: int) -> None:
        """Let the witness have seen another log of this size, signed by the very key of the village."""
        from tests.witness.world import WholeLog, entries

        seed = log_keys.seed(log.log, 1)
        other = WholeLog(entries(size), origin=newest(log).origin, seed=seed)
        assert there.add_checkpoint(other.request(0), 1000).status == 200

    @pytest.mark.parametrize(
        ("more", "said", "kind"),
        [(5, "lebih banyak entri", AlarmKind.SHRUNK), (0, "isi lain", AlarmKind.SPLIT)],
    )
    def test_a_log_that_shrank_or_split_raises_an_alarm_on_both_sides(
        self, log: Village, there: Witnessing, more: int, said: str, kind: AlarmKind
    ) -> None:
        self.forked(log, there, newest(log).size + more)

        tasks.ask_witnesses(MONDAY)

        assert [said in alarm.sentence for alarm in alarms.active(log)] == [True]
        assert "Perhatian: BPD" in Client().get("/log/").content.decode()
        assert kind in {alarm.kind for alarm in there.store.alarms()}

    def test_a_fork_that_grew_raises_an_alarm_on_both_sides(self, log: Village, there: Witnessing) -> None:
        self.forked(log, there, newest(log).size)
        grow(log, 1)

        tasks.ask_witnesses(MONDAY + SLOT)

        assert ["tidak berlanjut" in alarm.sentence for alarm in alarms.active(log)] == [True]
        assert {alarm.kind for alarm in there.store.alarms()} == {AlarmKind.UNPROVEN}

    def test_the_alarm_is_over_when_the_witness_signs_again(self, log: Village, there: Witnessing) -> None:
        self.forked(log, there, newest(log).size + 5)
        tasks.ask_witnesses(MONDAY)
        assert len(alarms.active(log)) == 1
        with there.store._connected() as connection:
            connection.execute("DELETE FROM head")

        tasks.ask_witnesses(MONDAY + SLOT)

        assert alarms.active(log) == []


class TestComingByItself:
    """A witness on a laptop fetches the log from the portal and hands its cosignature in."""

    @pytest.fixture
    def laptop(self, log: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Witnessing:
        client = Client()

        def ask(url: str, *, body: bytes | None = None, **_limits: object) -> plain_http.Answer:
            path = url.removeprefix("https://desa.example")
            answer = client.get(path) if body is None else client.post(path, body, content_type="text/plain")
            return plain_http.Answer(answer.status_code, "", b"".join(answer))

        monkeypatch.setattr(plain_http, "ask", ask)
        store = Store(tmp_path)
        store.watch(log_keys.signer(log, MONDAY).vkey, url="https://desa.example/log/")
        return Witnessing(KEY, store)

    def test_its_cosignature_stands_under_the_checkpoint_once_it_is_listed(
        self, log: Village, laptop: Witnessing
    ) -> None:
        (round_,) = follow(laptop, at=1000)
        assert (round_.handed_in, newest(log).cosignatures) == (False, ())
        Witness.objects.create(village=log, name="LSM", vkey=KEY.vkey)

        for slots in (1, 2):
            for _ in range(3):
                lodge(log, when=MONDAY + slots * SLOT)
            grow(log, slots)
            (round_,) = follow(laptop, at=1000 + slots)
            assert (round_.trouble, round_.handed_in) == ("", True)
            assert [each.name for each in newest(log).cosignatures] == [KEY.name]

        assert witnesses.witnesses(log)[0].last is not None

    def test_a_shrunk_log_is_exposed_where_it_is_fetched(self, log: Village, laptop: Witnessing) -> None:
        TestAgainstOneself().forked(log, laptop, newest(log).size + 5)

        (round_,) = follow(laptop, at=1000)

        assert "ALARM" in round_.trouble
        assert [alarm.kind for alarm in laptop.store.alarms()] == [AlarmKind.SHRUNK]

    def test_only_the_newest_checkpoint_with_a_line_of_ours_is_taken(self, log: Village) -> None:
        Witness.objects.create(village=log, name="LSM", vkey=KEY.vkey)
        stranger = Cosigner("asing.example", b"\x03" * 32)
        note = notes.parse(newest(log).note)
        bodies = {
            400: b"rubbish",
            403: note.plus([stranger.cosign(note.text, 5)]).format().encode(),
            200: note.plus([KEY.cosign(note.text, 5)]).format().encode(),
        }
        old = bodies[200]

        said = {
            status: Client().post("/log/cosignature", body, content_type="text/plain").status_code
            for status, body in bodies.items()
        }
        grow(log, 1)

        assert said == {status: status for status in bodies}
        assert Client().post("/log/cosignature", old, content_type="text/plain").status_code == 400
        assert Client().post("/log/cosignature", b"x" * 300_000, content_type="text/plain").status_code == 413
        assert Client().get("/log/cosignature").status_code == 405
