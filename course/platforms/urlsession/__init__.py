"""URLSession, iOS's own way to https: its challenges, its dispositions, and two delegates that pin a `.cer`.

The names are the original's, in Python's spelling. Evidence: Apple's documentation, and error codes that were reported
in the field; none of it was run on a phone.
"""

from course.platforms.urlsession.bundle import Bundle
from course.platforms.urlsession.challenge import (
    CANCEL_AUTHENTICATION_CHALLENGE,
    PERFORM_DEFAULT_HANDLING,
    REJECT_PROTECTION_SPACE,
    USE_CREDENTIAL,
    Answer,
    AuthChallengeDisposition,
    AuthenticationMethod,
    SecTrust,
    Step,
    URLAuthenticationChallenge,
    URLCredential,
    URLProtectionSpace,
    URLSessionDelegate,
)
from course.platforms.urlsession.delegates import (
    FunctionDelegate,
    NoDisposition,
    PinningDelegate,
    RepairedDelegate,
)
from course.platforms.urlsession.session import Decision, URLError, URLSession

__all__ = [
    "CANCEL_AUTHENTICATION_CHALLENGE",
    "PERFORM_DEFAULT_HANDLING",
    "REJECT_PROTECTION_SPACE",
    "USE_CREDENTIAL",
    "Answer",
    "AuthChallengeDisposition",
    "AuthenticationMethod",
    "Bundle",
    "Decision",
    "FunctionDelegate",
    "NoDisposition",
    "PinningDelegate",
    "RepairedDelegate",
    "SecTrust",
    "Step",
    "URLAuthenticationChallenge",
    "URLCredential",
    "URLError",
    "URLProtectionSpace",
    "URLSession",
    "URLSessionDelegate",
]
