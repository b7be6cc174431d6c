"""The Swift in the lessons parses. There is no compiler for it here, so no more is said of it."""

from __future__ import annotations

import pytest

from tests.real_clients.fences import fences_in_lessons
from tests.real_clients.grammars import syntax_error

DELEGATE = """
final class PinningDelegate: NSObject, URLSessionDelegate {
    func urlSession(
        _ session: URLSession,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        guard let trust = challenge.protectionSpace.serverTrust,
              let chain = SecTrustCopyCertificateChain(trust) as? [SecCertificate],
              let leaf = chain.first else {
            completionHandler(.cancelAuthenticationChallenge, nil)
            return
        }
        let remote = SecCertificateCopyData(leaf) as Data
        completionHandler(remote == bundled ? .useCredential : .cancelAuthenticationChallenge, nil)
    }
}
"""


def test_every_piece_of_swift_in_the_lessons_parses() -> None:
    """The lesson and the line of each that does not."""
    faults = {each.place: syntax_error("swift", each.source) for each in fences_in_lessons("swift")}
    assert {place: fault for place, fault in faults.items() if fault} == {}


def test_right_swift_parses() -> None:
    """A delegate as people write it."""
    assert syntax_error("swift", DELEGATE) is None


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        (
            "guard let",
            "guard let let",
            "line 8: guard let let trust = challenge.protectionSpace.serverTrust,",
        ),
        ("(trust) as?", "(trust as?", "line 10: let leaf = chain.first else {"),
    ],
)
def test_wrong_swift_does_not(right: str, wrong: str, fault: str) -> None:
    """And the line is named at which it went wrong."""
    assert syntax_error("swift", DELEGATE.replace(right, wrong, 1)) == fault
