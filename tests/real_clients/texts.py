"""Hosts, patterns and pins for generated cases: ordinary ones, and on purpose every kind that OkHttp reads specially."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Sequence
from random import Random

KELVIN = "\u212a"
_PLAIN = (
    "api",
    "www",
    "a",
    "b",
    "k",
    "bank",
    "test",
    "example",
    "com",
    "localhost",
    "co",
    "1",
    "xn--bcher-kva",
)
_ODD = (
    *(
        "straße",
        "faß",
        "bücher",
        "σkhttp",
        "ὀδυσσεύς",
        "日本",
        "☃",
        "İ",
        "ı",
        "ﬁ",
        "Ⅷ",
        "℡",
        "e\u0301",
        "\u0301a",
    ),
    *(
        KELVIN,
        f"ban{KELVIN}",
        "a\u00adb",
        "a\u200db",
        "a\u200cb",
        "\ufeffa",
        "ａｂｃ",
        "שלום",
        "שa",
        "नि\u200d",
    ),
    *(
        "a_b",
        "-a",
        "a-",
        "ab--c",
        "xn--",
        "xn--a",
        "xn--a-",
        "xn--khttp-fde",
        "XN--KHTTP-FDE",
        "xn--strae-oqa",
    ),
    *(
        "x" * 63,
        "x" * 64,
        "ü" * 40,
        "ü" * 64,
        "",
        "a b",
        "a\tb",
        "a%62",
        "%2e",
        "a&b",
        "a'b",
        "a{b}",
        "a,b",
        "a~b",
    ),
    *(
        "𝔞",
        "\U0001f512",
        "a\u3002b",
        "a\uff0eb",
        "a\uff61b",
        "\u2260",
        "a\u0338",
        "\ue000",
        "\u0378",
        "²",
        "½",
    ),
)
_WILDCARDS = ("*.", "**.", "*", "*.*.", "***.", "a*.", "**", "*..")
_V4 = (
    "127.0.0.1",
    "192.168.0.1",
    "127.1",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "1.2.3.256",
    "2130706433",
    "1.2.3.4.",
    "1..2",
)
_V6 = (
    *(
        "::1",
        "::",
        "1::",
        "2001:DB8::1",
        "2001:db8:0:0:0:0:0:1",
        "::ffff:1.2.3.4",
        "::FFFF:C0A8:0101",
        "::127.0.0.1",
    ),
    *(
        "0:0:0:0:0:ffff:192.168.0.1",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:1.2.3.4",
    ),
    *(
        "fe80::1%eth0",
        "::1.2.3",
        "1::2::3",
        "12345::",
        "::g",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1:0:0:2:0:0:0:3",
    ),
    *(
        "64:ff9b::192.0.2.33",
        "::ffff:1.2.3.04",
        "::ffff:1.2.3.256",
        "::ffff:1.2.3.4.",
        ":1",
        "1:",
        ":::",
        "a:.23",
    ),
)
# What people put around a host.
_AROUND = (
    *(
        "{}:443",
        "{}:",
        "{}:0",
        "{}:65536",
        "{}:http",
        "user@{}",
        "user:pw@{}",
        "@{}",
        "a@b@{}",
        "{}/",
        "{}/path",
    ),
    *(
        "{}?q",
        "{}#f",
        "{}\\p",
        " {}",
        "{} ",
        "\t{}\n",
        "{}\u00a0",
        "http://{}",
        "https://{}/",
        "//{}",
        "[{}]",
        "[{}",
    ),
    *("{}]", "{}.", "{}..", ".{}", "..{}", "{}%2e", "{};", "{}\0", "{}|", "{}^"),
)
_NOTHING = (
    "",
    ".",
    "..",
    " ",
    "*",
    "*.",
    "**.",
    "@",
    ":",
    "/",
    "[]",
    "[",
    "-",
    "%",
    "*.*",
    "**.*",
    "\0",
    "\ud7ff",
    "?",
)


def host(random: Random) -> str:
    """Any text that somebody may take for a host."""
    kind = random.random()
    if kind < 0.04:
        return random.choice(_NOTHING)
    if kind < 0.10:
        return _changed(random, random.choice(_V4))
    if kind < 0.24:
        text = _changed(random, random.choice(_V6))
        return f"[{text}]" if random.random() < 0.4 else text
    odd = random.random() < 0.5
    labels = [
        random.choice(_ODD if odd and random.random() < 0.4 else _PLAIN) for _ in range(random.randint(1, 4))
    ]
    return _changed(random, ".".join(labels))


def pattern(random: Random) -> str:
    """A host, with a wildcard in front of every second one."""
    wildcard = random.random()
    if wildcard < 0.25:
        return "*." + host(random)
    if wildcard < 0.4:
        return "**." + host(random)
    if wildcard < 0.5:
        return random.choice(_WILDCARDS) + host(random)
    return host(random)


def host_for(random: Random, patterns: Sequence[str]) -> str:
    """A host near one of the patterns, so that many cases match."""
    if random.random() < 0.2:
        return host(random)
    name = random.choice(patterns).lstrip("*").removeprefix(".").lower()
    if random.random() < 0.2:
        name = name.strip("[]").partition(":")[0].partition("/")[0].rpartition("@")[2]
    elif random.random() < 0.3:
        name = ".".join(map(_in_ascii, unicodedata.normalize("NFKC", name).split(".")))
    in_front = ("", "", "", "api.", "www.", "a.b.", ".", "..", "x", "a..", "\u212a.", "API.")
    behind = ("", "", "", "", "", "", ".", ".notbank.test", ":443")
    return random.choice(in_front) + name + random.choice(behind)


def pin(random: Random, hashes: Sequence[bytes]) -> str:
    """A pin: right, or wrong in one of the ways in which people get it wrong.

    Args:
      hashes: the hashes to write down, in SHA-256 or SHA-1.
    """
    digest = random.choice(hashes)
    right = f"sha{1 if len(digest) == 20 else 256}/{base64.b64encode(digest).decode()}"
    if random.random() < 0.6:
        return right
    text = right.partition("/")[2]
    place = random.randrange(len(text) + 1)
    return random.choice(
        [
            *(
                f"sha256/{digest.hex()}",
                f"sha256/{digest.hex().upper()}",
                f"sha1/{digest.hex()}",
                f"sha256//{text}",
            ),
            *(
                f"sha256/{text.rstrip('=')}",
                f"sha256/{text}=",
                f"sha256/{text}==",
                f"sha256/{text} \n",
                f"sha256/ {text}",
            ),
            f"sha256/{base64.urlsafe_b64encode(digest).decode()}",
            f"sha1/{text}",
            f"sha256/{text[:place]}{random.choice(' =-_!.é:' + KELVIN)}{text[place:]}",
            f"sha256/{text[:place]}",
            f"sha256/{text[place:]}",
            f"sha256/{text}{text}",
            *(
                "sha256/",
                "sha1/",
                "sha256/=",
                "sha256/====",
                "sha256/A",
                "sha256/AA",
                "sha256/!",
                "sha256/\t",
                "sha256/A=",
            ),
            *(
                f"SHA256/{text}",
                f"sha-256/{text}",
                f"sha512/{text}",
                f"md5/{text}",
                f"pin-sha256={text}",
                f"{text}",
            ),
            *(
                f" sha256/{text}",
                f"sha256{text}",
                f"sha256:{text}",
                f"sha256\\{text}",
                "",
                "sha256",
                "/",
                f"/{text}",
            ),
        ]
    )


def base64_text(random: Random) -> str:
    """Something like base64."""
    return pin(random, [random.randbytes(random.choice((0, 1, 2, 3, 20, 32)))]).partition("/")[2]


def _changed(random: Random, name: str) -> str:
    kind = random.random()
    if kind < 0.14:
        return random.choice((name.upper(), name.title(), name.swapcase()))
    if kind < 0.36:
        return random.choice(_AROUND).format(name)
    return name


def _in_ascii(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode()
