"""What holds for all tests, and what they have counted."""

from __future__ import annotations

import pytest
from hypothesis import settings

# How long an example takes says nothing of the code on a machine that does something else besides.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print at the end what tests recorded as "figures", those of other workers too."""
    figures = [
        value
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "figures" and report.when == "call"
    ]
    if figures:
        terminalreporter.section("figures")
    for line in figures:
        terminalreporter.write_line(str(line))
