"""What the content of a DER element says, and the tree of elements."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.pki.der import Element
from course.pki.key_words import algorithm_words, key_fields, key_words
from course.pki.tree import nodes_between, tree_of
from course.pki.values import bits_in, content_of, identifier_in, moment_in, number_in, tag_name, text_in


@given(st.lists(st.integers(0, 2**40), max_size=6), st.integers(0, 2), st.integers(0, 39))
def test_identifiers_are_read_as_they_were_written(rest: list[int], first: int, second: int) -> None:
    """What the standard writes comes back."""
    dotted = ".".join(map(str, (first, second, *rest)))
    assert identifier_in(written(first, second, rest)) == dotted


def written(first: int, second: int, rest: list[int]) -> bytes:
    """An object identifier's content, by X.690 section 8.19."""
    content = b""
    for number in (40 * first + second, *rest):
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(number & 0x7F | 0x80)
        content += bytes(reversed(digits))
    return content


def test_an_empty_identifier_is_called_so() -> None:
    """Damaged data raises nothing."""
    assert identifier_in(b"") == "an empty object identifier"
    assert identifier_in(b"\x80") == "an empty object identifier"


@pytest.mark.parametrize(
    ("tag", "content", "moment"),
    [
        (0x17, b"270104090000Z", datetime(2027, 1, 4, 9, tzinfo=UTC)),
        (0x17, b"491231235959Z", datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (0x17, b"500101000000Z", datetime(1950, 1, 1, tzinfo=UTC)),
        (0x18, b"20500101000000Z", datetime(2050, 1, 1, tzinfo=UTC)),
    ],
)
def test_moments(tag: int, content: bytes, moment: datetime) -> None:
    """Two digits of a year from 50 on belong to the last century."""
    assert moment_in(tag, content) == moment


@pytest.mark.parametrize(
    ("tag", "content"),
    [
        (0x17, b"2701040900Z"),
        (0x17, b"xx0104090000Z"),
        (0x18, b"20271304090000Z"),
        (0x18, b"20270104090000+0100"),
    ],
)
def test_what_is_written_otherwise_is_no_moment(tag: int, content: bytes) -> None:
    """Without seconds, without digits, without such a month, in another time zone."""
    with pytest.raises(ValueError, match=r"does not match|no date of a certificate"):
        moment_in(tag, content)


@pytest.mark.parametrize(
    ("tag", "content"),
    [
        (0x0C, "Főtanúsítvány".encode()),
        (0x1E, "Főtanúsítvány".encode("utf-16-be")),
        (0x1C, "Főtanúsítvány".encode("utf-32-be")),
    ],
)
def test_text_of_every_kind(tag: int, content: bytes) -> None:
    """Each kind of string has an encoding of its own."""
    assert text_in(tag, content) == "Főtanúsítvány"


@given(st.integers(0, 255), st.binary(max_size=20))
def test_no_text_raises_or_breaks_a_line(tag: int, content: bytes) -> None:
    """Whatever stands in a string, it is shown on one line."""
    assert text_in(tag, content).isprintable()


def test_numbers_and_bits() -> None:
    """The first bit of a number is its sign; bits are counted from the first."""
    assert number_in(b"\x00\xff") == 255
    assert number_in(b"\xff") == -1
    assert bits_in(b"\x05\xa0") == [0, 2]
    assert bits_in(b"") == []
    assert content_of(b"\x02\x01\x07\x05", Element(2, 0, 2, 3)) == b"\x07"


def test_tags_have_names() -> None:
    """Universal tags by name, others by number."""
    assert tag_name(0x30) == "SEQUENCE"
    assert tag_name(0xA3) == "numbered field [3]"
    assert tag_name(0x45) == "tag 45"


def test_a_tree_has_what_the_bytes_have() -> None:
    """Elements inside elements, in the order of the bytes."""
    data = bytes.fromhex("30083003020101020102")
    assert [(node.element.tag, node.element.start, node.depth) for node in tree_of(data)] == [
        (0x30, 0, 0),
        (0x30, 2, 1),
        (0x02, 4, 2),
        (0x02, 7, 1),
    ]


@pytest.mark.parametrize("inside", ["0205", "020101ff", "1f8100"])
def test_content_that_is_no_der_has_no_children(inside: str) -> None:
    """Too short, too long, or with a tag of several bytes."""
    content = bytes.fromhex(inside)
    assert tree_of(bytes([0x30, len(content)]) + content).children == ()


def test_elements_that_are_nested_without_end() -> None:
    """A forged certificate does not exhaust the reader."""
    data = b""
    for _ in range(120):
        data = b"\x30" + (bytes([len(data)]) if len(data) < 128 else bytes([0x81, len(data)])) + data
        if len(data) > 250:
            break
    assert max(node.depth for node in tree_of(data)) == 40


def element(tag: int, *content: bytes) -> bytes:
    """A short element."""
    inside = b"".join(content)
    return bytes([tag, len(inside)]) + inside


def words_of(identifier: str, *parameters: bytes, key: bytes = b"\x00") -> tuple[str, list[str]]:
    """What a SubjectPublicKeyInfo says, and the names of its fields."""
    algorithm = element(0x30, element(0x06, bytes.fromhex(identifier)), *parameters)
    data = element(0x30, algorithm, element(0x03, key))
    node = tree_of(data)
    return key_words(data, node), [name for name, _, _ in key_fields(data, node)]


def test_keys_of_other_kinds() -> None:
    """An Edwards key, a curve given by its parameters, one without a name in the course."""
    assert words_of("2b6570") == ("Ed25519", ["key algorithm", "key"])
    curve = "2a8648ce3d0201"
    assert words_of(curve, element(0x30))[0] == "elliptic curve given by its parameters"
    assert words_of(curve, element(0x06, b"\x2a\x03"))[0] == "elliptic curve 1.2.3"


def test_an_rsa_key_whose_numbers_are_broken_is_called_rsa() -> None:
    """Without a size, since it has none."""
    rsa = "2a864886f70d010101"
    assert words_of(rsa, b"\x05\x00", key=b"\x00\x30\x02\x05") == ("RSA", ["key algorithm", "key"])
    assert words_of(rsa, b"\x05\x00", key=b"\x00" + element(0x30, b"\x02\x01\x07"))[0] == "RSA"


def test_an_algorithm_that_is_none() -> None:
    """A sequence of something else raises nothing."""
    data = element(0x30, b"\x05\x00")
    assert algorithm_words(data, tree_of(data)) == "an algorithm that cannot be read"


def test_an_algorithm_without_a_name_is_shown_by_its_number() -> None:
    """So that it can be looked up."""
    data = bytes.fromhex("300406022a03")
    assert algorithm_words(data, tree_of(data)) == "1.2.3"
    assert nodes_between(data, 0, len(data))[0] == tree_of(data)
