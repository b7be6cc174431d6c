"""A CA whose work is the same on every machine."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import PolicyBuilder, Store

from course.lab import Authority, Clock, derive_key
from course.lab.dates import Validities
from course.lab.tls import presenting
from course.pki import Pin, evaluate_trust, name_of

HOST = "api.bank.test"


@pytest.fixture
def clock() -> Clock:
    """A new clock."""
    return Clock()


@pytest.fixture
def root(clock: Clock) -> Authority:
    """A root."""
    return Authority("Harbour Root CA", "Harbour Bank", Validities(clock))


@pytest.fixture
def issuing(root: Authority) -> Authority:
    """A CA below it."""
    return root.intermediate("Harbour Issuing CA")


def test_a_leaf_comes_with_what_a_server_sends(root: Authority, issuing: Authority) -> None:
    """The intermediate is sent, the root is not."""
    assert issuing.issue(HOST).chain[1:] == (issuing.certificate,)
    assert len(root.issue(HOST).chain) == 1
    assert repr(issuing.issue(HOST)) == f"Leaf({HOST}, certificate 1, key 1)"
    assert repr(issuing) == "Authority(Harbour Issuing CA)"


def test_our_trust_evaluation_accepts_it(clock: Clock, root: Authority, issuing: Authority) -> None:
    """From leaf to root."""
    path = evaluate_trust(issuing.issue(HOST).chain, HOST, [root.certificate], clock.now)
    assert [name_of(certificate) for certificate in path] == [HOST, "Harbour Issuing CA", "Harbour Root CA"]


def test_a_strict_verifier_accepts_it(clock: Clock, root: Authority, issuing: Authority) -> None:
    """The WebPKI profile of `cryptography`: key identifiers, key usage, extended key usage, critical flags."""
    leaf, *rest = issuing.issue(HOST).chain
    builder = PolicyBuilder().store(Store([root.certificate])).time(clock.now)
    verified = builder.build_server_verifier(x509.DNSName(HOST)).verify(leaf, rest)
    assert len(verified) == 3


def test_the_same_work_gives_the_same_bytes(clock: Clock, issuing: Authority) -> None:
    """A second CA of the same name, made elsewhere, issues the same certificate."""
    again = Authority("Harbour Root CA", "Harbour Bank", Validities(clock)).intermediate("Harbour Issuing CA")
    assert issuing.issue(HOST).chain == again.issue(HOST).chain


def test_renewing_keeps_the_key(clock: Clock, issuing: Authority) -> None:
    """New certificate, new serial number, new dates, same pin."""
    first = issuing.issue(HOST)
    clock.advance(days=100)
    second = issuing.renew(first)
    assert second.pin == first.pin
    assert second.certificate.serial_number != first.certificate.serial_number
    assert second.certificate.not_valid_before_utc == clock.now
    assert (second.number, second.key_number) == (2, 1)


def test_renewing_at_once_gives_another_certificate(issuing: Authority) -> None:
    """Without a step of the clock the serial number still differs."""
    first = issuing.issue(HOST)
    second, third = issuing.renew(first), issuing.renew(issuing.renew(first))
    assert len({leaf.certificate.serial_number for leaf in (first, second, third)}) == 3


def test_rekeying_changes_the_key(issuing: Authority) -> None:
    """And once more at the next time."""
    first = issuing.issue(HOST)
    second = issuing.rekey(first)
    third = issuing.rekey(second)
    assert len({first.pin, second.pin, third.pin}) == 3
    assert (third.number, third.key_number) == (3, 3)


def test_rekeying_to_a_key_made_earlier(issuing: Authority) -> None:
    """The backup key of a rotation."""
    backup = derive_key("api.bank.test backup")
    leaf = issuing.rekey(issuing.issue(HOST), backup, days=47)
    assert leaf.pin == Pin.of_public_key(backup.public_key())
    life = leaf.certificate.not_valid_after_utc - leaf.certificate.not_valid_before_utc
    assert life == timedelta(days=47, seconds=-1)


def test_different_authorities_have_different_keys(clock: Clock, root: Authority, issuing: Authority) -> None:
    """The same name under another organization is somebody else."""
    impostor = Authority("Harbour Root CA", "mallory", Validities(clock))
    assert len({root.pin, issuing.pin, impostor.pin}) == 3


def test_an_intermediate_issues_leaves_only(issuing: Authority) -> None:
    """Its path length is 0."""
    basic = issuing.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (basic.ca, basic.path_length) == (True, 0)


def request_for(*hosts: str, label: str = "request") -> x509.CertificateSigningRequest:
    """A signing request, as a server's administrator makes it."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    if hosts:
        names = [x509.DNSName(host) for host in hosts]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(derive_key(label), SHA256())


