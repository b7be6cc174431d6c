"""What a certificate is: load, read, chain, trust evaluation, pins. Pure: bytes in, values out."""

from course.pki.anchors import Anchors
from course.pki.errors import Reason, Untrusted
from course.pki.hosts import matches_host
from course.pki.lifetimes import LIFETIME_LIMITS, LifetimeLimit, longest_life
from course.pki.load import NotACertificate, load_certificates
from course.pki.names import issuer_name_of, name_of
from course.pki.pins import BadPin, Pin
from course.pki.sources import Contents, PinSource, SourceKind, read_pin_sources, source_of
from course.pki.strictness import Strictness
from course.pki.trust import all_paths, evaluate_trust

__all__ = [
    "LIFETIME_LIMITS",
    "Anchors",
    "BadPin",
    "Contents",
    "LifetimeLimit",
    "NotACertificate",
    "Pin",
    "PinSource",
    "Reason",
    "SourceKind",
    "Strictness",
    "Untrusted",
    "all_paths",
    "evaluate_trust",
    "issuer_name_of",
    "load_certificates",
    "longest_life",
    "matches_host",
    "name_of",
    "read_pin_sources",
    "source_of",
]
