"""Texts of others as they can be shown: files may hold anything, and a terminal obeys some of it."""


def printable(text: str) -> str:
    """A text with a question mark for each character that is not printed but does something."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
