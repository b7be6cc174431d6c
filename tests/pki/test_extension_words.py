"""Extensions in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, ObjectIdentifier

from course.pki.fields import fields_of
from tests.pki.certificates import key_of, name


def said(extension: x509.ExtensionType, *, critical: bool = False) -> tuple[str, str]:
    """The name of an extension and what it says, read from a certificate that has no other."""
    key = key_of("extension")
    start = datetime(2027, 1, 4)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name("a"))
        .issuer_name(name("a"))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
        .add_extension(extension, critical=critical)
        .sign(key, SHA256(), ecdsa_deterministic=True)
    )
    fields = fields_of(certificate)
    inside = next(number for number, field in enumerate(fields) if field.name == "extensions") + 1
    return fields[inside].name, fields[inside].value


def usage(**allowed: bool) -> x509.KeyUsage:
    """A key usage with these bits."""
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{each: allowed.get(each, False) for each in every})


def general(*names: str) -> list[x509.GeneralName]:
    """DNS names."""
    return [x509.DNSName(each) for each in names]


def unknown(dotted: str, value: bytes) -> x509.UnrecognizedExtension:
    """An extension with any content."""
    return x509.UnrecognizedExtension(ObjectIdentifier(dotted), value)


ACCESS = x509.AuthorityInformationAccess(
    [
        x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier("http://ca.test/ca.cer")
        ),
        x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ca.test")
        ),
    ]
)
POINTS = x509.CRLDistributionPoints(
    [x509.DistributionPoint([x509.UniformResourceIdentifier("http://ca.test/crl")], None, None, None)]
)
MIXED = x509.SubjectAlternativeName(
    [
        *general("api.bank.test"),
        x509.IPAddress(ip_address("127.0.0.1")),
        x509.IPAddress(ip_address("::1")),
        x509.RFC822Name("ada@bank.test"),
        x509.UniformResourceIdentifier("https://bank.test"),
        x509.DirectoryName(name("b")),
        x509.RegisteredID(ObjectIdentifier("1.2.3")),
    ]
)
LIMITS = x509.NameConstraints(
    [*general("bank.test"), x509.IPAddress(ip_network("10.0.0.0/8"))], general("secret.bank.test")
)
POLICIES = x509.CertificatePolicies(
    [
        x509.PolicyInformation(ObjectIdentifier("2.23.140.1.2.1"), None),
        x509.PolicyInformation(ObjectIdentifier("1.2.3.4"), None),
    ]
)


@pytest.mark.parametrize(
    ("extension", "wanted"),
    [
        (x509.BasicConstraints(False, None), ("basic constraints", "not a CA")),
        (x509.BasicConstraints(True, None), ("basic constraints", "a CA")),
        (x509.BasicConstraints(True, 0), ("basic constraints", "a CA, with no other CA below it")),
        (x509.BasicConstraints(True, 1), ("basic constraints", "a CA, with at most 1 other CA below it")),
        (x509.BasicConstraints(True, 3), ("basic constraints", "a CA, with at most 3 other CAs below it")),
        (usage(key_cert_sign=True, crl_sign=True), ("key usage", "sign certificates, sign revocation lists")),
        (usage(key_agreement=True, decipher_only=True), ("key usage", "key agreement, decipher only")),
        (
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ObjectIdentifier("1.2.3")]),
            ("extended key usage", "TLS server, 1.2.3"),
        ),
        (x509.SubjectKeyIdentifier(b"\x01\x02"), ("subject key identifier", "0102")),
        (x509.AuthorityKeyIdentifier(b"\x0a", None, None), ("authority key identifier", "0a")),
        (
            x509.AuthorityKeyIdentifier(None, [x509.DirectoryName(name("b"))], 5),
            ("authority key identifier", "the issuer by its name and serial number"),
        ),
        (
            MIXED,
            (
                "subject alternative name",
                "api.bank.test, address 127.0.0.1, address ::1, e-mail ada@bank.test, https://bank.test, "
                "a directory name and 1 more",
            ),
        ),
        (
            x509.SubjectAlternativeName([x509.RegisteredID(ObjectIdentifier("1.2.3"))]),
            ("subject alternative name", "a name of another kind"),
        ),
        (x509.IssuerAlternativeName(general("ca.test")), ("issuer alternative name", "ca.test")),
        (
            LIMITS,
            (
                "name constraints",
                "only names below bank.test, address 10.0.0.0/255.0.0.0; no names below secret.bank.test",
            ),
        ),
        (POINTS, ("CRL distribution points", "http://ca.test/crl")),
        (POLICIES, ("certificate policies", "domain validated, 1.2.3.4")),
        (
            ACCESS,
            (
                "authority information access",
                "the issuer's certificate at http://ca.test/ca.cer, "
                "revocation status (OCSP) at http://ca.test",
            ),
        ),
    ],
    ids=lambda part: type(part).__name__ if isinstance(part, x509.ExtensionType) else part[1][:20],
)
def test_extensions_in_words(extension: x509.ExtensionType, wanted: tuple[str, str]) -> None:
    """The name of the extension and what it says."""
    assert said(extension) == wanted


def test_a_critical_extension_says_so() -> None:
    """In words."""
    assert said(x509.BasicConstraints(True, None), critical=True)[1] == "a CA (critical)"


TIMESTAMPS = "1.3.6.1.4.1.11129.2.4.2"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (b"\x04\x08\x00\x06\x00\x01a\x00\x01b", "2 signed promises to log this certificate"),
        (b"\x04\x05\x00\x03\x00\x01a", "1 signed promise to log this certificate"),
        (b"\x04\x05\x00\x03\x00\x09a", "7 bytes, not read here"),
    ],
)
def test_promises_to_log_are_counted(value: bytes, wanted: str) -> None:
    """Certificate transparency's list, if it is whole."""
    assert said(unknown(TIMESTAMPS, value)) == ("signed certificate timestamps", wanted)


@pytest.mark.parametrize("value", [b"\x05\x00", b"\x04\x81", b"no DER at all"])
def test_what_is_not_read_is_described_by_its_size(value: bytes) -> None:
    """An extension without a name in the course, and any content."""
    assert said(unknown("1.2.3.4", value))[0] == "1.2.3.4"
    assert said(unknown("1.2.3.4", value))[1].endswith("bytes, not read here")


@pytest.mark.parametrize("dotted", ["2.5.29.14", "2.5.29.17", "2.5.29.30", "2.5.29.37", "1.3.6.1.5.5.7.1.1"])
def test_a_known_extension_with_other_content(dotted: str) -> None:
    """It is described by its size too, and raises nothing."""
    assert said(unknown(dotted, b"\x05\x00"))[1] == "2 bytes, not read here"


def test_a_usage_without_a_name_and_an_address_of_no_length() -> None:
    """What no standard knows is shown as it is written."""
    assert said(unknown("2.5.29.15", b"\x03\x04\x00\x00\x00\x01"))[1] == "bit 23"
    assert said(unknown("2.5.29.17", b"\x30\x05\x87\x03\x01\x02\x03"))[1] == "address 010203"


def test_an_access_description_that_is_broken_is_passed_over() -> None:
    """It says how large the extension is."""
    assert said(unknown("1.3.6.1.5.5.7.1.1", b"\x30\x02\x30\x00"))[1] == "4 bytes, not read here"
