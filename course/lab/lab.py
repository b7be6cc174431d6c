"""The whole world of an experiment: a bank, a phone, a network, a clock, and whoever listens in."""

from __future__ import annotations

import shlex
import shutil
import ssl
import tempfile
import weakref
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import requests

from course.lab.authority import Authority
from course.lab.bank import bank_answers
from course.lab.clock import Clock
from course.lab.closing import ClosedAfterwards
from course.lab.dates import Dates, Validities
from course.lab.http import Reply, Request
from course.lab.interceptor import Interceptor
from course.lab.leaf import Leaf, chain_pem
from course.lab.network import Network
from course.lab.phone import Phone
from course.lab.server import Server
from course.pinning import PinningAdapter, PinSet, Policy
from course.pinning.adapter.context import pinning_context
from course.pinning.adapter.gate import Gate
from course.pinning.pinset import Pins

# How old the bank's certificate is when the story begins.
_AGE = timedelta(days=63)


class Lab(ClosedAfterwards):
    """Real TLS on this machine only, the same for everybody.

    It closes itself when nobody holds it any more, and when Python ends.

    Args:
      dates: "calendar": certificates as of the lab's clock; "stock": the same keys in certificates valid
        from 2000 to 2099, for clients that read the machine's clock, such as curl.

    Attributes:
      clock: what "today" is, for every app of this lab.
      root: the bank's root CA, which the phone trusts.
      issuing: the bank's issuing CA, below it.
      bank: the server of api.bank.test.
      phone: the trust store of every app.
      network: which name leads where.
    """

    def __init__(self, dates: Dates = "calendar") -> None:
        self.clock = Clock()
        self._validities = Validities(self.clock, dates)
        self.root = Authority("Harbour Root CA", "Harbour Bank", self._validities)
        self.issuing = self.root.intermediate("Harbour Issuing CA")
        self.phone = Phone([self.root.certificate])
        self.network = Network()
        self._temporary: Path | None = None
        self._opened = ExitStack()
        self._finalizer = weakref.finalize(self, self._opened.close)
        issued = self.clock.now - _AGE if dates == "calendar" else None
        leaf = self.issuing.issue("api.bank.test", not_before=issued)
        self.bank = self._connect(Server(leaf, self.issuing, bank_answers))

    def app(
        self, pins: Policy | Mapping[str, PinSet | Pins] | None = None, *, phone: Phone | None = None
    ) -> requests.Session:
        """An app on a phone: a `requests.Session` that lives in this lab.

        Args:
          pins: from host to pins; None: the app does not pin.
          phone: whose roots it trusts, such as `Phone([old_root])`; None: the lab's phone.
        """
        policy = _policy(pins)
        clock = self.clock
        adapter = PinningAdapter(
            policy,
            anchors=(phone or self.phone).anchors,
            now=lambda: clock.now,
            addresses=self.network.address,
        )
        session = requests.Session()
        session.trust_env = False
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        self._opened.callback(session.close)
        return session

    def tls_context(
        self, pins: Policy | Mapping[str, PinSet | Pins] | None = None, *, phone: Phone | None = None
    ) -> ssl.SSLContext:
        """The TLS of such an app, for connections below HTTP. It checks each handshake as the app does.

        Args:
          pins: as of `app`.
          phone: as of `app`.
        """
        clock = self.clock
        gate = Gate(_policy(pins), (phone or self.phone).anchors(), lambda: clock.now)
        return pinning_context(gate)

    def authority(self, name: str, organization: str) -> Authority:
        """A root CA with a key of its own. Nobody trusts it yet."""
        return Authority(name, organization, self._validities)

    def serve(
        self,
        leaf: Leaf,
        authority: Authority,
        answer: Callable[[Request], Reply] = bank_answers,
        *,
        clients: Authority | None = None,
        resumes: bool = False,
    ) -> Server:
        """Start one more server, and let its name lead to it, also where the name led elsewhere before.

        Args:
          leaf: what it shows at first. Its first host is the server's name.
          authority: where it renews.
          answer: gives the reply to a request.
          clients: asks every client for a certificate of this CA; None: asks nobody.
          resumes: gives out session tickets, so that a client can come back without a full handshake.
        """
        return self._connect(Server(leaf, authority, answer, clients=clients, resumes=resumes))

    def interceptor(self, name: str = "mallory", *, issuer: str = "SafeSurf Root CA") -> Interceptor:
        """Somebody who could listen in. Nobody trusts them yet, and nothing leads to them yet.

        Args:
          name: who it is.
          issuer: how they call their CA.
        """
        clock = self.clock
        upstream = PinningAdapter(
            Policy({}),
            anchors=[self.root.certificate],
            now=lambda: clock.now,
            addresses=self.network.genuine,
        )
        mallory = Interceptor(name, self.authority(issuer, name), self.network, upstream)
        self._opened.callback(mallory.close)
        self.clock.watch(mallory.drop_connections)
        return mallory

    def curl(self, url: str, *options: str) -> str:
        """The line for a shell that asks the same with curl, from the same network and trust store.

        Args:
          url: whom to ask.
          options: more options of curl, such as "--pinnedpubkey" and a pin.
        """
        host = urlsplit(url).hostname or ""
        port = urlsplit(url).port or 443
        ip, real_port = self.network.address(host, port)
        route = f"{host}:{port}:{ip}:{real_port}"
        cacert = self._folder() / "phone.pem"
        cacert.write_bytes(chain_pem(self.phone.trusted))
        line = ["curl", "--silent", "--show-error", "--noproxy", "*", "--connect-to", route]
        return shlex.join([*line, "--cacert", str(cacert), *options, url])

    def close(self) -> None:
        """End everything: no port, thread or file is left."""
        self._finalizer()

    def _connect(self, server: Server) -> Server:
        self._opened.callback(server.close)
        self.clock.watch(server.drop_connections)
        self.network.connect(server.host, server)
        return server

    def _folder(self) -> Path:
        if self._temporary is None:
            self._temporary = Path(tempfile.mkdtemp(prefix="course-lab-"))
            self._opened.callback(shutil.rmtree, self._temporary, ignore_errors=True)
        return self._temporary

    def __repr__(self) -> str:
        return f"Lab({self.clock!r}, {self.phone!r}, {self.network!r})"


def _policy(pins: Policy | Mapping[str, PinSet | Pins] | None) -> Policy:
    return pins if isinstance(pins, Policy) else Policy({} if pins is None else pins)
