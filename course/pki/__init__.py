"""What a certificate is: load, read, chain, trust evaluation, pins. Pure: bytes in, values out."""

from .anchors import Anchors
from .errors import Reason, Untrusted
from .hosts import matches_host
from .load import NotACertificate, load_certificates
from .names import issuer_name_of, name_of
from .pins import BadPin, Pin
from .strictness import Strictness
from .trust import all_paths, evaluate_trust

__all__ = [
    "Anchors",
    "BadPin",
    "NotACertificate",
    "Pin",
    "Reason",
    "Strictness",
    "Untrusted",
    "all_paths",
    "evaluate_trust",
    "issuer_name_of",
    "load_certificates",
    "matches_host",
    "name_of",
]
