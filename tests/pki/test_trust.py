"""Trust evaluation: which path is found, which is preferred, and why a chain is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from course.pki import (
    Anchors,
    Reason,
    Strictness,
    Untrusted,
    all_paths,
    evaluate_trust,
    name_of,
)
from course.pki.search import MOST_CERTIFICATES

from .certificates import AFTER, CLIENT, HOST, NOW, Issued, authority, corrupted, key_of, name, server

PAST = NOW - timedelta(days=1)
FUTURE = NOW + timedelta(days=1)
ROOT = authority("Root")
ISSUING = authority("Issuing CA", ROOT, path_length=0)
LEAF = server(ISSUING)


def certificates(*issued: Issued) -> list[x509.Certificate]:
    return [one.certificate for one in issued]


def refusal(
    chain: Sequence[Issued],
    anchors: Sequence[Issued] = (ROOT,),
    host: str = HOST,
    at: datetime = NOW,
    strictness: Strictness = Strictness.DEFAULT,
) -> Untrusted:
    with pytest.raises(Untrusted) as caught:
        evaluate_trust(certificates(*chain), host, certificates(*anchors), at, strictness=strictness)
    return caught.value


def test_the_path_ends_in_the_anchor_that_was_not_sent() -> None:
    """The root comes from the store, and the path has it."""
    path = evaluate_trust(certificates(LEAF, ISSUING), HOST, certificates(ROOT), NOW)
    assert path == tuple(certificates(LEAF, ISSUING, ROOT))


def test_prepared_anchors_give_the_same_path() -> None:
    """`Anchors` is an index and changes nothing."""
    prepared = Anchors(certificates(ROOT, authority("Other"), ROOT))
    assert len(prepared) == 2
    assert ROOT.certificate in prepared
    assert evaluate_trust(certificates(LEAF, ISSUING), HOST, prepared, NOW)[-1] == ROOT.certificate


@given(st.permutations([1, 2, 3, 4, 5, 5]))
@settings(max_examples=30, deadline=None)
def test_the_order_behind_the_leaf_and_junk_do_not_matter(order: list[int]) -> None:
    """Law: whatever stands behind the leaf, in whatever order and number, the path is the same."""
    deeper = authority("Deeper CA", authority("Upper CA", ROOT))
    leaf = server(deeper)
    junk = [authority("Upper CA", ROOT), deeper, ROOT, authority("Stranger"), server(authority("Stranger"))]
    sent = [leaf, *(junk[number - 1] for number in order)]
    path = evaluate_trust(certificates(*sent), HOST, certificates(ROOT), NOW)
    assert [name_of(certificate) for certificate in path] == [HOST, "Deeper CA", "Upper CA", "Root"]


# Three cases in which an expired path hides a valid one from clients that look at one path only.


@pytest.mark.parametrize("order", [0, 1])
def test_two_root_generations_on_one_key(order: int) -> None:
    """An expired root in the store does not hide its successor with the same name and key."""
    old, new = authority("Root", not_after=PAST, serial=1), authority("Root", serial=2)
    anchors = [old, new] if order else [new, old]
    path = evaluate_trust(certificates(LEAF, ISSUING, old), HOST, certificates(*anchors), NOW)
    assert path[-1] == new.certificate
    assert len(all_paths(certificates(LEAF, ISSUING, old), certificates(*anchors))) == 2


@pytest.mark.parametrize("order", [0, 1])
def test_the_old_and_the_new_intermediate_are_both_sent(order: int) -> None:
    """An expired intermediate does not hide the renewed one."""
    old = authority("Issuing CA", ROOT, not_after=PAST, serial=1)
    new = authority("Issuing CA", ROOT, serial=2)
    sent = [LEAF, old, new] if order else [LEAF, new, old]
    assert evaluate_trust(certificates(*sent), HOST, certificates(ROOT), NOW)[1] == new.certificate


def test_an_expired_cross_sign_in_the_store() -> None:
    """What happened on 30 September 2021: the cross-signed root expired, the self-signed one did not."""
    older = authority("Older Root", not_after=PAST)
    crossed = authority("Root", older, not_after=PAST, serial=7)
    path = evaluate_trust(certificates(LEAF, ISSUING, crossed), HOST, certificates(crossed, older, ROOT), NOW)
    assert path[-1] == ROOT.certificate


def test_the_shortest_valid_path_is_preferred() -> None:
    """With a cross-signed root sent and both roots in the store, the direct path is taken."""
    older = authority("Older Root")
    crossed = authority("Root", older, serial=7)
    anchors = certificates(older, ROOT)
    assert evaluate_trust(certificates(LEAF, ISSUING, crossed), HOST, anchors, NOW)[-1] == ROOT.certificate
    assert [len(path) for path in all_paths(certificates(LEAF, ISSUING, crossed), anchors)] == [3, 4]
    ending = authority("Root", not_after=FUTURE)
    path = evaluate_trust(certificates(LEAF, ISSUING, crossed), HOST, certificates(older, ending), NOW)
    assert path[-1] == ending.certificate


def test_the_longer_path_is_taken_where_the_shorter_is_not_valid() -> None:
    """A client whose new root has expired still gets in by the cross-signed one."""
    older = authority("Older Root")
    crossed = authority("Root", older, serial=7)
    expired = authority("Root", not_after=PAST)
    path = evaluate_trust(certificates(LEAF, ISSUING, crossed), HOST, certificates(older, expired), NOW)
    assert path[-1] == older.certificate


def test_of_two_paths_of_one_length_the_one_that_lasts_longer_is_preferred() -> None:
    """The date at which the first certificate of the path ends decides."""
    short, long = authority("Root", not_after=FUTURE, serial=1), authority("Root", not_after=AFTER, serial=2)
    for anchors in ([short, long], [long, short]):
        assert (
            evaluate_trust(certificates(LEAF, ISSUING), HOST, certificates(*anchors), NOW)[-1]
            == long.certificate
        )


def test_a_path_goes_on_through_an_anchor_to_another() -> None:
    """`all_paths` has the path that ends in the intermediate anchor, and the longer one."""
    paths = all_paths(certificates(LEAF, ISSUING), certificates(ISSUING, ROOT))
    assert [len(path) for path in paths] == [2, 3]


def test_an_intermediate_can_be_the_anchor() -> None:
    """RFC 5280: a trust anchor is a name and a key, whoever issued it."""
    assert len(evaluate_trust(certificates(LEAF), HOST, certificates(ISSUING), NOW)) == 2


def test_a_self_signed_leaf_that_is_an_anchor_is_trusted() -> None:
    """A certificate in the store needs nobody else, but its host and dates count."""
    own = server(None)
    assert evaluate_trust(certificates(own), HOST, certificates(own), NOW) == (own.certificate,)
    assert all_paths(certificates(own), certificates(own)) == [(own.certificate,)]
    assert refusal([own], [own], host="other.test").reason is Reason.HOST
    assert refusal([own], [own], at=AFTER + timedelta(seconds=1)).reason is Reason.EXPIRED


def test_a_self_signed_ca_leaf_made_anew_with_the_anchors_key_is_trusted() -> None:
    """Same name, same key: the old one vouches for the new one."""
    old = authority("Own", dns=(HOST,), usage=("key_cert_sign", "digital_signature"), serial=1)
    new = authority("Own", dns=(HOST,), usage=("key_cert_sign", "digital_signature"), serial=2)
    assert evaluate_trust(certificates(new), HOST, certificates(old), NOW) == tuple(certificates(new, old))


def test_names_that_differ_in_case_and_space_are_the_same() -> None:
    """RFC 5280 section 7.1: real authorities spell their names in several ways."""
    leaf = server(ISSUING, issuer_name=name("ISSUING  ca ", "bank"))
    assert len(evaluate_trust(certificates(leaf, ISSUING), HOST, certificates(ROOT), NOW)) == 3


def test_a_kelvin_sign_is_no_k_in_a_name() -> None:
    """Only ASCII letters are folded: U+212A stays what it is."""
    leaf = server(authority("Key CA"), issuer_name=name("\u212aey CA"))
    assert refusal([leaf], [authority("Key CA")]).reason is Reason.UNKNOWN_AUTHORITY


REFUSALS = [
    (Reason.UNKNOWN_AUTHORITY, [LEAF], "'api.bank.test' was issued by an unknown authority, 'Issuing CA'"),
    (Reason.UNKNOWN_AUTHORITY, [server(None)], "vouches for itself"),
    (Reason.EXPIRED, [server(ISSUING, not_after=PAST), ISSUING], "expired on 2027-01-03 09:00 UTC"),
    (
        Reason.NOT_YET_VALID,
        [server(ISSUING, not_before=FUTURE), ISSUING],
        "not valid before 2027-01-05 09:00 UTC",
    ),
    (
        Reason.HOST,
        [server(ISSUING, dns=("shop.test",)), ISSUING],
        "is not for 'api.bank.test'. It is for shop.test",
    ),
    (Reason.HOST, [server(ISSUING, dns=()), ISSUING], "its common name does not count"),
    (Reason.HOST, [server(ISSUING, dns=[f"{n}.test" for n in range(7)]), ISSUING], "and 2 more"),
    (
        Reason.NOT_A_CA,
        [server(authority("Shop", ROOT, ca=False)), authority("Shop", ROOT, ca=False)],
        "is not a CA",
    ),
    (
        Reason.NOT_A_CA,
        [server(authority("Shop", ROOT, ca=None)), authority("Shop", ROOT, ca=None)],
        "is not a CA",
    ),
    (
        Reason.NOT_A_CA,
        [server(authority("Shop", ROOT, usage=("crl_sign",))), authority("Shop", ROOT, usage=("crl_sign",))],
        "does not let it sign",
    ),
    (
        Reason.BAD_SIGNATURE,
        [server(ISSUING, signer=key_of("mallory")), ISSUING],
        "the signature does not hold",
    ),
    (Reason.WRONG_USE, [server(ISSUING, extended=(CLIENT,)), ISSUING], "is not for TLS servers"),
    (Reason.WRONG_USE, [server(ISSUING, usage=("crl_sign",)), ISSUING], "allows no handshake"),
    (Reason.CRITICAL_EXTENSION, [server(ISSUING, unknown_critical=True), ISSUING], "1.3.6.1.4.1.55555.1"),
    (
        Reason.NAME_CONSTRAINT,
        [server(a := authority("Shop", ROOT, permitted=[x509.DNSName("shop.test")])), a],
        "which the name constraints of 'Shop' forbid",
    ),
    (
        Reason.PATH_LENGTH,
        [server(b := authority("Below", ISSUING)), b, ISSUING],
        "'Issuing CA' allows at most 0 CA certificates below it (path length), and this path has 1",
    ),
]


@pytest.mark.parametrize(("reason", "chain", "sentence"), REFUSALS)
def test_a_refusal_has_its_reason_and_a_sentence(reason: Reason, chain: list[Issued], sentence: str) -> None:
    """Each single fault is named, for programs and for people."""
    refused = refusal(chain)
    assert refused.reason is reason
    assert sentence in str(refused)
    assert refused.certificate is not None


def test_a_namesake_with_another_key_identifier_is_an_unknown_authority() -> None:
    """Somebody else's CA of the same name did not alter a certificate; it is just unknown."""
    mallory = authority("Root", key=key_of("mallory"))
    assert refusal([server(mallory)]).reason is Reason.UNKNOWN_AUTHORITY


