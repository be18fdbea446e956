"""A virus scanner keeps harm out, and its silence never keeps a complaint out."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import Settings

from kentongan.documents import scan, store
from kentongan.documents.clean import Cleaned, UploadRefused, clean
from kentongan.documents.kinds import Scan
from kentongan.documents.models import Document
from kentongan.documents.pick import pick
from kentongan.documents.serve import document_response
from kentongan.jobs import tasks
from kentongan.jobs.health import scanner as health
from kentongan.support import age, clamd, env
from kentongan.villages.models import Village
from tests.documents import uploads
from tests.documents.conftest import AT
from tests.documents.scanner import _Clamd
from tests.documents.scanner import clamd as running

PHOTO = clean(uploads.jpeg())


@pytest.fixture
def scanner(settings: Settings) -> Iterator[_Clamd]:
    """A scanner that answers."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as (address, server):
        settings.KENTONGAN_CLAMD = address
        yield server


@pytest.fixture
def silence(settings: Settings, tmp_path: Path) -> None:
    """A scanner that is set up but not running."""
    settings.KENTONGAN_CLAMD = clamd.Address(path=str(tmp_path / "nobody.ctl"))


def sent(data: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_what_was_sent_is_looked_at_before_it_is_cleaned(scanner: _Clamd) -> None:
    photo = uploads.jpeg(exif=uploads.exif())
    picked = pick([sent(photo)])
    assert scanner.heard == [photo]
    assert [file.cleaned.scan for file in picked.files] == [Scan.CLEAN]


@pytest.mark.parametrize(
    "data",
    [uploads.EICAR, uploads.zipped({"a": b"x"}) + uploads.EICAR, uploads.jpeg() + uploads.EICAR, uploads.telling_pdf()],
    ids=["plain", "ZIP", "behind a photo", "attached to a PDF"],
)
def test_what_the_scanner_knows_is_refused_with_a_sentence(scanner: _Clamd, data: bytes) -> None:
    picked = pick([sent(data, "surat.pdf"), sent(uploads.jpeg())])
    assert len(picked.files) == 1  # the photo beside it is taken
    assert picked.problems[0].startswith("surat.pdf: Pemeriksa virus menemukan bahaya")


@pytest.mark.parametrize("answer", [b"", b"stream: something else\x00", b"INSTREAM size limit exceeded. ERROR\x00"])
def test_a_scanner_that_says_nothing_useful_keeps_nobody_out(scanner: _Clamd, answer: bytes) -> None:
    scanner.answer = answer
    assert [file.cleaned.scan for file in pick([sent(uploads.jpeg())]).files] == [Scan.PENDING]


def test_a_file_beyond_the_scanners_own_limit_is_taken_and_waits(scanner: _Clamd) -> None:
    scanner.limit = 100_000
    with pytest.raises(clamd.TooLargeForScanner):
        clamd.is_harmful(bytes(5_000_000), _address(), seconds=5)
    assert scan.look(bytes(5_000_000)) is Scan.PENDING


def _address() -> clamd.Address:
    found = scan.address()
    assert found is not None
    return found


def test_a_scanner_that_is_down_keeps_nobody_out(silence: None) -> None:
    assert [file.cleaned.scan for file in pick([sent(uploads.jpeg())]).files] == [Scan.PENDING]


def test_a_scanner_that_falls_asleep_is_not_waited_for(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.KENTONGAN_CLAMD = clamd.Address(host="127.0.0.1", port=listener.getsockname()[1])
        with pytest.raises(clamd.ScannerSilent):
            clamd.is_harmful(b"x", _address(), seconds=0.1)


def test_without_a_scanner_nothing_is_asked() -> None:
    assert [file.cleaned.scan for file in pick([sent(uploads.jpeg())]).files] == [None]


def take_in(village: Village, file: Cleaned, seal_to: str | None = None) -> Document:
    originals_to = seal_to or store.installation_recipient()
    return store.take_in(village=village, uploads=[file], by=None, at=AT, seal_to=seal_to, originals_to=originals_to)[0]


WAITING = replace(PHOTO, scan=Scan.PENDING)
HARMFUL = replace(WAITING, original=uploads.jpeg() + uploads.EICAR)


@pytest.mark.django_db
def test_what_waited_is_looked_at_by_a_job_its_sealed_original_too(village: Village, scanner: _Clamd) -> None:
    good, bad = take_in(village, WAITING), take_in(village, HARMFUL)
    assert scan.counts() == scan.counts(village) == (2, 0)
    tasks.scan_again(datetime(2026, 3, 14, tzinfo=UTC))
    assert [Document.objects.get(id=row.id).scan for row in (good, bad)] == [Scan.CLEAN, Scan.INFECTED]
    assert scan.counts(village) == (0, 1)
    with pytest.raises(store.DocumentHarmful):
        store.read(Document.objects.get(id=bad.id))
    refused = document_response(Document.objects.get(id=bad.id), inline=True)
    assert isinstance(refused, HttpResponse)
    assert refused.status_code == 403
    assert "bahaya" in refused.content.decode()


@pytest.mark.django_db
def test_what_waits_goes_on_waiting_while_the_scanner_is_down(village: Village, silence: None) -> None:
    rows = [take_in(village, WAITING) for _ in range(3)]
    assert scan.rescan() == 0
    assert {Document.objects.get(id=row.id).scan for row in rows} == {Scan.PENDING}
    shown = document_response(rows[0], inline=True)
    assert shown.status_code == 200


@pytest.mark.django_db
def test_a_sealed_file_that_waited_is_looked_at_when_its_key_opens_it(village: Village, scanner: _Clamd) -> None:
    key = age.new_identity()
    harmful = replace(WAITING, data=PHOTO.data + uploads.EICAR)
    row = take_in(village, harmful, seal_to=age.recipient_of(key))
    assert scan.rescan() == 0
    assert scanner.heard == []
    opened = document_response(row, inline=True, opener=partial(age.decrypt, identity=key))
    assert opened.status_code == 403
    assert Document.objects.get(id=row.id).scan == Scan.INFECTED


@pytest.mark.django_db
def test_health_says_how_the_scanner_stands_and_what_waits(village: Village, scanner: _Clamd) -> None:
    take_in(village, WAITING)
    said = {finding.name: (finding.level, finding.sentence) for finding in health.findings(village)}
    assert said["scanner"] == ("ok", "ClamAV 1.0.9/27500/Sat Nov 28 08:00:00 2026 menjawab.")
    assert said["scan_pending"][1].startswith("1 berkas menunggu")
    scan.rescan()
    assert [finding.name for finding in health.findings(village)] == ["scanner"]


@pytest.mark.django_db
def test_health_says_that_the_scanner_is_down(village: Village, silence: None) -> None:
    (finding,) = health.findings()
    assert finding.level == "warning"
    assert "tetap diterima" in finding.sentence


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("unix:/run/clamav/clamd.ctl", clamd.Address(path="/run/clamav/clamd.ctl")),
        ("tcp:127.0.0.1:3310", clamd.Address(host="127.0.0.1", port=3310)),
        ("tcp:[::1]:3310", clamd.Address(host="::1", port=3310)),
        ("", None),
    ],
)
def test_where_the_scanner_listens_is_read(
    text: str, address: clamd.Address | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENTONGAN_CLAMD", text)
    assert env.scanner("KENTONGAN_CLAMD") == address


@pytest.mark.parametrize("text", ["unix:clamd.ctl", "tcp:3310", "tcp:host:0", "tcp:host:x", "127.0.0.1:3310", "ya"])
def test_where_nobody_can_listen_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENTONGAN_CLAMD", text)
    with pytest.raises(env.SettingError, match="KENTONGAN_CLAMD ditulis"):
        env.scanner("KENTONGAN_CLAMD")


def test_a_file_that_is_infected_and_broken_is_called_what_matters(scanner: _Clamd) -> None:
    with pytest.raises(UploadRefused, match="infected"):
        scan.look(uploads.EICAR)
