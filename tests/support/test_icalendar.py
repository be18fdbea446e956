"""Calendars as the standard wants them (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from kentongan.support.icalendar import AllDay, calendar, escape, fold

EVENT = AllDay(
    uid="018f-verify@33.03.13.2003.kentongan",
    day=date(2026, 12, 31),
    summary="Verifikasi aduan: 003/ADU/33.03.13.2003/2026",
    changed=datetime(2026, 7, 6, 9, 0, tzinfo=timezone(timedelta(hours=7))),
)


def made(*events: AllDay) -> bytes:
    return calendar(
        name="Batas waktu, Desa Karangbawang", product="Kentongan", events=events, refresh=timedelta(hours=4)
    )


def test_a_calendar_is_written_line_by_line() -> None:
    assert made(EVENT).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kentongan//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Batas waktu\\, Desa Karangbawang",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "BEGIN:VEVENT",
        "UID:018f-verify@33.03.13.2003.kentongan",
        "DTSTAMP:20260706T020000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Verifikasi aduan: 003/ADU/33.03.13.2003/2026",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_special_letters_are_escaped_and_no_line_can_be_smuggled_in() -> None:
    assert escape("a,b;c\\d\ne\r\nf") == "a\\,b\\;c\\\\d\\ne\\nf"
    assert escape("x\x00y\x1b") == "xy"
    smuggled = AllDay("u", date(2026, 1, 1), "satu\r\nEND:VCALENDAR", datetime(2026, 1, 1, tzinfo=UTC))
    assert made(smuggled).split(b"\r\n").count(b"END:VCALENDAR") == 1


@given(st.text(max_size=300))
def test_no_line_is_longer_than_75_octets_and_unfolding_gives_it_back(text: str) -> None:
    line = escape(text.encode("utf-8", "ignore").decode())
    folded = fold(line)
    assert folded.endswith(b"\r\n")
    pieces = folded[:-2].split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    for piece in pieces:
        piece.decode()  # no letter is cut in two
    assert folded.replace(b"\r\n ", b"").decode() == f"{line}\r\n"
