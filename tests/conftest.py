"""What every test room shares."""

import os
from collections.abc import Generator

import pytest

from tests.database import django_db_setup, drop_template
from tests.ledger.flushing import let_the_test_runner_flush
from tests.signing_in import let_both_steps_be_passed

__all__ = ["django_db_setup"]  # a fixture: it takes the place of pytest-django's


def pytest_configure() -> None:
    """Django is set up by now."""
    let_the_test_runner_flush()
    let_both_steps_be_passed()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """How a page looks, how processes end, and what the rules say does not hang on the database: once is enough."""
    if not os.environ.get("KENTONGAN_TEST_DATABASE_URL"):
        return
    for item in items:
        if item.get_closest_marker("once") or not _meets_a_database(item):
            item.add_marker(pytest.mark.skip(reason="does not hang on the database: tried in the run on SQLite"))


def _meets_a_database(item: pytest.Item) -> bool:
    asks = any(item.get_closest_marker(name) for name in ("django_db", "processes", "journey", "skipif"))
    return asks or not {"db", "transactional_db", "django_db_setup"}.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """All workers are done: nothing stays on the server."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    if factory is not None and not hasattr(session.config, "workerinput"):
        drop_template(factory.getbasetemp())


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
