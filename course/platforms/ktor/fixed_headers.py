"""The SubjectPublicKeyInfo that iOS does not hand out, put together again: a fixed header and the raw key.

TrustKit does the same. The headers of RSA hold the length of a key whose exponent is 65537.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# By key size, as kSecAttrKeySizeInBits gives it.
RSA_HEADERS = {
    1024: bytes.fromhex("30819f300d06092a864886f70d010101050003818d00"),
    2048: bytes.fromhex("30820122300d06092a864886f70d01010105000382010f00"),
    3072: bytes.fromhex("308201a2300d06092a864886f70d01010105000382018f00"),
    4096: bytes.fromhex("30820222300d06092a864886f70d01010105000382020f00"),
}
ECDSA_HEADERS = {
    256: bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200"),
    384: bytes.fromhex("3076301006072a8648ce3d020106052b81040022036200"),
}


def public_key_bytes(certificate: x509.Certificate) -> bytes | None:
    """What Ktor's Darwin engine hashes; None for a key of another type or size, which it passes over.

    With any other exponent than 65537 an RSA key gets a header with the wrong lengths, and so a pin that nobody else
    computes.

    Args:
      certificate: of the path that the system built.

    Known by: source (CertificatePinner.kt, getPublicKeyBytes; CertificatesInfo.kt).
    """
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return None
    if isinstance(key, rsa.RSAPublicKey):
        header, raw = RSA_HEADERS.get(key.key_size), key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    elif (
        isinstance(key, ec.EllipticCurvePublicKey)
        and key.curve.name.startswith("secp")
        and key.curve.name.endswith("r1")
    ):
        header = ECDSA_HEADERS.get(key.key_size)
        raw = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    else:
        return None
    return header + raw if header else None
