"""App Transport Security, ATS: what an app's Info.plist says about the trust of its connections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ExceptionDomain:
    """One entry of NSExceptionDomains.

    Known by: documentation (Apple, "NSExceptionDomains").

    Attributes:
      allows_insecure_http_loads: NSExceptionAllowsInsecureHTTPLoads. Its name speaks of http, and it also lets a
        delegate loosen the trust of https.
      includes_subdomains: NSIncludesSubdomains.
    """

    allows_insecure_http_loads: bool = False
    includes_subdomains: bool = False


@dataclass(frozen=True)
class AppTransportSecurity:
    """NSAppTransportSecurity, as far as it decides who evaluates trust. Without arguments: on, for every host.

    Known by: documentation (Apple, as below).

    Attributes:
      allows_arbitrary_loads: NSAllowsArbitraryLoads. It does not count for domains with an entry of their own.
      exception_domains: NSExceptionDomains, by domain.

    Source: Apple, "NSAllowsArbitraryLoads" and "NSExceptionAllowsInsecureHTTPLoads".
    """

    allows_arbitrary_loads: bool = False
    exception_domains: Mapping[str, ExceptionDomain] = field(default_factory=dict)

    def may_loosen(self, host: str) -> bool:
        """Whether a delegate may accept what the system would not.

        Args:
          host: whom the app asks.
        """
        entry = self._entry_for(host.lower())
        return entry.allows_insecure_http_loads if entry else self.allows_arbitrary_loads

    def _entry_for(self, host: str) -> ExceptionDomain | None:
        if host in self.exception_domains:
            return self.exception_domains[host]
        _, _, parent = host.partition(".")
        while parent:
            entry = self.exception_domains.get(parent)
            if entry and entry.includes_subdomains:
                return entry
            _, _, parent = parent.partition(".")
        return None


def insecure_http_loads(*domains: str) -> AppTransportSecurity:
    """The exception that people paste while something does not connect: NSExceptionAllowsInsecureHTTPLoads.

    Known by: documentation (Apple, "NSExceptionAllowsInsecureHTTPLoads").

    Args:
      domains: for which it is set.
    """
    return AppTransportSecurity(
        exception_domains={domain: ExceptionDomain(allows_insecure_http_loads=True) for domain in domains}
    )
