"""Dates, times and sizes as people say them in Indonesian. Pure: nothing here reads a clock or a setting."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_ZONES: Final = {7 * 60: "WIB", 8 * 60: "WITA", 9 * 60: "WIT"}


def say_date(day: date) -> str:
    """Return "Senin, 23 November 2026"."""
    return f"{DAYS[day.weekday()]}, {say_short_date(day)}"


def say_short_date(day: date) -> str:
    """Return "23 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_time(at: datetime) -> str:
    """Return "pukul 14.05 WIB" for an aware datetime already in the village's zone."""
    offset = at.utcoffset()
    zone = _ZONES.get(int(offset.total_seconds() // 60)) if offset is not None else None
    return f"pukul {at:%H.%M}" + (f" {zone}" if zone else "")


def say_moment(at: datetime) -> str:
    """Return "Senin, 23 November 2026 pukul 14.05 WIB"."""
    return f"{say_date(at)} {say_time(at)}"


def say_distance(day: date, today: date) -> str:
    """Return how far a day is, in calendar days: "hari ini", "besok", "3 hari lagi", "lewat 2 hari"."""
    days = (day - today).days
    if days in (0, 1, -1):
        return {0: "hari ini", 1: "besok", -1: "kemarin"}[days]
    return f"{days} hari lagi" if days > 0 else f"lewat {-days} hari"


def say_size(count: int) -> str:
    """Return a number of bytes as "840 kB", "2,4 MB" or "77,2 GB" (decimal units, Indonesian comma)."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    number, unit = (count / 1_000_000, "MB") if count < 1_000_000_000 else (count / 1_000_000_000, "GB")
    return f"{number:.1f} {unit}".replace(".", ",").replace(f",0 {unit}", f" {unit}")


def say_period(period: str) -> str:
    """Say a quarter or a year: "2026-Q3" is "Juli–September 2026", "2026" is "tahun 2026"; "" is ""."""
    year, _, quarter = period.partition("-Q")
    if not quarter:
        return f"tahun {year}" if year else ""
    first = 3 * (int(quarter) - 1)
    return f"{MONTHS[first]}–{MONTHS[first + 2]} {year}"
