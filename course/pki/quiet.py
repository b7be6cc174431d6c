"""Reading old certificates without warnings on the learner's screen."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.RLock()


@contextmanager
def quietly() -> Iterator[None]:
    """Silence what `cryptography` says about old habits, such as a serial number of zero.

    Real roots have them, certifi's too, and `python -W error` would turn each warning into a refusal.
    `warnings.catch_warnings` is not safe among threads; the lock keeps two readers from undoing each other's.
    """
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