def test_the_path_with_the_fewest_faults_gives_the_reason() -> None:
    """An expired intermediate and a forged one: the nearest path has one fault, and that is named."""
    wrong = authority("Issuing CA", ROOT, not_after=PAST, extended=(CLIENT,), serial=1)
    near = authority("Issuing CA", ROOT, not_before=FUTURE, serial=2)
    assert refusal([LEAF, wrong, near]).reason is Reason.NOT_YET_VALID


def test_the_anchor_is_judged_too() -> None:
    """As in OpenSSL, an expired root is no root."""
    assert refusal([LEAF, ISSUING], [authority("Root", not_after=PAST)]).reason is Reason.EXPIRED


def test_both_ends_of_the_validity_belong_to_it() -> None:
    """RFC 5280 section 4.1.2.5: not before and not after are inclusive, to the second."""
    leaf = server(ISSUING, not_before=NOW, not_after=NOW)
    evaluate_trust(certificates(leaf, ISSUING), HOST, certificates(ROOT), NOW)
    assert refusal([leaf, ISSUING], at=NOW + timedelta(microseconds=1)).reason is Reason.EXPIRED
    assert refusal([leaf, ISSUING], at=NOW - timedelta(microseconds=1)).reason is Reason.NOT_YET_VALID


def test_the_time_zone_of_the_date_does_not_matter() -> None:
    """A moment is a moment, wherever it is written."""
    elsewhere = NOW.astimezone(timezone(timedelta(hours=9)))
    leaf = server(ISSUING, not_before=NOW, not_after=NOW)
    assert evaluate_trust(certificates(leaf, ISSUING), HOST, certificates(ROOT), elsewhere)


