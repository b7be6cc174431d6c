"""Ktor, the http client of Kotlin Multiplatform: one API, and on every engine another pinner, or none.

OkHttp's engine pins with OkHttp's pinner, Android's with the network security config, Darwin's with a pinner of its
own, which is modelled here. CIO has none.
"""

from course.platforms.ktor.darwin import CertificatePinner, TlsPeerUnverifiedException, evaluate
from course.platforms.ktor.engines import (
    Answer,
    Engine,
    Outcome,
    Row,
    Situation,
    as_network_security_config,
    ask,
    compare,
)
from course.platforms.ktor.pinned_certificate import PinnedCertificate

__all__ = [
    "Answer",
    "CertificatePinner",
    "Engine",
    "Outcome",
    "PinnedCertificate",
    "Row",
    "Situation",
    "TlsPeerUnverifiedException",
    "as_network_security_config",
    "ask",
    "compare",
    "evaluate",
]
