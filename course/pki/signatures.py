"""Does this key's signature stand under this certificate?"""

from __future__ import annotations

from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from course.pki.der import element_at, signed_fields
from course.pki.facts import Facts
from course.pki.quiet import quietly


@lru_cache(maxsize=4096)
def is_signed_by(child: Facts, issuer: Facts) -> bool:
    """Whether a certificate's signature holds under another's key. The second time costs a look-up.

    `Certificate.verify_directly_issued_by` wants the two names equal to the byte. RFC 5280 compares them
    without regard to case and to the type of string, and real authorities write them differently.
    """
    return signature_holds(child.certificate, issuer.certificate)


def signature_holds(child: x509.Certificate, issuer: x509.Certificate) -> bool:
    """The same for certificates whose names or dates may be unreadable; nothing is remembered."""
    try:
        with quietly():
            return _names_one_algorithm(child) and _holds(child, issuer)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False


def _holds(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    key = issuer.public_key()
    signature, signed = certificate.signature, certificate.tbs_certificate_bytes
    hashing = certificate.signature_hash_algorithm
    parameters = certificate.signature_algorithm_parameters
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        key.verify(signature, signed)
        return True
    if (
        isinstance(key, rsa.RSAPublicKey)
        and isinstance(parameters, padding.PKCS1v15 | padding.PSS)
        and hashing
    ):
        key.verify(signature, signed, parameters, hashing)
        return True
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(parameters, ec.ECDSA):
        key.verify(signature, signed, parameters)
        return True
    return False


def _names_one_algorithm(certificate: x509.Certificate) -> bool:
    """The algorithm stands twice, and only the inner one is signed.

    Source: RFC 5280 section 4.1.1.2.
    """
    der = certificate.public_bytes(Encoding.DER)
    outer = element_at(der, element_at(der, element_at(der).content).end)
    inner = signed_fields(certificate)[1]
    return der[outer.start : outer.end] == inner
