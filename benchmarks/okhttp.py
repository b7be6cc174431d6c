"""How fast a pin check is: the model of OkHttp's `CertificatePinner` against the real one in its Java process."""

from __future__ import annotations

import statistics
import time

from cryptography import x509

from benchmarks.timing import report
from course.lab.cast import HOST, cast
from course.lab.real_okhttp import OkHttpError, RealOkHttp, questions
from course.platforms.okhttp import CertificatePinner

ROUNDS = 15
MODEL_CHECKS = 2_000
REAL_CHECKS = 100_000
# Java compiles what runs often while it runs.
WARM_UP = 500_000

REAL, MODEL = "the real OkHttp", "the model"


def main() -> None:
    people = cast()
    chain = (*people.leaf.chain, people.root.certificate)
    for title, pin in (("first", people.leaf.pin), ("last", people.root.pin)):
        pins = [(HOST, f"sha256/{'A' * 43}="), ("*.bank.test", str(pin))]
        try:
            found = measure(pins, chain)
        except OkHttpError as missing:
            print(f"\nA pin check: not measured. {missing}")
            return
        report(
            f"A pin check, the pin that of the {title} of {len(chain)} certificates", found, REAL, "us", 1e6
        )
        print(f"  {'checks per second':<42} {1 / found[REAL]:9.0f} real, {1 / found[MODEL]:.0f} model")


def measure(pins: list[tuple[str, str]], chain: tuple[x509.Certificate, ...]) -> dict[str, float]:
    """Seconds for one check, in turn here and there."""
    pinner = CertificatePinner(pins)
    times: dict[str, list[float]] = {REAL: [], MODEL: []}
    # Java's own choice of how to compile, since this runs for long.
    with RealOkHttp(options=()) as real:
        real.ask(questions.time_check(pins, HOST, chain, WARM_UP))
        for _ in range(ROUNDS):
            start = time.perf_counter()
            for _ in range(MODEL_CHECKS):
                pinner.check(HOST, chain)
            times[MODEL].append((time.perf_counter() - start) / MODEL_CHECKS)
            (taken,) = real.ask(questions.time_check(pins, HOST, chain, REAL_CHECKS))
            times[REAL].append(taken.value / 1e9 / REAL_CHECKS)
    return {name: statistics.median(values) for name, values in times.items()}
