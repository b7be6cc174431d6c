"""Runs the real OkHttp in a Java process and asks it."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cryptography import x509

from course.lab.closing import ClosedAfterwards
from course.lab.last_lines import last_lines
from course.lab.real_okhttp import questions
from course.lab.real_okhttp.questions import Pins, Question
from course.programs import missing_of_okhttp, okhttp_class_path

_DRIVER = Path(__file__).parent / "Driver.java"
# Ready in the shortest time; what runs for long, as a benchmark does, wants Java's own choice.
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_ALWAYS = ("-XX:-UsePerfData", "-Duser.language=en", "-Dfile.encoding=UTF-8")


class OkHttpError(RuntimeError):
    """The real OkHttp is not installed, or its process ended; the message says why, and what to do."""


@dataclass(frozen=True)
class Answer:
    """What OkHttp returned, or threw.

    Attributes:
      value: what it returned; None where it threw, and where a method returns nothing.
      error: the class of the exception, such as "IllegalArgumentException"; "" where it threw none.
      message: the text of the exception.
    """

    value: Any = None
    error: str = ""
    message: str = ""

    def __str__(self) -> str:
        return f"{self.error}: {self.message}" if self.error else str(self.value)


@dataclass(frozen=True)
class Connection:
    """How a request over TLS went.

    Attributes:
      status: of the HTTP response; None where OkHttp refused.
      body: of the response.
      peer_certificates: what `response.handshake().peerCertificates()` gave.
      error: the class of the exception, such as "SSLPeerUnverifiedException"; "" where there was none.
      message: its text.
    """

    status: int | None
    body: str = ""
    peer_certificates: tuple[x509.Certificate, ...] = ()
    error: str = ""
    message: str = ""

    def __str__(self) -> str:
        return f"refused: {self.error}: {self.message}" if self.error else f"accepted: {self.status}"


class RealOkHttp(ClosedAfterwards):
    """The real OkHttp, in a Java process of its own, for as long as the `with` block runs.

    The process ends with the block, with this object, and with Python, however that ends.

    Args:
      options: of the program java.

    Raises:
      OkHttpError: OkHttp or Java is missing, or does not start; the message says what to install.
    """

    def __init__(self, options: Sequence[str] = _QUICK_START) -> None:
        if missing := missing_of_okhttp():
            raise OkHttpError(missing)
        # Kept by its file descriptor only, so it goes with the last one who has it open.
        with tempfile.TemporaryFile() as errors:
            self._process = subprocess.Popen(  # noqa: S603 (our own program)
                ["java", *_ALWAYS, *options, "-cp", okhttp_class_path(), str(_DRIVER)],  # noqa: S607
                env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                # An interrupt of a notebook's cell goes to the whole group of its kernel.
                start_new_session=True,
            )
            self._errors = os.fdopen(os.dup(errors.fileno()), "rb")
        self._finalizer = weakref.finalize(self, _end, self._process, self._errors)
        self.version = str(self.ask(questions.version())[0].value)

    def ask(self, *asked: Question) -> list[Answer]:
        """Ask all at once; thousands of questions take about a second.

        Args:
          asked: made by the functions of `course.lab.real_okhttp.questions`.

        Returns:
          An answer for each question.

        Raises:
          OkHttpError: the process has ended.
        """
        return [Answer(**answer) for answer in self._exchange(json.dumps(asked))]

    def get(
        self, url: str, pins: Pins, trusted: Iterable[x509.Certificate], port: int | None = None
    ) -> Connection:
        """Send a GET on a new connection. Every host is taken to be on this machine.

        Args:
          url: such as "https://api.bank.test/balance".
          pins: rows of a pattern and its pins.
          trusted: the trust anchors.
          port: where the server listens; None: as the URL says.
        """
        answer = self.ask(questions.get(url, pins, trusted, port))[0]
        if answer.error:
            return Connection(None, error=answer.error, message=answer.message)
        chain = tuple(
            x509.load_der_x509_certificate(base64.b64decode(each))
            for each in answer.value["peer_certificates"]
        )
        return Connection(answer.value["status"], answer.value["body"], chain)

    def close(self) -> None:
        """End the process."""
        self._finalizer()

    def _exchange(self, line: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if not self._finalizer.alive:
            raise OkHttpError("This OkHttp has been closed. Make another RealOkHttp().")
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
            said = self._process.stdout.readline()
            if not said:
                raise BrokenPipeError
        except BrokenPipeError:
            self._process.wait()
            self._errors.seek(0)
            words = last_lines(self._errors.read().decode(errors="replace"))
            self.close()
            raise OkHttpError(f"The Java process of OkHttp ended. It said: {words}") from None
        except BaseException:
            # Whoever is interrupted here would be given the answer to this question for the next one.
            self.close()
            raise
        return json.loads(said)

    def __repr__(self) -> str:
        return f"RealOkHttp({self.version})"


def _end(process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    # It keeps nothing that it would have to put in order.
    process.kill()
    process.communicate()
    errors.close()
