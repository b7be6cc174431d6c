"""One pin of Ktor's Darwin engine, as its source has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.platforms import okhttp
from course.platforms.ktor import PinnedCertificate
from tests.conformance import needs_conformance
from tests.conformance_cases import Case, cases_of

PIN = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
HOSTS = [
    "example.com",
    "a.example.com",
    "a.b.example.com",
    ".example.com",
    "..example.com",
    "notexample.com",
    "com",
]


def covered(pattern: str) -> list[str]:
    """Which of the hosts a pattern covers."""
    return [host for host in HOSTS if PinnedCertificate.new(pattern, PIN).matches(host)]


@pytest.mark.parametrize(
    ("pattern", "hosts"),
    [
        ("example.com", ["example.com"]),
        ("*.example.com", ["a.example.com", ".example.com"]),
        (
            "**.example.com",
            ["example.com", "a.example.com", "a.b.example.com", ".example.com", "..example.com"],
        ),
        ("EXAMPLE.com", ["example.com"]),
        ("*.MyExample.com", []),
    ],
)
def test_a_pattern_covers(pattern: str, hosts: list[str]) -> None:
    """One star for exactly one label, two for any number. Case c0660 is about upper case."""
    assert covered(pattern) == hosts


@pytest.mark.parametrize(
    "pattern",
    ["*", "*example.com", "a.*.example.com", "example.*", "*.*.example.com", "***.example.com", "**.*.com"],
)
def test_a_star_elsewhere_is_refused(pattern: str) -> None:
    """With OkHttp's words."""
    with pytest.raises(ValueError, match=r"^Unexpected pattern: ") as caught:
        PinnedCertificate.new(pattern, PIN)
    assert str(caught.value).removeprefix("Unexpected pattern: ") == pattern


@pytest.mark.parametrize(
    "pattern", ["", "example.com:443", "https://example.com", "user@example.com", "exam ple.com"]
)
def test_what_is_no_host_is_taken_and_covers_nothing(pattern: str) -> None:
    """OkHttp refuses all of these with `Invalid pattern`."""
    assert covered(pattern) == []
    with pytest.raises(ValueError, match=r"^Invalid pattern: "):
        okhttp.Pin(pattern, PIN)


def test_an_international_name_covers_nothing() -> None:
    """Case c0661: OkHttp turns it into its `xn--` form, Darwin's pinner only into lower case."""
    assert not PinnedCertificate.new("σkhttp.com", PIN).matches("xn--khttp-fde.com")
    assert okhttp.Pin("σkhttp.com", PIN).matches_hostname("xn--khttp-fde.com")


def test_a_host_is_compared_as_it_is() -> None:
    """Only the pattern is put into lower case."""
    assert not PinnedCertificate.new("example.com", PIN).matches("Example.com")
    assert not PinnedCertificate.new("example.com", PIN).matches("example.com.")


@pytest.mark.parametrize(
    "pin", ["md5/AAAA", "SHA256/AAAA", "sha256:AAAA", "AAAA", "", " sha256/AAAA", "sha512/AAAA"]
)
def test_a_pin_begins_with_a_known_algorithm(pin: str) -> None:
    """With a capital letter where OkHttp has a small one. Case c0656."""
    with pytest.raises(ValueError, match=r"^Pins must start") as caught:
        PinnedCertificate.new("example.com", pin)
    assert str(caught.value) == f"Pins must start with 'sha256/' or 'sha1/': {pin}"


def test_the_pattern_is_looked_at_before_the_pin() -> None:
    """Where both are wrong."""
    with pytest.raises(ValueError, match="Unexpected pattern"):
        PinnedCertificate.new("*", "md5/")


@pytest.mark.parametrize("pin", ["sha256/", "sha256/!", "sha256//AAAA", "sha1/AAAA", "sha256/AAAA\n"])
def test_the_hash_is_never_decoded(pin: str) -> None:
    """Every text is kept as it is."""
    made = PinnedCertificate.new("example.com", pin)
    assert str(made) == made.hash_algorithm + made.hash == pin


@given(
    st.lists(st.sampled_from(["a", "b", "*", "**", ""]), min_size=1, max_size=4).map(".".join),
    st.lists(st.sampled_from(["a", "b", ""]), min_size=1, max_size=4).map(".".join),
)
def test_patterns_are_read_as_okhttp_reads_them(pattern: str, host: str) -> None:
    """For plain lower-case names, where OkHttp takes the pattern at all."""
    try:
        expected = okhttp.Pin(pattern, PIN)
    except ValueError as error:
        if str(error).startswith("Unexpected"):
            with pytest.raises(ValueError, match=r"^Unexpected pattern: "):
                PinnedCertificate.new(pattern, PIN)
        return
    assert PinnedCertificate.new(pattern, PIN).matches(host) is expected.matches_hostname(host)


@needs_conformance
@pytest.mark.parametrize("case", cases_of("ktor-darwin", kind="host_match"), ids=str)
def test_conformance_of_hosts(case: Case) -> None:
    """Which host a pattern covers."""
    pinned = PinnedCertificate.new(case.input["pattern"], PIN)
    assert pinned.matches(case.input["hostname"]) is case.expected["match"]


@needs_conformance
@pytest.mark.parametrize("case", cases_of("ktor-darwin", kind="pin_parse"), ids=str)
def test_conformance_of_pins(case: Case) -> None:
    """Which pins are taken."""
    pattern = case.input.get("pattern", "example.com")
    if case.expected["ok"]:
        assert str(PinnedCertificate.new(pattern, case.input["pin"])) == case.input["pin"]
        return
    with pytest.raises(ValueError, match=r"^(Pins must|Unexpected)") as caught:
        PinnedCertificate.new(pattern, case.input["pin"])
    assert str(caught.value) == case.expected["message"]
