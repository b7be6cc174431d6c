"""Network security configs for tests."""

from __future__ import annotations

from course.platforms.network_security_config import Config, parse

# The pin of Google's CA of 2016, as AOSP's own tests have it, and one more.
PIN = "7HIpactkIAq2Y49orFOOQKurWxmmSFZhBCoQYcRhJ3Y="
OTHER_PIN = "fwza0LRMXouZHRC8Ei+4PyuldPDcf3UKgO/04cDM1oE="


def config(inside: str) -> Config:
    """A config with this between its outermost tags, from line 2 on."""
    return parse(document(inside))


def document(inside: str) -> str:
    """The text of a file with this between its outermost tags, from line 2 on."""
    return f"<network-security-config>\n{inside}\n</network-security-config>"


def domain_config(inside: str = "", *, domain: str = "bank.test", subdomains: bool = False) -> str:
    """A domain-config for one domain."""
    attribute = ' includeSubdomains="true"' if subdomains else ""
    return f"<domain-config><domain{attribute}>{domain}</domain>{inside}</domain-config>"


def pin_set(*pins: str, expiration: str | None = None) -> str:
    """A pin-set with these texts as pins."""
    attribute = "" if expiration is None else f' expiration="{expiration}"'
    return f"<pin-set{attribute}>{''.join(pin(text) for text in pins)}</pin-set>"


def pin(text: str = PIN) -> str:
    """One pin."""
    return f'<pin digest="SHA-256">{text}</pin>'


def trust_anchors(*sources: str, override: str | None = None) -> str:
    """Trust anchors from these sources."""
    attribute = "" if override is None else f' overridePins="{override}"'
    entries = "".join(f'<certificates src="{source}"{attribute}/>' for source in sources)
    return f"<trust-anchors>{entries}</trust-anchors>"
