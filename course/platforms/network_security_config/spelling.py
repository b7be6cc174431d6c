"""How far apart two spellings are."""

from __future__ import annotations


def distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed to make one word of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for count, letter in enumerate(one, start=1):
        previous, row[0] = row[0], count
        for column, wanted in enumerate(other, start=1):
            previous, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, previous + (letter != wanted)),
            )
    return row[-1]
