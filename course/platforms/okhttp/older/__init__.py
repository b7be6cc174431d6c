"""What OkHttp 3.13.1, the version that Debian has, does otherwise than 5.4.0; `DIFFERENCES` says it in sentences."""

from course.platforms.okhttp.older.connection import clean_chain, evaluate
from course.platforms.okhttp.older.hostname_verifier import verify_hostname
from course.platforms.okhttp.older.pinner import CertificatePinner, Pin
from course.platforms.okhttp.older.url import canonical_host

__all__ = ["CertificatePinner", "Pin", "canonical_host", "clean_chain", "evaluate", "verify_hostname"]
