"""One set of servers for all real clients of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real_clients.chains import Chains, serving


@pytest.fixture(scope="session")
def chains() -> Iterator[Chains]:
    """Every chain, with its running server."""
    with serving() as opened:
        yield opened
