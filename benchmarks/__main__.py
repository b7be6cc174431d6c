"""`make bench`: figures as ratios taken in one run."""

from __future__ import annotations

from benchmarks import checks, nbval_overhead, okhttp, requests_overhead, rotation, simulator

if __name__ == "__main__":
    for part in (requests_overhead, okhttp, checks, rotation, simulator, nbval_overhead):
        part.main()
