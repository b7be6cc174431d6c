"""Sessions that pin, as a learner would set them up."""

from __future__ import annotations

from typing import Any

import requests

from course.lab import Lab, derive_key
from course.pinning import PinningAdapter, Policy
from course.pki import Pin

URL = "https://api.bank.test/balance"
WRONG = Pin.of_public_key(derive_key("nobody's").public_key())


def adapter_for(lab: Lab, policy: Policy, **options: Any) -> PinningAdapter:
    """An adapter that lives in a lab."""
    lab_options: dict[str, Any] = {
        "anchors": lab.phone.anchors,
        "now": lambda: lab.clock.now,
        "addresses": lab.network.address,
    }
    return PinningAdapter(policy, **(lab_options | options))


def session_for(adapter: PinningAdapter) -> requests.Session:
    """A session that trusts its environment, as `requests` does by default."""
    session = requests.Session()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def pins_of(lab: Lab) -> Policy:
    """The bank's own pin."""
    return Policy({lab.bank.host: [lab.bank.pin]})


def wrong_pins() -> Policy:
    """A pin that no server of the lab has."""
    return Policy({"api.bank.test": [WRONG]})
