"""`PinnedCertificate`: one pin of Ktor's Darwin engine."""

from __future__ import annotations

from dataclasses import dataclass

from course.platforms.okhttp.patterns import covers, has_star_elsewhere

HASH_ALGORITHM_SHA_256 = "sha256/"
HASH_ALGORITHM_SHA_1 = "sha1/"


@dataclass(frozen=True)
class PinnedCertificate:
    """A host pattern and the text of a hash. In spite of its name it pins a public key.

    The constructor takes what it is given; `new` is what `CertificatePinner.Builder.add` calls.

    Attributes:
      pattern: in lower case, and otherwise as it was written: no port is refused, no international name turned into
        its `xn--` form. Such a pattern covers nothing.
      hash_algorithm: "sha256/" or "sha1/".
      hash: whatever stood behind it. It is never decoded: text is compared with text.

    Known by: source (PinnedCertificate.kt).
    """

    pattern: str
    hash_algorithm: str
    hash: str

    @classmethod
    def new(cls, pattern: str, pin: str) -> PinnedCertificate:
        """Read a pattern and a pin.

        Args:
          pattern: a host, or `*.` or `**.` and a host.
          pin: "sha256/" or "sha1/" and the base64 of a hash.

        Raises:
          ValueError: with the text of Ktor's `IllegalArgumentException`.

        Known by: source (PinnedCertificate.kt).
        """
        if has_star_elsewhere(pattern):
            raise ValueError(f"Unexpected pattern: {pattern}")
        for algorithm in (HASH_ALGORITHM_SHA_1, HASH_ALGORITHM_SHA_256):
            if pin.startswith(algorithm):
                return cls(pattern.lower(), algorithm, pin.removeprefix(algorithm))
        raise ValueError(
            f"Pins must start with '{HASH_ALGORITHM_SHA_256}' or '{HASH_ALGORITHM_SHA_1}': {pin}"
        )

    def matches(self, hostname: str) -> bool:
        """Whether the pattern covers a host.

        Args:
          hostname: as the system names it; it is compared as it is.

        Known by: source (PinnedCertificate.kt).
        """
        return covers(self.pattern, hostname)

    def __str__(self) -> str:
        return self.hash_algorithm + self.hash
