"""Certificates whose names, signatures and constraints are unusual, for the chain cleaner and for failure messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from random import Random

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import NameOID

from tests.pki.certificates import HOST, Issued, authority, corrupted, issue, key_of, server

Chain = tuple[x509.Certificate, ...]

# Texts that Java quotes, escapes or shows as they are.
_VALUES = (
    "Harbour, Bank",
    'Harbour "Bank"',
    "Harbour + Bank",
    " Harbour",
    "Harbour ",
    "Harbour  Bank",
    "#bank",
    "a=b",
    "a;b",
    "a<b>c",
    "back\\slash",
    "Bücher",
    "日本",
    "\U0001f512",
    "line\nbreak",
    "tab\there",
    '"quoted"',
    '"',
    "'",
    "HARBOUR BANK",
    "harbour bank",
    "e\u0301",
    "\u212aelvin",
    "a,b;c+d",
    "\\",
    "a\u00a0b",
    "\x7f",
    "x" * 64,
)
_TYPES = (
    _ASN1Type.UTF8String,
    _ASN1Type.PrintableString,
    _ASN1Type.BMPString,
    _ASN1Type.UniversalString,
    _ASN1Type.T61String,
    _ASN1Type.IA5String,
)
_OIDS = (
    NameOID.COMMON_NAME,
    NameOID.ORGANIZATION_NAME,
    NameOID.ORGANIZATIONAL_UNIT_NAME,
    NameOID.LOCALITY_NAME,
    NameOID.STATE_OR_PROVINCE_NAME,
    NameOID.SERIAL_NUMBER,
    NameOID.TITLE,
    NameOID.GIVEN_NAME,
    NameOID.SURNAME,
    NameOID.INITIALS,
    NameOID.GENERATION_QUALIFIER,
    NameOID.DN_QUALIFIER,
    NameOID.STREET_ADDRESS,
    NameOID.USER_ID,
    NameOID.DOMAIN_COMPONENT,
    NameOID.EMAIL_ADDRESS,
    NameOID.PSEUDONYM,
    NameOID.POSTAL_CODE,
    NameOID.BUSINESS_CATEGORY,
    NameOID.JURISDICTION_COUNTRY_NAME,
    NameOID.ORGANIZATION_IDENTIFIER,
    x509.ObjectIdentifier("1.3.6.1.4.1.55555.1"),
    x509.ObjectIdentifier("2.999.1"),
)
_PRINTABLE = re.compile(r"[A-Za-z0-9 '()+,./:=?-]*")
_WIDE = (_ASN1Type.BMPString, _ASN1Type.UniversalString)
_NAMES = 120


@cache
def oddly_named() -> Chain:
    """Self-signed certificates with names of every kind."""
    random = Random("names")
    return tuple(issue(_odd_name(random), key=key_of("odd"), serial=n + 1).certificate for n in range(_NAMES))


def _odd_name(random: Random) -> x509.Name:
    relative = []
    for _ in range(random.randint(1, 4)):
        oids = random.sample(_OIDS, random.choice((1, 1, 1, 2, 3)))
        relative.append(x509.RelativeDistinguishedName([_attribute(random, oid) for oid in oids]))
    return x509.Name(relative)


def _attribute(random: Random, oid: x509.ObjectIdentifier) -> x509.NameAttribute[str]:
    value = random.choice(_VALUES)
    kind = random.choice(_TYPES)
    if (kind is _ASN1Type.PrintableString and not _PRINTABLE.fullmatch(value)) or not value.isascii():
        kind = _ASN1Type.UTF8String if kind not in _WIDE else kind
    if oid == NameOID.JURISDICTION_COUNTRY_NAME:
        return x509.NameAttribute(oid, "DE", _ASN1Type.PrintableString)
    return x509.NameAttribute(oid, value, kind, _validate=False)


@cache
def family() -> Mapping[str, Issued]:
    """CAs and leaves to make chains of: proper ones, and for each property of a signer one that lacks it."""
    root, other_root = authority("Root"), authority("Other Root")
    twin_root = authority("Root", key=key_of("twin"))
    issuing = authority("Issuing", root, path_length=0)
    spelt = x509.Name([*_plain("ROOT ", _ASN1Type.PrintableString)])
    below_leaf = server(root, "leaf that signs")
    made = {
        "root": root,
        "other root": other_root,
        "twin root": twin_root,
        "issuing": issuing,
        "leaf": server(issuing),
        "leaf of root": server(root, "leaf of root"),
        "twin leaf": server(twin_root, "twin leaf"),
        "issuing by twin": authority("Issuing", twin_root, key=issuing.key),
        "root by other": authority("Root", other_root, key=root.key),
        "other by root": authority("Other Root", root, key=other_root.key),
        "below path length 0": authority("Below", issuing),
        "self-signed leaf": server(None, "self-signed"),
        "self-signed without constraints": server(None, "self-signed 2", ca=None),
        "signing leaf": below_leaf,
        "below a leaf": server(below_leaf, "below a leaf"),
        "without constraints": authority("No constraints", root, ca=None),
        "spelt otherwise": issue("Spelt", root, issuer_name=spelt, serial=7),
        "wrong signature": server(issuing, "wrong signature", signer=key_of("somebody")),
        "P-384": authority("P-384", root, key=key_of("P-384", ec.SECP384R1())),
    }
    made["leaf below path length 0"] = server(made["below path length 0"], "too deep")
    made["leaf below no constraints"] = server(made["without constraints"], "below no constraints")
    made["P-384 leaf"] = server(made["P-384"], "P-384 leaf")
    above = root
    for number in range(1, 12):
        above = made[f"deep {number}"] = authority(f"Deep {number}", above)
    made["limited"] = authority("Limited", root, path_length=1)
    made["below limited"] = authority("Below limited", made["limited"])
    made["far below limited"] = authority("Far below limited", made["below limited"])
    made["leaf far below limited"] = server(made["far below limited"], "far below limited")
    return made


def _plain(common: str, kind: _ASN1Type) -> list[x509.NameAttribute[str]]:
    return [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "BANK", kind),
        x509.NameAttribute(NameOID.COMMON_NAME, common, kind),
    ]


def chain_to_clean(random: Random) -> tuple[Chain, Chain]:
    """A chain as somebody could send it, and trust anchors; often they fit."""
    made = family()
    first = random.choice(list(made.values()))
    sent = [first.certificate]
    here = first.certificate
    for _ in range(random.randint(0, 11)):
        signers = [each.certificate for each in made.values() if each.certificate.subject == here.issuer]
        if not signers:
            break
        here = random.choice(signers)
        sent.append(here)
    if random.random() < 0.3:
        rest = sent[1:]
        random.shuffle(rest)
        sent[1:] = rest
    if random.random() < 0.4:
        sent.insert(random.randint(1, len(sent)), random.choice(list(made.values())).certificate)
    if len(sent) > 2 and random.random() < 0.2:
        del sent[random.randint(1, len(sent) - 1)]
    likely = [
        "root",
        "root",
        "root",
        "other root",
        "twin root",
        "issuing",
        "deep 10",
        *random.sample(list(made), 2),
    ]
    trusted = {name: made[name].certificate for name in random.sample(likely, random.randint(1, 3))}
    return tuple(sent), tuple(trusted.values())


# Each word is a certificate, with the names between its commas.
_ALTERNATIVE_NAMES = (
    "api.bank.test *.bank.test bank.test,*.bank.test *.test * *.*.test a*.test API.BANK.TEST api.bank.test. .bank.test "
    "api..bank.test *. k.test 127.0.0.1 localhost *.localhost xn--bcher-kva.test *.xn--bcher-kva.test *api.bank.test "
    "**.bank.test api.*.test *.bank.test. .. example.com,*.example.com"
)
_ADDRESSES = (
    ("127.0.0.1",),
    ("::1",),
    ("2001:db8::1", "192.168.0.1"),
    ("::ffff:1.2.3.4",),
    ("1.2.3.4", "::"),
    (),
)

# Three bytes in place of a label's, and what DER allows or does not in place of the name of eight letters.
_ODD_LETTERS = (
    "\u212a".encode(),
    "ß".encode() + b"s",
    b"\xfc\xe4\xf6",
    b"a\0b",
    b" a ",
    b"a b",
    b"A\xc0\x80",
)
_ODD_NAMES = (
    *(bytes([tag]) + b"\x08QQQ.test" for tag in (0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0xA0, 0xA3, 0xA4)),
    b"\x87\x04\x01\x02\x03\x04\x82\x02k.",
    b"\x87\x05\x01\x02\x03\x04\x05\x82\x01k",
    b"\x82\x00\x82\x06QQQ.te",
)


@cache
def alternatively_named() -> Chain:
    """Leaves with every kind of subject alternative name."""
    made = [
        server(None, HOST if number % 2 else "other", dns=names, addresses=addresses).certificate
        for number, names in enumerate([*(word.split(",") for word in _ALTERNATIVE_NAMES.split()), [""]])
        for addresses in (_ADDRESSES if number < 3 else _ADDRESSES[number % 6 : number % 6 + 1])
    ]
    made += [server(None, dns=(), addresses=addresses).certificate for addresses in _ADDRESSES if addresses]
    made.append(server(None, HOST, dns=()).certificate)
    made.append(server(None, HOST, dns=(), others=(f"https://{HOST}/",)).certificate)
    placeholder = server(None, dns=("QQQ.test", "bank.test"))
    made += [corrupted(placeholder, b"QQQ", odd) for odd in _ODD_LETTERS]
    made += [corrupted(placeholder, b"\x82\x08QQQ.test", odd) for odd in _ODD_NAMES]
    return tuple(made)
