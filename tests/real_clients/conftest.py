"""One set of servers, and one Java process, for all tests of real clients that a process runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from course.lab.real_okhttp import RealOkHttp
from tests.programs import need
from tests.real_clients.chains import Chains, serving


@pytest.fixture(scope="session")
def chains() -> Iterator[Chains]:
    """Every chain, with its running server."""
    with serving() as opened:
        yield opened


@pytest.fixture(scope="session")
def real() -> Iterator[RealOkHttp]:
    """The real OkHttp."""
    need("okhttp")
    with RealOkHttp() as started:
        yield started
