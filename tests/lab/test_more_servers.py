"""More than one bank and one phone: other servers, other roots, a second leaf, clients with certificates."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from course.lab import Lab, Phone, attempt, handshake, rsa_key
from course.lab.leaf import chain_pem, private_pem
from course.lab.tls import presenting
from course.pki import Pin, all_paths, evaluate_trust, load_certificates, name_of

HOST = "api.bank.test"
URL = "https://api.bank.test/balance"


def test_a_second_server_has_a_name_of_its_own(lab: Lab) -> None:
    """Both answer, and each counts for itself."""
    shop = lab.serve(lab.issuing.issue("shop.test"), lab.issuing)
    assert attempt(lab.app(), "https://shop.test/balance").accepted
    assert attempt(lab.app(), URL).accepted
    assert (shop.requests, lab.bank.requests) == (1, 1)


def test_a_second_server_can_take_a_name_over(lab: Lab) -> None:
    """Whoever controls the network leads the name where they like."""
    rogue = lab.serve(lab.issuing.issue(HOST, key_number=9), lab.issuing)
    assert attempt(lab.app(), URL).accepted
    assert (rogue.requests, lab.bank.requests) == (1, 0)


def test_a_second_server_ends_with_the_lab() -> None:
    """No port is left."""
    with Lab() as lab:
        address = lab.serve(lab.issuing.issue("shop.test"), lab.issuing).address
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


def test_apps_on_two_phones_trust_different_roots(lab: Lab) -> None:
    """The same app, the same server, and another answer."""
    old, new = Phone([lab.root]), Phone([lab.authority("Harbour Root CA 2", "Harbour Bank").certificate])
    assert attempt(lab.app(phone=old), URL).accepted
    assert attempt(lab.app(phone=new), URL).step == "validate"


def test_a_cross_signed_root_leads_old_phones_to_the_new_one(lab: Lab) -> None:
    """Same subject and key as the new root, signed by the old one."""
    second = lab.authority("Harbour Root CA 2", "Harbour Bank")
    cross = lab.root.cross_sign(second)
    leaf = second.intermediate("Harbour Issuing CA").issue(HOST)
    chain = (*leaf.chain, cross)
    with pytest.raises(Exception, match="unknown authority"):
        evaluate_trust(leaf.chain, HOST, [lab.root.certificate], lab.clock.now)
    old = evaluate_trust(chain, HOST, [lab.root.certificate], lab.clock.now)
    new = evaluate_trust(chain, HOST, [second.certificate], lab.clock.now)
    assert [len(old), len(new)] == [4, 3]
    assert Pin.of(cross) == second.pin
    assert cross != second.certificate


def test_a_cross_signed_intermediate_issues_leaves_only(lab: Lab) -> None:
    """Two certificates for one key, and both paths hold."""
    second = lab.authority("Harbour Root CA 2", "Harbour Bank")
    cross = second.cross_sign(lab.issuing)
    leaf = lab.issuing.issue(HOST)
    anchors = [lab.root.certificate, second.certificate]
    assert len(all_paths([*leaf.chain, cross], anchors)) == 2
    assert evaluate_trust([leaf.certificate, cross], HOST, [second.certificate], lab.clock.now)
    lengths = [
        certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length
        for certificate in (cross, lab.root.cross_sign(second))
    ]
    assert lengths == [0, None]


def test_an_intermediate_can_have_another_key(lab: Lab) -> None:
    """The same name, as after a change of key; its number tells them apart."""
    again, other = (lab.root.intermediate("Harbour Issuing CA", key_number=number) for number in (1, 2))
    assert again.certificate == lab.issuing.certificate
    assert other.pin != lab.issuing.pin
    assert name_of(other.certificate) == name_of(lab.issuing.certificate)
    assert evaluate_trust(other.issue(HOST).chain, HOST, lab.phone.trusted, lab.clock.now)


def _leaf_seen_with(lab: Lab, ciphers: str, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2) -> Pin:
    """The pin of the leaf that the bank shows to a client with these ciphers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= 0x200000
    context.load_verify_locations(cadata=chain_pem(lab.phone.trusted).decode())
    context.maximum_version = version
    context.set_ciphers(ciphers)
    with (
        socket.create_connection(lab.bank.address) as raw,
        context.wrap_socket(raw, server_hostname=HOST) as tls,
    ):
        der = tls.getpeercert(binary_form=True)
    assert der is not None
    return Pin.of(load_certificates(der)[0])