def test_signing_a_request_takes_its_key_and_hosts(clock: Clock, root: Authority, issuing: Authority) -> None:
    """As a real CA does, which never sees the private key."""
    request = request_for(HOST, "www.bank.test")
    certificate = issuing.sign(request, not_before=datetime(2027, 1, 1, tzinfo=UTC), days=90)
    assert Pin.of(certificate) == Pin.of_public_key(derive_key("request").public_key())
    for host in (HOST, "www.bank.test"):
        evaluate_trust([certificate, *issuing.issuers], host, [root.certificate], clock.now)


def test_a_request_without_a_host_is_refused(issuing: Authority) -> None:
    """There would be nobody to trust."""
    with pytest.raises(ValueError, match="names no host"):
        issuing.sign(request_for())


def test_a_request_with_a_broken_signature_is_refused(issuing: Authority) -> None:
    """Whoever sends a key must have it."""
    der = bytearray(request_for(HOST).public_bytes(Encoding.DER))
    der[-1] ^= 1
    with pytest.raises(ValueError, match="not signed by the key"):
        issuing.sign(x509.load_der_x509_csr(bytes(der)))


def test_addresses_and_long_names_can_be_certified(clock: Clock, root: Authority, issuing: Authority) -> None:
    """A name of more than 64 characters does not fit a common name, and goes without."""
    long = ".".join(["a-long-label-of-a-host-name"] * 4) + ".test"
    for host in ("127.0.0.1", "::1", "*.bank.test", long):
        leaf = issuing.issue(host)
        evaluate_trust(leaf.chain, host.replace("*", "api"), [root.certificate], clock.now)
    common_names = issuing.issue(long).certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert common_names == []


def test_trustme_works_with_the_same_ca(clock: Clock, root: Authority, issuing: Authority) -> None:
    """What trustme issues chains up to the lab's root, through the intermediate."""
    wrapped = issuing.trustme
    assert isinstance(wrapped, trustme.CA)
    assert wrapped is issuing.trustme
    blobs = wrapped.issue_cert(HOST).cert_chain_pems
    chain = [x509.load_pem_x509_certificate(blob.bytes()) for blob in blobs]
    assert chain[1] == issuing.certificate
    assert evaluate_trust(chain, HOST, [root.certificate], clock.now)[-1] == root.certificate
    assert root.trustme.cert_pem.bytes() == root.certificate.public_bytes(Encoding.PEM)


def test_openssl_accepts_its_chains_strictly(issuing: Authority, root: Authority) -> None:
    """With X509_STRICT and its own clock off, through memory."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.verify_flags |= ssl.VERIFY_X509_STRICT | 0x200000
    client.load_verify_locations(cadata=root.certificate.public_bytes(Encoding.DER))
    leaf = issuing.issue(HOST)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname=HOST)
    theirs = presenting(leaf.chain, leaf.key).wrap_bio(to_server, to_client, server_side=True)
    for side in (ours, theirs, ours):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert ours.getpeercert(binary_form=True) == leaf.certificate.public_bytes(Encoding.DER)