def test_a_date_without_a_time_zone_is_refused() -> None:
    """Guessing the zone would move an expiry by hours."""
    with pytest.raises(ValueError, match="has no time zone"):
        evaluate_trust(certificates(LEAF, ISSUING), HOST, certificates(ROOT), NOW.replace(tzinfo=None))


def test_an_empty_chain_is_refused() -> None:
    """No certificate, no trust; a resumed session shows none."""
    assert refusal([]).reason is Reason.EMPTY_CHAIN
    with pytest.raises(Untrusted, match="empty"):
        all_paths([], certificates(ROOT))


def test_self_issued_cas_do_not_count_for_the_path_length() -> None:
    """RFC 5280 section 4.2.1.9: a CA that changes its key signs a certificate for itself."""
    old = authority("Issuing CA", ROOT, path_length=0)
    rolled = authority("Issuing CA", old, key=key_of("rolled"))
    assert len(evaluate_trust(certificates(server(rolled), rolled, old), HOST, certificates(ROOT), NOW)) == 4


def test_levels_of_strictness() -> None:
    """Lenient takes a short key, the default does not; strict wants a key usage in every CA."""
    small = server(ISSUING, key=key_of("small", ec.SECP192R1()))
    sent, anchors = certificates(small, ISSUING), certificates(ROOT)
    assert evaluate_trust(sent, HOST, anchors, NOW, strictness=Strictness.LENIENT)
    assert refusal([small, ISSUING]).reason is Reason.WEAK
    lax = authority("Issuing CA", ROOT, usage=None)
    assert evaluate_trust(certificates(LEAF, lax), HOST, anchors, NOW)
    assert refusal([LEAF, lax], strictness=Strictness.STRICT).reason is Reason.NOT_STRICT


