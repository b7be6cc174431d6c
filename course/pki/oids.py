"""Object identifiers that certificates use, by their dotted numbers, and what people call them."""

from __future__ import annotations

ATTRIBUTES = {
    "2.5.4.3": "common name",
    "2.5.4.4": "surname",
    "2.5.4.5": "serial number of the subject",
    "2.5.4.6": "country",
    "2.5.4.7": "locality",
    "2.5.4.8": "state or province",
    "2.5.4.9": "street",
    "2.5.4.10": "organization",
    "2.5.4.11": "organizational unit",
    "2.5.4.12": "title",
    "2.5.4.15": "business category",
    "2.5.4.17": "postal code",
    "2.5.4.42": "given name",
    "2.5.4.97": "organization identifier",
    "0.9.2342.19200300.100.1.1": "user id",
    "0.9.2342.19200300.100.1.25": "domain component",
    "1.2.840.113549.1.9.1": "e-mail address",
    "1.3.6.1.4.1.311.60.2.1.1": "locality of registration",
    "1.3.6.1.4.1.311.60.2.1.2": "state of registration",
    "1.3.6.1.4.1.311.60.2.1.3": "country of registration",
}

ALGORITHMS = {
    "1.2.840.113549.1.1.1": "RSA",
    "1.2.840.113549.1.1.4": "RSA with MD5",
    "1.2.840.113549.1.1.5": "RSA with SHA-1",
    "1.2.840.113549.1.1.10": "RSA-PSS",
    "1.2.840.113549.1.1.11": "RSA with SHA-256",
    "1.2.840.113549.1.1.12": "RSA with SHA-384",
    "1.2.840.113549.1.1.13": "RSA with SHA-512",
    "1.2.840.10040.4.1": "DSA",
    "1.2.840.10045.2.1": "elliptic curve",
    "1.2.840.10045.4.1": "ECDSA with SHA-1",
    "1.2.840.10045.4.3.2": "ECDSA with SHA-256",
    "1.2.840.10045.4.3.3": "ECDSA with SHA-384",
    "1.2.840.10045.4.3.4": "ECDSA with SHA-512",
    "1.3.101.110": "X25519",
    "1.3.101.112": "Ed25519",
    "1.3.101.113": "Ed448",
    "2.16.840.1.101.3.4.3.17": "ML-DSA-44",
    "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
    "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
}

CURVES = {
    "1.2.840.10045.3.1.7": "P-256",
    "1.3.132.0.34": "P-384",
    "1.3.132.0.35": "P-521",
    "1.3.132.0.10": "secp256k1",
}

EXTENSIONS = {
    "2.5.29.9": "subject directory attributes",
    "2.5.29.14": "subject key identifier",
    "2.5.29.15": "key usage",
    "2.5.29.16": "private key usage period",
    "2.5.29.17": "subject alternative name",
    "2.5.29.18": "issuer alternative name",
    "2.5.29.19": "basic constraints",
    "2.5.29.30": "name constraints",
    "2.5.29.31": "CRL distribution points",
    "2.5.29.32": "certificate policies",
    "2.5.29.33": "policy mappings",
    "2.5.29.35": "authority key identifier",
    "2.5.29.36": "policy constraints",
    "2.5.29.37": "extended key usage",
    "2.5.29.54": "inhibit any policy",
    "1.3.6.1.5.5.7.1.1": "authority information access",
    "1.3.6.1.5.5.7.1.3": "qualified certificate statements",
    "1.3.6.1.5.5.7.1.12": "logotype",
    "1.3.6.1.5.5.7.1.24": "TLS feature",
    "1.3.6.1.5.5.7.48.1.5": "OCSP no check",
    "1.3.6.1.4.1.311.20.2": "Microsoft certificate template",
    "1.3.6.1.4.1.311.21.1": "Microsoft CA version",
    "1.3.6.1.4.1.11129.2.4.2": "signed certificate timestamps",
    "1.3.6.1.4.1.11129.2.4.3": "precertificate poison",
    "2.16.840.1.113730.1.1": "Netscape certificate type",
    "2.16.840.1.113730.1.13": "Netscape comment",
}

PURPOSES = {
    "1.3.6.1.5.5.7.3.1": "TLS server",
    "1.3.6.1.5.5.7.3.2": "TLS client",
    "1.3.6.1.5.5.7.3.3": "code signing",
    "1.3.6.1.5.5.7.3.4": "e-mail",
    "1.3.6.1.5.5.7.3.8": "time stamping",
    "1.3.6.1.5.5.7.3.9": "OCSP signing",
    "2.5.29.37.0": "any purpose",
}

ACCESS_METHODS = {
    "1.3.6.1.5.5.7.48.1": "revocation status (OCSP)",
    "1.3.6.1.5.5.7.48.2": "the issuer's certificate",
}

POLICIES = {
    "2.5.29.32.0": "any policy",
    "2.23.140.1.1": "extended validation",
    "2.23.140.1.2.1": "domain validated",
    "2.23.140.1.2.2": "organization validated",
    "2.23.140.1.2.3": "individual validated",
}

# The bits of the key usage extension, from the first.
KEY_USAGES = (
    "digital signature",
    "non-repudiation",
    "key encipherment",
    "data encipherment",
    "key agreement",
    "sign certificates",
    "sign revocation lists",
    "encipher only",
    "decipher only",
)
