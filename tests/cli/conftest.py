"""The command in this process: what it returns, what it prints, and what it complains of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from course.cli import main
from course.lab import Lab
from course.lab.leaf import chain_pem

PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


@dataclass(frozen=True)
class Done:
    """One run of the command.

    Attributes:
      code: its exit code.
      out: what it printed.
      err: what it said on standard error.
    """

    code: int
    out: str
    err: str


Course = Callable[..., Done]


@pytest.fixture
def course(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Course:
    """Runs the command with these words, on a machine without a proxy."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)

    def run(*words: object) -> Done:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run


@dataclass(frozen=True)
class Bank:
    """A running lab, and how to reach its bank from outside.

    Attributes:
      lab: with certificates that this machine's clock finds valid.
      root: a file with the bank's root.
    """

    lab: Lab
    root: Path

    def to(self, host: str = "api.bank.test") -> tuple[str, ...]:
        """The words that lead the command to where the lab's network leads an app."""
        ip, port = self.lab.network.address(host, 443)
        return "--connect-to", f"{ip}:{port}"

    def trusted(self) -> tuple[str, ...]:
        """The same, with the bank's root trusted."""
        return *self.to(), "--cafile", str(self.root)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """The bank with dates for the machine's clock."""
    with Lab(dates="stock") as lab:
        root = tmp_path / "root.pem"
        root.write_bytes(chain_pem((lab.root.certificate,)))
        yield Bank(lab, root)