@pytest.mark.parametrize(
    ("version", "ciphers", "kind"),
    [
        (ssl.TLSVersion.TLSv1_2, "ECDHE+aRSA", rsa.RSAPublicKey),
        (ssl.TLSVersion.TLSv1_2, "ECDHE+aECDSA", ec.EllipticCurvePublicKey),
        (ssl.TLSVersion.TLSv1_2, "ECDHE+aRSA:ECDHE+aECDSA", rsa.RSAPublicKey),
        (ssl.TLSVersion.TLSv1_2, "ECDHE+aECDSA:ECDHE+aRSA", ec.EllipticCurvePublicKey),
        (ssl.TLSVersion.TLSv1_3, "ECDHE+aRSA", ec.EllipticCurvePublicKey),
    ],
)
def test_two_leaves_on_one_port(lab: Lab, version: ssl.TLSVersion, ciphers: str, kind: type[object]) -> None:
    """The client's ciphers decide which leaf it sees, each with a chain of its own."""
    beside = lab.root.issue(HOST, key=rsa_key())
    lab.bank.present(lab.bank.chain, lab.bank.leaf.key, beside=beside)
    pins = {
        rsa.RSAPublicKey: Pin.of_public_key(rsa_key().public_key()),
        ec.EllipticCurvePublicKey: lab.bank.pin,
    }
    assert _leaf_seen_with(lab, ciphers, version) == pins[kind]


def test_the_second_leaf_stays_at_a_renewal(lab: Lab) -> None:
    """And goes with the next chain."""
    lab.bank.present(lab.bank.chain, lab.bank.leaf.key, beside=lab.issuing.issue(HOST, key=rsa_key()))
    lab.bank.renew()
    assert _leaf_seen_with(lab, "ECDHE+aRSA") == Pin.of_public_key(rsa_key().public_key())
    lab.bank.present(lab.bank.chain, lab.bank.leaf.key)
    lab.bank.renew()
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        _leaf_seen_with(lab, "ECDHE+aRSA")


def test_rsa_keys_are_real_and_the_same_everywhere() -> None:
    """Loading one with the check proves that both its factors are prime."""
    pins = []
    for number in range(1, 5):
        private = rsa_key(number)
        private.private_numbers().private_key()
        assert private.key_size == 2048
        pins.append(str(Pin.of_public_key(private.public_key())))
    assert len(set(pins)) == 4
    assert pins[0] == "sha256/890c680DGJPkE8Coa9c3Oh4O/LkJUrEvVlPNBKsamZ8="
    with pytest.raises(ValueError, match="no key 5"):
        rsa_key(5)


def test_a_server_can_ask_for_a_client_certificate(lab: Lab, tmp_path: Path) -> None:
    """Without one nobody gets in; with one of that CA, the clients are served."""
    partners = lab.authority("Harbour Partners CA", "Harbour Bank")
    server = lab.serve(lab.issuing.issue("partners.bank.test"), lab.issuing, clients=partners)
    url = "https://partners.bank.test/balance"
    assert not attempt(lab.app(), url).accepted
    assert server.requests == 0
    ada = partners.issue_client("ada's phone")
    file = tmp_path / "ada.pem"
    file.write_bytes(chain_pem(ada.chain) + private_pem(ada.key))
    assert attempt(lab.app(), url, cert=str(file)).accepted
    stranger = lab.issuing.issue_client("ada's phone")
    file.write_bytes(chain_pem(stranger.chain) + private_pem(stranger.key))
    with lab.app() as app:
        assert not attempt(app, url, cert=str(file)).accepted


def test_a_client_certificate_serves_nobody(lab: Lab) -> None:
    """Its purpose is another."""
    ada = lab.issuing.issue_client(HOST)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.verify_flags |= 0x200000
    client.load_verify_locations(cadata=chain_pem(lab.phone.trusted).decode())
    assert "purpose" in handshake(client, presenting(ada.chain, ada.key), HOST)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_server_can_let_clients_resume(lab: Lab, version: ssl.TLSVersion) -> None:
    """The second handshake of such a client shows no certificate."""
    server = lab.serve(lab.issuing.issue("shop.test"), lab.issuing, resumes=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = version
    session, reused = None, []
    for _ in range(2):
        with (
            socket.create_connection(server.address) as raw,
            context.wrap_socket(raw, session=session) as tls,
        ):
            tls.sendall(b"GET /balance HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n")
            while tls.recv(1000):
                pass
            session = tls.session
            reused.append(tls.session_reused)
    assert reused == [False, True]
