"""Which hazards the tests of a run served: an active hazard of SAFETY.md without a passing test fails a whole run.

Loaded as a plugin by tests/conftest.py. Runs of a part of the tests are not judged.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SAFETY = Path(__file__).parent.parent / "SAFETY.md"
ROW = re.compile(r"^\| (H\d\d) \|.*\| (active|planned[^|]*) \|", re.MULTILINE)


def table() -> dict[str, str]:
    """State of each hazard by id, as SAFETY.md says it."""
    return dict(ROW.findall(SAFETY.read_text(encoding="utf-8")))


def active() -> set[str]:
    """Ids of the active hazards."""
    return {hazard for hazard, state in table().items() if state == "active"}


class Served:
    """Collects the hazards of passing tests, also from parallel workers."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.passed: set[str] = set()

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        named = {str(value) for name, value in report.user_properties if name == "hazard"}
        if report.when == "call" and report.passed:
            self.passed |= named

    @pytest.hookimpl
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self._whole(session):
            return
        unserved = sorted(active() - self.passed)
        if unserved and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            self.config.get_terminal_writer().line(f"\nactive hazards without a passing test: {', '.join(unserved)}", red=True)

    def _whole(self, session: pytest.Session) -> bool:
        chosen = self.config.args != [str(path) for path in self.config.getini("testpaths")] or self.config.option.keyword
        return not chosen and not hasattr(self.config, "workerinput") and not self.config.option.collectonly


def tell(items: list[pytest.Item]) -> None:
    """Give every test the hazards that its markers name, so that they travel with its report."""
    for item in items:
        for marker in item.iter_markers("hazard"):
            item.user_properties.extend(("hazard", hazard) for hazard in marker.args)
