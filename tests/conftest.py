"""What every test room shares."""

from collections.abc import Generator

import pytest

from tests.ledger.flushing import let_the_test_runner_flush


def pytest_configure() -> None:
    """Django is set up by now."""
    let_the_test_runner_flush()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """Say last of all, so that nobody overlooks it, when the journeys in a browser were not made."""
    yield
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "Chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"NOT TRIED: {len(skipped)} browser journeys were skipped, because no Chromium was found. "
            "Install it (Debian and Ubuntu: apt install chromium) and run the tests again.",
            yellow=True,
            bold=True,
        )
