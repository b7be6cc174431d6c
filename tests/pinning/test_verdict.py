"""The sentences of a verdict."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from course.pinning import PinSet, Policy

from .test_policy import AT, HOST, ISSUING, LEAF, OTHER, PATH, ROOT

EXPIRES = (AT - timedelta(days=1)).astimezone(timezone(timedelta(hours=5)))
SEEN = f"{LEAF.pin} ({HOST}), {ISSUING.pin} (Harbour Issuing CA), {ROOT.pin} (Harbour Root CA)"


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (
            Policy({HOST: {"leaf key of 2026": OTHER}}),
            f"{HOST} is refused: no certificate of the validated path has a pinned key. "
            f"Seen: {SEEN}. Wanted: {OTHER} (leaf key of 2026).",
        ),
        (
            Policy({HOST: [ISSUING.pin]}),
            f"{HOST} is accepted: a key of the validated path is pinned, {ISSUING.pin} (Harbour Issuing CA).",
        ),
        (
            Policy({}),
            f"{HOST} is accepted: the policy has no pins for this host; the chain was validated all the same.",
        ),
        (
            Policy({HOST: PinSet([OTHER], expires=EXPIRES)}),
            f"{HOST} is accepted: its pins expired on 2027-01-03 09:00 UTC and are no longer asked for.",
        ),
    ],
)
def test_a_verdict_is_a_sentence(policy: Policy, text: str) -> None:
    """Host, outcome, what was seen and what was wanted, and whose each is."""
    assert str(policy.evaluate(HOST, PATH, AT)) == text


def test_an_empty_path_is_explained() -> None:
    """It says what is missing and what to do."""
    assert str(Policy({}).evaluate(HOST, (), AT)) == (
        f"{HOST} is refused: there is no validated path, so no key can be compared. Validate the chain first."
    )
