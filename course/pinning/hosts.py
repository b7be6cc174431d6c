"""The names under which a policy keeps its hosts."""

from __future__ import annotations

import ipaddress

# str.lower() reaches beyond ASCII: it would make KELVIN SIGN (U+212A) a plain k.
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_NEVER_IN_A_NAME = set("/:@*?#%[]\\ \t\r\n")


def host_key(host: str) -> str:
    """The form in which two spellings of a host are equal.

    ASCII lower case, one trailing dot dropped; an IPv6 address in its shortest form.
    """
    key = host.translate(_ASCII_LOWER).removesuffix(".")
    return str(ipaddress.ip_address(key)) if ":" in key and _is_address(key) else key


def policy_host(host: str) -> str:
    """The key of a host that somebody wrote into a policy.

    Args:
      host: an exact DNS name in its ASCII form, or an IP address.

    Raises:
      ValueError: this can never be the host of a connection, so that its pins would never be asked for.
    """
    key = host_key(host)
    if _is_address(key):
        return key
    if not key.isascii():
        raise ValueError(
            f"{host!r} is not ASCII, and on the wire host names are. Give its form that begins with xn--."
        )
    if "*" in key:
        raise ValueError(
            f"{host!r} has a wildcard. This policy knows exact names only: write out every host."
        )
    if not all(key.split(".")) or _NEVER_IN_A_NAME & set(key):
        raise ValueError(
            f"{host!r} is not a host name. Give the host alone, such as 'api.bank.test': no scheme, port or path."
        )
    return key


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
