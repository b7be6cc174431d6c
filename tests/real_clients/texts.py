"""Hosts, patterns and pins for generated cases: ordinary ones, and every kind that OkHttp reads specially."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Sequence
from random import Random

KELVIN = "\u212a"


def _words(text: str) -> list[str]:
    return text.split(" ")


_PLAIN = _words("api www a b k bank test example com localhost co 1 xn--bcher-kva bücher straße API Bank")
_ODD = (
    *_words("faß σkhttp ὀδυσσεύς 日本 ☃ İ ı ﬁ Ⅷ ℡ e\u0301 \u0301a a\u00adb a\u200db a\u200cb \ufeffa"),
    *_words("ａｂｃ שלום שa नि\u200d a_b -a a- ab--c xn-- xn--a xn--a- xn--khttp-fde XN--KHTTP-FDE"),
    *_words("xn--strae-oqa a%62 %2e a&b a'b a{b} a,b a~b 𝔞 \U0001f512 a\u3002b a\uff0eb a\uff61b"),
    *_words("\u2260 a\u0338 \ue000 \u0378 ² ½ \u10a0 \u13a0 \u1e9e"),
    *(KELVIN, f"ban{KELVIN}", "", "a b", "a\tb", "x" * 63, "x" * 64, "ü" * 40, "ü" * 64),
)
_WILDCARDS = _words("*. **. * *.*. ***. a*. ** *..")
_V4 = _words("127.0.0.1 192.168.0.1 127.1 0x7f.0.0.1 0177.0.0.1 1.2.3.256 2130706433 1.2.3.4. 1..2")
_V6 = (
    *_words("::1 :: 1:: 2001:DB8::1 2001:db8:0:0:0:0:0:1 ::ffff:1.2.3.4 ::FFFF:C0A8:0101 ::127.0.0.1"),
    *_words("0:0:0:0:0:ffff:192.168.0.1 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 fe80::1%eth0"),
    *_words("1:2:3:4:5:6:1.2.3.4 ::1.2.3 1::2::3 12345:: ::g 1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8"),
    *_words("1:0:0:2:0:0:0:3 64:ff9b::192.0.2.33 ::ffff:1.2.3.04 ::ffff:1.2.3.256 ::ffff:1.2.3.4."),
    *_words(":1 1: ::: a:.23"),
)
# What people put around a host.
_AROUND = (
    *_words("{}:443 {}: {}:0 {}:65536 {}:http user@{} user:pw@{} @{} a@b@{} {}/ {}/path {}?q {}#f"),
    *_words(r"{}\p http://{} https://{}/ //{} [{}] [{} {}] {}. {}. {}.. .{} ..{} {}%2e {}; {}| {}^"),
    *(" {}", "{} ", "\t{}\n", "{}\u00a0", "{}\0"),
)
# The longest name that a host can have, and one that is too long.
_LONGEST = ".".join(["x" * 61] * 4) + ".teste"
_NOTHING = (
    _LONGEST,
    f"{_LONGEST}.",
    f"x{_LONGEST}",
    f"x{_LONGEST}.",
    "",
    " ",
    "\0",
    "\ud7ff",
    *_words(". .. * *. **. @ : / [] [ - % *.* **.* ?"),
)
_BESIDE_A_NAME = ("", "", "", "", "api.", "www.", "a.b.", ".", "..", "x", "a..", f"{KELVIN}.", "API.")
_BEHIND_A_NAME = ("", "", "", "", "", "", "", ".", ".notbank.test", ":443")
_NO_PINS = (
    *_words("sha256/ sha1/ sha256/= sha256/==== sha256/A sha256/AA sha256/! sha256/A= sha256 / sha"),
    *("", "sha256/\t", "sha1/ \n"),
)
_MISREAD_PINS = (
    *_words("SHA256/{0} sha-256/{0} sha512/{0} md5/{0} pin-sha256={0} {0} sha256{0} sha256:{0} /{0}"),
    *_words(r"sha256\{0} sha256//{0} sha1/{0} sha256/{0}= sha256/{0}== sha256/{0}{0}"),
    *("sha256/{0} \n", "sha256/ {0}", " sha256/{0}"),
)


def plain_host(random: Random) -> str:
    """A name that a host can have, or nearly."""
    labels = [random.choice(_PLAIN) for _ in range(random.randint(1, 3))]
    if random.random() < 0.1:
        labels.append(random.choice(_ODD))
    return ".".join(labels)


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
    odd = 0.4 if random.random() < 0.5 else 0
    labels = [random.choice(_ODD if random.random() < odd else _PLAIN) for _ in range(random.randint(1, 4))]
    return _changed(random, ".".join(labels))


def plain_pattern(random: Random) -> str:
    """A pattern that can be used, or nearly."""
    host = "" if random.random() < 0.03 else plain_host(random)
    return random.choice(("", "*.", "*.", "**.")) + host


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
    if random.random() < 0.1:
        return host(random)
    name = random.choice(patterns).lstrip("*").removeprefix(".").lower()
    if random.random() < 0.2:
        name = name.strip("[]").partition(":")[0].partition("/")[0].rpartition("@")[2]
    elif random.random() < 0.6:
        name = ".".join(map(_in_ascii, unicodedata.normalize("NFKC", name).split(".")))
    return random.choice(_BESIDE_A_NAME) + name + random.choice(_BEHIND_A_NAME)


def good_pin(random: Random, hashes: Sequence[bytes]) -> str:
    """A pin that OkHttp reads; a hash cut short is one, too."""
    digest = random.choice(hashes)
    return _text(digest, digest[: random.choice((0, 1, 32, 32, 32))])


def pin(random: Random, hashes: Sequence[bytes]) -> str:
    """A pin: right, or wrong in one of the ways in which people get it wrong.

    Args:
      hashes: the hashes to write down, in SHA-256 or SHA-1.
    """
    digest = random.choice(hashes)
    right = _text(digest, digest)
    kind = random.random()
    if kind < 0.6:
        return right
    text = right.partition("/")[2]
    if kind < 0.7:
        return random.choice(_NO_PINS)
    if kind < 0.85:
        return random.choice(_MISREAD_PINS).format(text)
    place = random.randrange(len(text) + 1)
    changed = [
        *(digest.hex(), digest.hex().upper(), base64.urlsafe_b64encode(digest).decode(), text.rstrip("=")),
        *(text[:place], text[place:], text[:place] + random.choice(f" =-_!.é:{KELVIN}") + text[place:]),
    ]
    return f"{random.choice(('sha256', 'sha1'))}/{random.choice(changed)}"


def base64_text(random: Random) -> str:
    """Something like base64."""
    digest = random.randbytes(random.choice((0, 1, 2, 3, 20, 32)))
    return pin(random, [digest]).partition("/")[2]


def _text(digest: bytes, written: bytes) -> str:
    return f"sha{1 if len(digest) == 20 else 256}/{base64.b64encode(written).decode()}"


def _changed(random: Random, name: str) -> str:
    kind = random.random()
    if kind < 0.14:
        return random.choice((name.upper(), name.title(), name.swapcase()))
    if kind < 0.36:
        return random.choice(_AROUND).format(name)
    return name


def _in_ascii(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode()
