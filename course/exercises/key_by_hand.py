"""Finding the public key among a certificate's fields: a bug that hides, its repair, and other repairs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.certificates import bank, mozilla_roots, old_printer, old_router, rsa_shop
from course.exercises.record import Case, Mistake, call
from course.pki import name_of
from course.pki.der import Element, element_at, public_key_info


def find_public_key(der: bytes) -> bytes:
    signed = element_at(der, element_at(der, 0).content)
    field = element_at(der, signed.content)
    if field.tag == 0xA0:  # the version, which a certificate of version 1 leaves out
        field = element_at(der, field.end)
    for _ in range(5):
        field = element_at(der, field.end)
    return der[field.start : field.end]


def version_always_there(der: bytes) -> bytes:
    return _cut(der, _field(der, 6))


def version_never_there(der: bytes) -> bytes:
    return _cut(der, _field(der, 5))


def without_header(der: bytes) -> bytes:
    found = find_public_key(der)
    return found[element_at(found).content :]


def only_the_bits(der: bytes) -> bytes:
    found = find_public_key(der)
    bits = element_at(found, element_at(found, element_at(found).content).end)
    return found[bits.content + 1 : bits.end]


def known_beginning(der: bytes) -> bytes:
    start = der.find(bytes.fromhex("3059301306072a8648ce3d0201"))
    return der[start : start + 91]


def last_field(der: bytes) -> bytes:
    signed = _signed(der)
    field = element_at(der, signed.content)
    while field.end < signed.end:
        field = element_at(der, field.end)
    return _cut(der, field)


def last_field_but_one(der: bytes) -> bytes:
    signed = _signed(der)
    before = field = element_at(der, signed.content)
    while field.end < signed.end:
        before, field = field, element_at(der, field.end)
    return _cut(der, before)


def fourth_sequence(der: bytes) -> bytes:
    return _cut(der, [field for field in _fields(der) if field.tag == 0x30][3])


def longest_sequence(der: bytes) -> bytes:
    sequences = [field for field in _fields(der) if field.tag == 0x30]
    return _cut(der, max(sequences, key=lambda field: field.end - field.start))


def seventh_if_it_is_long(der: bytes) -> bytes:
    seventh = version_always_there(der)
    return seventh if len(seventh) > 12 else version_never_there(der)


def with_the_signed_part(der: bytes) -> bytes:
    """Counts from the certificate's own fields, without stepping into the signed part."""
    field = element_at(der, element_at(der, 0).content)
    return _cut(der, field)


def by_first_tag_upside_down(der: bytes) -> bytes:
    first = element_at(der, _signed(der).content)
    return _cut(der, _field(der, 5 if first.tag == 0xA0 else 6))


def _signed(der: bytes) -> Element:
    return element_at(der, element_at(der, 0).content)


def _field(der: bytes, number: int) -> Element:
    field = element_at(der, _signed(der).content)
    for _ in range(number):
        field = element_at(der, field.end)
    return field


def _fields(der: bytes) -> list[Element]:
    """The fields of the signed part."""
    signed = _signed(der)
    place, found = signed.content, []
    while place < signed.end:
        found.append(element_at(der, place))
        place = found[-1].end
    return found


def _cut(der: bytes, element: Element) -> bytes:
    return der[element.start : element.end]


def cases() -> Sequence[Case]:
    return [
        call("the bank's certificate", bank().public_bytes(Encoding.DER)),
        call("a shop's RSA certificate", rsa_shop().public_bytes(Encoding.DER)),
        call("the old router's certificate", old_router().public_bytes(Encoding.DER)),
        call(
            "an old printer's certificate, version 1 with an RSA key",
            old_printer().public_bytes(Encoding.DER),
        ),
        Case("the roots in certifi", _among_the_roots),
    ]


@functools.cache
def _roots() -> tuple[tuple[str, bytes, bytes], ...]:
    """Of each root in certifi its name, its bytes and its key."""
    return tuple(
        (name_of(root), root.public_bytes(Encoding.DER), public_key_info(root)) for root in mozilla_roots()
    )


def _among_the_roots(answer: Callable[[bytes], object]) -> object:
    """For how many of them an answer finds the key, and the first for which it does not."""
    found = [answer(der) for _, der, _ in _roots()]
    if found[0] is ...:
        return ...  # nothing is written yet, for which `check` has words of its own
    missed = [name for (name, _, key), given in zip(_roots(), found, strict=True) if given != key]
    told = f"right for {len(_roots()) - len(missed)} of {len(_roots())}"
    return f"{told}. The first that is not is {missed[0]}" if missed else told


MISTAKES = (
    Mistake(
        version_always_there,
        "The bank's key is right, and for the router you still cut out another field: that certificate begins with "
        "its serial number, so the key comes one field earlier. Look at the first field's tag before you count.",
    ),
    Mistake(
        version_never_there,
        "Now the router's key is right, and the bank's is not: no certificate got the step more that the version "
        "needs. Take it where the first field has the tag a0. If you ask for that already: `tag` is a number, so "
        "compare it with `0xa0`, which is 160, and not with a text.",
    ),
    Mistake(
        by_first_tag_upside_down,
        "You look at the right tag and draw the opposite conclusion: where a version stands first, there is one "
        "field more before the key, not one less.",
    ),
    Mistake(
        without_header,
        "You found the right field and left out its own tag and length. A SubjectPublicKeyInfo begins with its "
        "header: cut from `start`, not from `content`.",
    ),
    Mistake(
        only_the_bits,
        "You went further in, to the bare key. The field around it also names the algorithm, and all of it is wanted: "
        "from the tag 30 of the SubjectPublicKeyInfo to its end.",
    ),
    Mistake(
        known_beginning,
        "You searched for the bytes with which a P-256 key begins. The shop has an RSA key, so nothing was "
        "found there. Walk from field to field instead.",
    ),
    Mistake(
        last_field,
        "You took the last field of the signed part. For the router that is the key; the other certificates have "
        "their extensions behind it. Count from the front.",
    ),
    Mistake(
        last_field_but_one,
        "You took the last field but one. For the router you returned the subject: it has no extensions, so its key "
        "is the last field. Count from the front.",
    ),
    Mistake(
        fourth_sequence,
        "You returned the subject, the field before the key, in every certificate. The fields with the tag 30 are "
        "algorithm, issuer, validity, subject and then the key: it is the fifth of them.",
    ),
    Mistake(
        longest_sequence,
        "You took the longest SEQUENCE. Names are sequences too, and some are longer than a key on a curve: several "
        "roots in certifi have such names. Count from the front instead.",
    ),
    Mistake(
        seventh_if_it_is_long,
        "For the old printer you returned 15 bytes, an algorithm: its name is longer there than in the router's "
        "certificate. A length says little about what a field is. Look at the first field's tag before you count.",
    ),
    Mistake(
        with_the_signed_part,
        "You returned the whole signed part. Step into it first: its fields begin where its content begins.",
    ),
)