def test_a_chain_that_loops_ends() -> None:
    """Two CAs that signed each other lead nowhere, and the search says so."""
    first, second = key_of("first"), key_of("second")
    a = authority("A", authority("B", key=second), key=first)
    b = authority("B", authority("A", key=first), key=second)
    assert refusal([server(a), a, b]).reason is Reason.UNKNOWN_AUTHORITY


def _mesh(number: int) -> list[Issued]:
    """CAs of one name that all signed each other: more paths than anybody can look at."""
    keys = [key_of(f"mesh {each}") for each in range(number)]
    heads = [authority("Mesh", key=key) for key in keys]
    return [
        authority("Mesh", heads[a], key=keys[b], serial=100 * a + b)
        for a in range(number)
        for b in range(number)
        if a != b
    ]


def test_an_explosion_of_cross_signed_cas_is_bounded() -> None:
    """Ninety cross-signed CAs cost a bounded number of steps and are refused in words."""
    mesh = _mesh(10)
    leaf = server(authority("Mesh", key=key_of("mesh 0")))
    refused = refusal([leaf, *mesh])
    assert refused.reason is Reason.TOO_COMPLEX
    assert len(all_paths(certificates(leaf, *mesh), certificates(ROOT))) == 0


def test_an_explosion_does_not_hide_a_short_valid_path() -> None:
    """The shortest paths are looked at first, so junk costs nothing."""
    leaf = server(authority("Mesh", key=key_of("mesh 0")))
    anchor = authority("Mesh", key=key_of("mesh 0"))
    assert len(evaluate_trust(certificates(leaf, *_mesh(10)), HOST, certificates(anchor), NOW)) == 2


def test_the_longest_path_has_ten_certificates() -> None:
    """OkHttp stops there too."""
    line = [authority("CA 0")]
    for number in range(1, MOST_CERTIFICATES - 1):
        line.append(authority(f"CA {number}", line[-1]))
    leaf = server(line[-1])
    assert (
        len(evaluate_trust(certificates(leaf, *line), HOST, certificates(line[0]), NOW)) == MOST_CERTIFICATES
    )
    longer = authority("CA 99", line[-1])
    assert refusal([server(longer), longer, *line], [line[0]]).reason is Reason.TOO_COMPLEX


def test_unreadable_certificates_are_refused_as_leaf_and_passed_over_elsewhere() -> None:
    """A name with bytes that are no text is nobody's name."""
    broken = corrupted(server(ISSUING, "caf\u00e9"), "caf\u00e9".encode(), b"caf\xff\xfe")
    with pytest.raises(Untrusted) as caught:
        evaluate_trust([broken], HOST, certificates(ROOT), NOW)
    assert caught.value.reason is Reason.MALFORMED
    assert evaluate_trust([*certificates(LEAF, ISSUING), broken], HOST, [broken, ROOT.certificate], NOW)


def test_unreadable_extensions_are_a_fault() -> None:
    """An extension that cannot be read is never passed over."""
    broken = corrupted(LEAF, b"\x06\x03\x55\x1d\x0f", b"\x06\x03\x55\x1d\x11")
    with pytest.raises(Untrusted) as caught:
        evaluate_trust([broken, ISSUING.certificate], HOST, [broken], NOW)
    assert caught.value.reason is Reason.MALFORMED


def test_the_two_algorithm_fields_must_agree() -> None:
    """The outer one is not signed, so a difference is an attack or a mistake."""
    der = LEAF.certificate.public_bytes(Encoding.DER)
    at = der.rindex(bytes.fromhex("06082a8648ce3d040302"))
    other = x509.load_der_x509_certificate(der[:at] + bytes.fromhex("06082a8648ce3d040303") + der[at + 10 :])
    with pytest.raises(Untrusted) as caught:
        evaluate_trust([other, ISSUING.certificate], HOST, certificates(ROOT), NOW)
    assert caught.value.reason is Reason.BAD_SIGNATURE
