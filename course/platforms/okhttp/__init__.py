"""OkHttp 5.4.0, Android's usual way to https: its `CertificatePinner`, and what it needs on the way there.

The names are the original's, in Python's spelling. What the older 3.13.1 does otherwise, the version that the real
tool runs show, is in `DIFFERENCES`.
"""

from course.platforms.okhttp.answers import answer, older_answer
from course.platforms.okhttp.cases import Answer, Case
from course.platforms.okhttp.cleaner import clean_chain
from course.platforms.okhttp.client import OkHttpClient
from course.platforms.okhttp.connection import evaluate, is_eligible
from course.platforms.okhttp.differences import DIFFERENCES, Difference
from course.platforms.okhttp.errors import ChainError, HostnameError, PeerUnverified, PinningError
from course.platforms.okhttp.held_certificate import HeldCertificate
from course.platforms.okhttp.hostname_verifier import verify_hostname
from course.platforms.okhttp.hosts import canonical_host, is_ip_address
from course.platforms.okhttp.okio_base64 import decode_base64
from course.platforms.okhttp.pinner import CertificatePinner
from course.platforms.okhttp.pins import Pin, pin

__all__ = [
    "DIFFERENCES",
    "Answer",
    "Case",
    "CertificatePinner",
    "ChainError",
    "Difference",
    "HeldCertificate",
    "HostnameError",
    "OkHttpClient",
    "PeerUnverified",
    "Pin",
    "PinningError",
    "answer",
    "canonical_host",
    "clean_chain",
    "decode_base64",
    "evaluate",
    "is_eligible",
    "is_ip_address",
    "older_answer",
    "pin",
    "verify_hostname",
]
