"""When a lodging waits in the tray: a table of counts."""

from __future__ import annotations

import pytest

from kentongan.rules.triage import Limits, Load, reason

LIMITS = Limits(caller=30, alike=3, pressure=60)
ROWS = """
caller  alike  village  bare      proven
1       1      1        -         -
30      1      30       -         -
31      1      31       caller    -
90      1      90       caller    -
91      1      91       caller    caller
1       3      3        -         -
1       4      4        repeat    repeat
1       1      60       -         -
1       1      61       pressure  -
40      9      99       repeat    repeat
?       1      500      pressure  -
?       1      5        -         -
"""
CASES = [line.split() for line in ROWS.strip().splitlines()[1:]]


@pytest.mark.parametrize(("caller", "alike", "village", "bare", "proven"), CASES)
def test_an_excess_waits_and_a_proof_helps_against_all_but_repeats(
    caller: str, alike: str, village: str, bare: str, proven: str
) -> None:
    load = Load(None if caller == "?" else float(caller), float(alike), float(village))
    assert (reason(load, LIMITS, proven=False) or "-") == bare
    assert (reason(load, LIMITS, proven=True) or "-") == proven
