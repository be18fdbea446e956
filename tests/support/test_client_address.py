"""Whose connection a request comes from: no farther than our own proxies are to be believed."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from kentongan.support import env
from kentongan.support.client_address import connection

pytestmark = pytest.mark.once

OURS = [ip_network("127.0.0.1"), ip_network("10.0.0.0/24"), ip_network("fd00::/64")]
ROWS = """
peer               | x-forwarded-for                       | counts as
203.0.113.9        |                                       | 203.0.113.9
203.0.113.9        | 198.51.100.1                          | 203.0.113.9
127.0.0.1          | 203.0.113.9                           | 203.0.113.9
127.0.0.1          | 198.51.100.1, 203.0.113.9             | 203.0.113.9
127.0.0.1          | 127.0.0.1, 203.0.113.9                | 203.0.113.9
127.0.0.1          | 203.0.113.9, 10.0.0.7                 | 203.0.113.9
127.0.0.1          | 198.51.100.1, 203.0.113.9, 10.0.0.7   | 203.0.113.9
127.0.0.1          |                                       | 127.0.0.1
127.0.0.1          | garbage                               | -
127.0.0.1          | 203.0.113.9, garbage                  | -
127.0.0.1          | 203.0.113.9:4711                      | 203.0.113.9
127.0.0.1          | ::ffff:203.0.113.9                    | 203.0.113.9
::ffff:127.0.0.1   | 203.0.113.9                           | 203.0.113.9
fd00::1            | [2001:db8:1:2:3:4:5:6]:4711           | 2001:db8:1:2::
2001:db8:1:2::9    | 198.51.100.1                          | 2001:db8:1:2::
                   | 198.51.100.1                          | -
"""
CASES = [[cell.strip() for cell in line.split("|")] for line in ROWS.strip().splitlines()[1:]]


@pytest.mark.parametrize(("peer", "forwarded", "expected"), CASES)
def test_only_what_a_proxy_of_ours_wrote_is_believed(peer: str, forwarded: str, expected: str) -> None:
    address = None if expected == "-" else ip_address(expected)
    wanted = address.packed[: 8 if address.version == 6 else 4] if address else None
    assert connection(peer, forwarded, OURS) == wanted


def test_without_a_proxy_of_ours_no_header_counts() -> None:
    assert connection("127.0.0.1", "198.51.100.1", []) == ip_address("127.0.0.1").packed


def test_one_household_of_ipv6_is_one_connection_and_its_neighbour_another() -> None:
    at_home = {connection(f"2001:db8:1:2::{number:x}", "", []) for number in range(1, 99)}
    assert len(at_home) == 1
    assert connection("2001:db8:1:3::1", "", []) not in at_home


def test_a_long_invented_chain_is_read_from_its_end_only() -> None:
    forwarded = ",".join(["10.0.0.9"] * 5000)
    assert connection("127.0.0.1", forwarded, OURS) == ip_address("10.0.0.9").packed


def test_a_network_that_is_none_stops_the_program_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENTONGAN_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8, ::1")
    assert [str(found) for found in env.networks("KENTONGAN_TRUSTED_PROXIES")] == [
        "127.0.0.1/32",
        "10.0.0.0/8",
        "::1/128",
    ]
    monkeypatch.setenv("KENTONGAN_TRUSTED_PROXIES", "proxy.desa.id")
    with pytest.raises(env.SettingError, match=r"KENTONGAN_TRUSTED_PROXIES.*proxy.desa.id"):
        env.networks("KENTONGAN_TRUSTED_PROXIES")
