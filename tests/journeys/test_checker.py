"""The page that checks receipts, opened from a disk without a network: it judges exactly as the command does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kentongan.proofs import page as pages
from kentongan.proofs.check import WORDS, ShownLog, check, overall
from kentongan.proofs.file import FileError, Part, parse
from kentongan.support.tlog.note import NoteError, Signer, Verifier
from tests.proofs.world import (
    FORK,
    LODGED,
    NOW,
    RECEIVE,
    SIGNER,
    TRUE,
    VERIFY,
    entries,
    promised,
    proof,
    proved,
    proved_verification,
    receipt,
    received,
    verified,
)
from tests.witness.world import ORIGIN, WholeLog

pytestmark = pytest.mark.once

WHOLE = receipt(proved(), proved_verification()).format()
STRANGER = Signer(ORIGIN, b"\x05" * 32)
ANEW = WholeLog(entries(12), origin=ORIGIN.removesuffix("1") + "2")
OTHER = WholeLog(entries(), origin="another/log")


@pytest.fixture(scope="module")
def opened(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page as a file, in a browser that is offline."""
    path = tmp_path_factory.mktemp("checker") / pages.FILE_NAME
    path.write_text(pages.checker_page(), encoding="utf-8")
    context = chromium.new_context(offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert wrong == []


def _tampered() -> list[tuple[str, dict[str, str], datetime]]:
    changes = [
        ("number 010", "number 011"),
        ("verify-by 2026-07-09", "verify-by 2026-07-08"),
        ('"due_on":"2026-07-09"', '"due_on":"2026-07-08"'),
        ('"kind":"complaint"', '"kind":"question"'),
        ("index 9\n", "index 8\n"),
        (f"{ORIGIN}\n15\n", f"{ORIGIN}\n16\n"),
        ("private-salt", "private_salt"),
        ("-----END KENTONGAN ENTRY-----", ""),
        ("entry A", "entry !"),
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("\u2014 saksi.example/bpd ", "\u2014 saksi.example/bpd A"),
    ]
    assert all(old in WHOLE for old, _new in changes)
    return [(WHOLE.replace(old, new), {}, NOW) for old, new in changes]


def _files() -> list[tuple[str, dict[str, str], datetime]]:
    alone = receipt(promised()).format()
    parts = [
        proved(seen=None),
        proved(seen=NOW),
        proved(38),
        promised(number="011"),
        promised(what="question"),
        promised(due_on=None),
        Part(SIGNER.note(verified().format()), VERIFY),
        Part(STRANGER.note(received().format()), RECEIVE),
        *(Part(promised().promise, RECEIVE, proof(9, 15, log=log)) for log in (FORK, OTHER)),
        Part(promised().promise, RECEIVE, proof(10, 15)),
    ]
    shown = [
        FORK.checkpoint(15),
        TRUE.checkpoint(12),
        TRUE.checkpoint(15),
        TRUE.checkpoint(40),
        OTHER.checkpoint(),
        ANEW.checkpoint(),
        "nothing",
    ]
    return [
        (alone, {}, LODGED),
        (alone, {}, NOW),
        (alone, {"shown": TRUE.checkpoint(5)}, NOW),
        (alone, {"shown": TRUE.checkpoint(5)}, LODGED),
        (WHOLE, {}, NOW),
        ("\ufeff" + WHOLE.replace("\n", "\r\n"), {}, NOW),
        (WHOLE, {"key": SIGNER.vkey}, NOW),
        (WHOLE, {"key": STRANGER.vkey}, NOW),
        (WHOLE, {"key": SIGNER.vkey[:-4]}, NOW),
        ("", {}, NOW),
        *((receipt(part).format(), {}, NOW) for part in parts),
        *((WHOLE, {"shown": checkpoint}, NOW) for checkpoint in shown),
        *_tampered(),
    ]


def _by_python(text: str, options: dict[str, str], now: datetime) -> dict[str, Any]:
    try:
        file = parse(text)
        keys = file.log_verifiers
    except (FileError, NoteError):
        return {"trouble": WORDS["trouble"]}
    try:
        keys = [Verifier.parse(options["key"])] if options.get("key") else keys
    except NoteError:
        return {"trouble": WORDS["trouble_key"]}
    shown = ShownLog(options["shown"].strip() + "\n") if options.get("shown") else None
    findings = check(file, now=now, keys=keys, witnesses=file.witness_verifiers, shown=shown)
    parts = [
        {"state": one.state, "reasons": one.reasons, "title": one.title, "sentences": one.sentences} for one in findings
    ]
    return {"state": overall(findings), "parts": parts}


def test_the_page_judges_every_file_as_the_command_does(opened: Page) -> None:
    for text, options, now in _files():
        milliseconds = int(now.timestamp() * 1000)
        theirs = opened.evaluate(
            "([text, options]) => kentongan.judge(text, options)", [text, {**options, "now": milliseconds}]
        )
        theirs.pop("key", None)
        theirs.pop("witness", None)
        assert theirs == _by_python(text, options, now), (options, text)


def test_somebody_without_a_network_reads_that_it_is_proved(opened: Page, tmp_path: Path) -> None:
    file = tmp_path / "tanda-terima.txt"
    file.write_text(WHOLE)

    opened.get_by_label("Berkas tanda terima").set_input_files(file)
    opened.wait_for_function("document.getElementById('isi').value !== ''")
    opened.get_by_label("Kunci log").fill(SIGNER.vkey)
    opened.get_by_role("button", name="Periksa").click()

    said = opened.locator("#hasil").inner_text()
    assert said.count("TERBUKTI") == 2
    assert "saksi.example/bpd" in said
    assert "Diperiksa dengan kunci yang Anda berikan." in said


def test_a_tampered_file_is_called_broken_with_the_reason(opened: Page) -> None:
    opened.get_by_label("Atau tempelkan").fill(WHOLE.replace("verify-by 2026-07-09", "verify-by 2026-07-08"))
    opened.get_by_role("button", name="Periksa").click()

    said = opened.locator("#hasil").inner_text()
    assert "DILANGGAR" in said
    assert "tidak ditandatangani oleh kunci log desa" in said


def test_the_libraries_are_those_that_their_author_published() -> None:
    folder = Path(pages.__file__).parent / "checker" / "noble"

    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in folder.glob("*.js")}

    assert found == {
        "_md.js": "60cf3010fda89e3e",
        "_u64.js": "b09da8c07fe8187c",
        "ed25519.js": "a4f631d1876b5d9e",
        "sha2.js": "471746bba6ec4c62",
        "utils.js": "037ad49adb78168b",
    }
