"""`kentongan verify` against forgers, on a served log and on a backup; and what a restore says of what was lost."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from kentongan.cases.models import Case
from kentongan.commands import backup_key, restarting, verify_url
from kentongan.ledger import form, journal, nodes, tree
from kentongan.ledger import log as ledger
from kentongan.support.tlog.note import Signer, Verifier
from kentongan.villages import log_keys, log_restart
from kentongan.villages.log_restart import State
from kentongan.villages.models import Village
from tests.commands.conftest import Kentongan
from tests.commands.test_backup import backed_up, restored
from tests.factories import MONDAY, lodge, make_village
from tests.ledger.flushing import guards_off
from tests.ledger.helpers import sql

pytestmark = pytest.mark.django_db
SIX_HOURS = timedelta(hours=6)


@pytest.fixture
def village(data: Path) -> Village:
    """A village with three cases and a published state of its log."""
    assert data.is_dir()
    village = make_village()
    for _ in range(3):
        lodge(village)
    log_keys.make_checkpoint(village, MONDAY)
    return village


def forge(log: UUID, index: int, private: bytes) -> None:
    """Rewrite an entry and all after it so that everything fits: commitment, chain, head, kept hashes."""
    rows = sql(
        'SELECT e."index", e.entry, c.private_salt FROM ledger_entry e JOIN ledger_content c'
        ' ON c.log = e.log AND c."index" = e."index" WHERE e.log = %s ORDER BY e."index"',
        log,
    )
    chain = form.FIRST_CHAIN_HASH
    for place, entry, salt in rows:
        raw = bytes(entry)
        if place == index:
            parts = form.unpack(raw)
            sealed = form.commitment(form.PRIVATE_TAG, bytes(salt), private)
            raw = form.pack(form.EntryParts(log, place, parts.public_commitment, sealed))
            sql('UPDATE ledger_content SET private = %s WHERE log = %s AND "index" = %s', private, log, place)
        chain = form.chain(chain, raw)
        sql(
            'UPDATE ledger_entry SET entry = %s, chain_hash = %s WHERE log = %s AND "index" = %s',
            raw, chain, log, place,
        )  # fmt: skip
    sql("UPDATE ledger_head SET chain_hash = %s WHERE log = %s", chain, log)
    sql("DELETE FROM ledger_node WHERE log = %s", log)
    nodes.fill(log)


def forged_receipt(village: Village) -> int:
    """Back-date the receipt of the first case: in the case, in its entry, and in everything that hangs on it."""
    case = Case.objects.order_by("pk").first()
    assert case is not None
    entry = next(each for each in ledger.entries_for(case.pk, log=village.log) if each.action == "receive")
    opening = tree.opening(village.log, entry.index, private=True)
    assert opening.private is not None
    earlier = MONDAY - timedelta(days=30)
    forged = opening.private.replace(MONDAY.isoformat().encode(), earlier.isoformat().encode())
    assert forged != opening.private
    with guards_off(connection):
        forge(village.log, entry.index, forged)
    Case.objects.filter(pk=case.pk).update(received_at=earlier)
    return entry.index


def facts_of(kentongan: Kentongan, *more: str) -> dict[str, Any]:
    said = kentongan("verify", "--json", *more)
    report: dict[str, Any] = said.facts["logs"][0]
    assert said.status == (0 if report["ok"] else 1)
    return report


def test_an_untouched_log_is_whole_with_what_was_kept_outside_too(
    kentongan: Kentongan, village: Village, tmp_path: Path
) -> None:
    kept = tmp_path / "tanda.txt"
    stored = tree.checkpoint(village.log)
    assert stored is not None
    kept.write_text(stored.note)
    lodge(village)
    assert facts_of(kentongan, "--checkpoint", str(kept))["ok"]
    kept.write_text("bukan tanda")
    assert kentongan("verify", "--checkpoint", str(kept)).status == 2


HAND: dict[str, str] = {
    "delete": 'DELETE FROM ledger_entry WHERE "index" = 1',
    "alter": 'UPDATE ledger_entry SET entry = %s WHERE "index" = 1',
    "reorder": "",
    "back-date": 'UPDATE ledger_content SET private = %s WHERE "index" = 1',
}


@pytest.mark.parametrize("how", HAND)
def test_whoever_lays_hands_on_an_entry_is_found_and_the_entry_named(
    kentongan: Kentongan, village: Village, how: str
) -> None:
    private = tree.opening(village.log, 1, private=True).private or b""
    values = {"alter": [bytes(form.ENTRY_BYTES)], "back-date": [private.replace(b"2026-07-06", b"2026-06-01")]}
    with guards_off(connection):
        if how == "reorder":  # by way of an index that is free
            for before, after in ((1, 901), (2, 1), (901, 2)):
                sql('UPDATE ledger_entry SET "index" = %s WHERE "index" = %s', after, before)
        else:
            sql(HAND[how], *values.get(how, []))
    report = facts_of(kentongan)
    assert (report["ok"], report["first_bad_index"]) == (False, 1)


def test_a_forger_who_makes_everything_fit_is_exposed_by_what_was_signed_before(
    kentongan: Kentongan, village: Village
) -> None:
    index = forged_receipt(village)
    report = facts_of(kentongan)
    assert (report["problem"], report["facts"]) == (None, [])  # the chain and the case fit what he wrote
    assert "isi catatan bukan lagi yang ditandatangani" in report["heads"][0]
    assert f"antara entri 0 dan {index + 2}" in report["heads"][0]


def test_a_forger_who_signs_with_the_key_is_exposed_by_the_journal_on_another_disk(
    kentongan: Kentongan, village: Village
) -> None:
    forged_receipt(village)
    sql("DELETE FROM ledger_checkpoint")
    kept = list(journal.read(village.log))
    journal.path(village.log).unlink()
    log_keys.make_checkpoint(village, MONDAY)
    assert facts_of(kentongan)["ok"]  # he reached everything that is in this house
    journal.add(village.log, kept)
    assert any("Jurnal" in sentence for sentence in facts_of(kentongan)["heads"])


def test_a_forger_who_reached_everything_in_the_house_is_exposed_by_one_checkpoint_outside(
    kentongan: Kentongan, village: Village, tmp_path: Path
) -> None:
    outside = tmp_path / "tanda-bpd.txt"
    stored = tree.checkpoint(village.log)
    assert stored is not None
    outside.write_text(stored.note)
    forged_receipt(village)
    sql("DELETE FROM ledger_checkpoint")
    journal.path(village.log).unlink()
    log_keys.make_checkpoint(village, MONDAY)
    assert facts_of(kentongan)["ok"]
    assert any("Tanda dari luar" in sentence for sentence in facts_of(kentongan, "--checkpoint", str(outside))["heads"])


def test_a_checkpoint_that_our_key_did_not_sign_is_named(kentongan: Kentongan, village: Village) -> None:
    sql("UPDATE ledger_checkpoint SET note = REPLACE(note, '/log/', '/gol/')")
    assert any("tanda tangannya tidak sah" in sentence for sentence in facts_of(kentongan)["heads"])


def test_a_public_key_put_in_by_hand_is_named(kentongan: Kentongan, village: Village) -> None:
    sql("UPDATE ledger_key SET vkey = 'x'")
    assert any("bukan kunci pemasangan ini" in sentence for sentence in facts_of(kentongan)["heads"])


def test_a_fact_of_a_case_changed_by_hand_is_named_by_the_command(kentongan: Kentongan, village: Village) -> None:
    Case.objects.filter(village=village, seq=2).update(status="closed")
    report = facts_of(kentongan)
    assert [each.partition(": ")[2] for each in report["facts"]] == ["status aduan bukan lagi yang dicatat."]
    assert "TIDAK UTUH" in kentongan("verify").out


# --- as it is served ------------------------------------------------------------------------------------------------


def served(client: Client) -> verify_url.Fetch:
    def fetch(path: str) -> bytes | None:
        answer = client.get(f"/log/{path}")
        return answer.content if answer.status_code == 200 else None

    return fetch


def test_a_served_log_is_read_whole_and_must_go_on_from_what_is_remembered(village: Village, client: Client) -> None:
    key = Verifier.parse(log_keys.signer(village, MONDAY).vkey)
    seen, told = verify_url.verify(served(client), key=key, known={})
    assert "Tanda tangannya cocok" in told
    known = {seen.checkpoint.origin: seen.note}
    lodge(village)
    log_keys.make_checkpoint(village, MONDAY + SIX_HOURS)
    again, told = verify_url.verify(served(client), key=key, known=known)
    assert again.checkpoint.size > seen.checkpoint.size
    assert "Awalnya sama dengan yang diingat" in told
    with pytest.raises(verify_url.NotWhole, match="menyusut"):
        verify_url.verify(_older(served(client), seen.note), key=key, known={again.checkpoint.origin: again.note})
    other = Signer(seen.checkpoint.origin, bytes(32)).verifier
    with pytest.raises(verify_url.NotWhole, match="tidak ditandatangani"):
        verify_url.verify(served(client), key=other, known={})


def _older(fetch: verify_url.Fetch, note: str) -> verify_url.Fetch:
    return lambda path: note.encode() if path == "checkpoint" else fetch(path)


def test_a_forger_with_the_key_is_exposed_by_whoever_looked_before(village: Village, client: Client) -> None:
    key = Verifier.parse(log_keys.signer(village, MONDAY).vkey)
    seen, _ = verify_url.verify(served(client), key=key, known={})
    forged_receipt(village)
    sql("DELETE FROM ledger_checkpoint")
    journal.path(village.log).unlink()
    log_keys.make_checkpoint(village, MONDAY)
    verify_url.verify(served(client), key=key, known={})  # a newcomer sees nothing
    with pytest.raises(verify_url.NotWhole, match="sudah diubah"):
        verify_url.verify(served(client), key=key, known={seen.checkpoint.origin: seen.note})


@pytest.mark.parametrize("path", ["tile/entries/000", "tile/0/000"])
def test_what_is_served_beside_what_was_signed_is_found(village: Village, client: Client, path: str) -> None:
    honest = served(client)

    def lying(wanted: str) -> bytes | None:
        found = honest(wanted)
        return found[:-1] + bytes([found[-1] ^ 1]) if found and wanted.startswith(path) else found

    with pytest.raises(verify_url.NotWhole):
        verify_url.verify(lying, key=None, known={})


# --- keys -----------------------------------------------------------------------------------------------------------


def test_the_key_is_changed_by_a_command_and_everything_still_verifies(kentongan: Kentongan, village: Village) -> None:
    before = kentongan("log", "show", "--json").facts
    assert before["checkpoint"].startswith(before["origin"])
    changed = kentongan("log", "rotate", "--json").facts
    assert changed["generation"] == 2
    made = log_keys.make_checkpoint(village, MONDAY + SIX_HOURS)
    assert made.note.count("\n— ") == 2  # the old key signs beside the new one, for who knows only the old one
    assert facts_of(kentongan)["ok"]
    assert kentongan("log", "show", "--json").facts["vkey"] == changed["vkey"] != before["vkey"]
    kentongan("log", "rotate", "--leaked")
    assert log_keys.make_checkpoint(village, timezone.now()).note.count("\n— ") == 1


# --- restores -------------------------------------------------------------------------------------------------------


def cut(village: Village, size: int) -> None:
    """Put the database back to how it was when the log had `size` entries."""
    with guards_off(connection):
        for table in ("ledger_content", "ledger_entry"):
            sql(f'DELETE FROM {table} WHERE log = %s AND "index" >= %s', village.log, size)
        chain = sql('SELECT chain_hash FROM ledger_entry WHERE log = %s AND "index" = %s', village.log, size - 1)
        sql("UPDATE ledger_head SET size = %s, chain_hash = %s WHERE log = %s", size, bytes(chain[0][0]), village.log)
    sql("DELETE FROM ledger_checkpoint WHERE size > %s", size)
    sql("UPDATE cases_registercounter SET last = 3")
    for case in Case.objects.filter(village=village):
        if not ledger.entries_for(case.pk, log=village.log):
            case.events.all().delete()
            case.clocks.all().delete()
            case.delete()


def test_a_complete_restore_raises_no_alarm(kentongan: Kentongan, village: Village) -> None:
    found = restarting.after_restore({}, [], at=MONDAY, entries_lost=False)
    assert [(each.state, each.origin) for each in found] == [(State.COMPLETE, None)]
    assert "catatan lengkap sampai tanda terakhir" in restarting.sentence(found[0])
    assert facts_of(kentongan)["ok"]


def test_a_restore_that_went_on_otherwise_says_from_where_the_old_log_is_lost(village: Village) -> None:
    common = ledger.size(village.log)
    lodge(village)
    old = log_keys.make_checkpoint(village, MONDAY + SIX_HOURS)
    cut(village, common)
    for _ in range(3):
        lodge(village, when=MONDAY + SIX_HOURS)
    assert ledger.size(village.log) > old.size

    (found,) = restarting.after_restore({}, [], at=MONDAY, entries_lost=False)

    assert found.state == State.FORKED
    assert found.origin is not None
    assert (found.origin.lost.start, found.origin.lost.stop) == (common, old.size)


def test_an_incomplete_restore_is_the_honest_alarm_and_goes_on_under_a_new_name(
    kentongan: Kentongan, village: Village
) -> None:
    old_size = ledger.size(village.log)
    lodge(village)
    lost = log_keys.make_checkpoint(village, MONDAY + SIX_HOURS)
    before = lost.origin
    cut(village, old_size)
    assert "padahal sekarang hanya ada" in "".join(facts_of(kentongan)["heads"])
    found = restarting.after_restore({}, [], at=MONDAY, entries_lost=False)
    restarting.sign_anew(found, at=MONDAY)
    origin = found[0].origin
    assert found[0].state == State.LOST
    assert origin is not None
    assert (origin.lost.start, origin.lost.stop) == (old_size, lost.size)
    entry = tree.opening(village.log, old_size, private=False).public
    assert json.loads(entry)["action"] == "log_restarted"
    assert json.loads(entry)["previous"] == before
    assert json.loads(entry)["previous_size"] == lost.size
    assert facts_of(kentongan)["ok"]  # nothing but the honest case of it, which is announced
    village.refresh_from_db()
    assert lodge(village).case.number == "004/ADU/33.03.13.2003/2026-R2"  # the lost one was 004 without it
    newest = tree.checkpoint(village.log)
    assert newest is not None
    assert newest.origin == origin.name
    # A still newer checkpoint turns up: more was lost than was announced, and that is said.
    assert log_restart.settle(village, at=MONDAY, notes=[lost.note]).origin is None


def test_a_checkpoint_kept_outside_shows_what_no_journal_here_knows(
    kentongan: Kentongan, village: Village, tmp_path: Path
) -> None:
    old_size = ledger.size(village.log)
    lodge(village)
    lost = log_keys.make_checkpoint(village, MONDAY + SIX_HOURS)
    kept = tmp_path / "tanda.txt"
    kept.write_text(lost.note)
    cut(village, old_size)
    journal.path(village.log).unlink()
    assert facts_of(kentongan)["ok"]
    said = kentongan("log", "restarted", "--json")
    assert (said.status, said.facts["origin"]) == (0, None)
    said = kentongan("log", "restarted", "--last-checkpoint", str(kept), "--json")
    assert said.facts["state"] == "lost"
    assert said.facts["origin"].endswith("/2")
    assert (said.facts["lost_from"], said.facts["lost_to"]) == (old_size, lost.size)
    kept.write_text(lost.note.replace("/log/", "/gol/"))
    assert kentongan("log", "restarted", "--last-checkpoint", str(kept)).status == 1


def test_who_knows_that_entries_were_lost_can_say_so(kentongan: Kentongan, village: Village) -> None:
    said = kentongan("log", "restarted", "--entries-lost", "--json")
    assert said.facts["origin"].endswith("/2")
    assert facts_of(kentongan)["ok"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.processes
def test_a_backup_is_verified_and_restored_with_its_journal_and_a_newer_journal_beside_it_tells(
    kentongan: Kentongan, data: Path, tmp_path: Path
) -> None:
    village = make_village()
    key = backup_key.make(data)
    lodge(village)
    log_keys.make_checkpoint(village, MONDAY)
    archive = tmp_path / "cadangan.age"
    backed_up(kentongan, archive)
    paper = tmp_path / "kunci.txt"
    paper.write_text(key)
    said = kentongan("verify", "--backup", str(archive), "--key-file", str(paper), "--json")
    assert (said.status, said.facts["ok"], said.facts["logs"][0]["code"]) == (0, True, village.code), said

    lodge(village)
    log_keys.make_checkpoint(village, MONDAY + SIX_HOURS)
    whole = restored(tmp_path / "lama", archive, key)
    assert (whole.status, whole.facts["origins"][0]["state"]) == (0, "complete")
    new = tmp_path / "baru"
    (new / "checkpoints").mkdir(parents=True)
    (new / "checkpoints" / f"{village.log}.jsonl").write_bytes(journal.path(village.log).read_bytes())
    part = restored(new, archive, key)
    assert (part.status, part.facts["ok"], part.facts["origins"][0]["state"]) == (0, True, "lost"), part
    assert part.facts["origins"][0]["origin"].endswith("/2")
