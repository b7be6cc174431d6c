"""Ratios taken in one run: absolute times vary between machines and minutes, ratios hold."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


def medians(actions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Time several actions in turn, so that whatever disturbs the machine disturbs all of them alike.

    Args:
      actions: what to time, by name.
      rounds: how often each of them runs.

    Returns:
      The median time of each action, in seconds.
    """
    times: dict[str, list[float]] = {name: [] for name in actions}
    for action in actions.values():
        action()  # once without the watch: imports and caches
    for _ in range(rounds):
        for name, action in actions.items():
            start = time.perf_counter()
            action()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def report(title: str, found: Mapping[str, float], base: str, unit: str = "ms", scale: float = 1e3) -> None:
    """Print each figure, and its ratio to one of them."""
    print(f"\n{title}")
    for name, value in found.items():
        print(f"  {name:<42} {value * scale:9.3f} {unit}   {value / found[base]:6.3f}")
