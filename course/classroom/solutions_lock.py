"""Solutions that stay hidden in a workspace until the instructor gives out a word. A courtesy, not a lock.

The instructor makes a code from a word of their own, and participants start with that code: it holds a salted hash of
the word, so it can stand in an invitation. The solutions are on every learner's disk all the same.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from course.classroom.folder import Workspace
from course.classroom.progress import MARKER, find_workspace
from course.classroom.trouble import CannotDo, WorkspaceError, explained

SWITCH = "COURSE_NO_SOLUTIONS"
FILE = "solutions.json"
COURTESY = "It is a courtesy, not a lock: the solutions are part of the course, on this machine."
_SALT, _DIGEST, _CHECK = 4, 8, 3
_ROUNDS = 50_000


@dataclass(frozen=True)
class Lock:
    """What is known of a workspace's solutions.

    Attributes:
      code: made from the word by `make_code`.
      unlocked: whether somebody has given the word here.
    """

    code: str
    unlocked: bool = False


def make_code(word: str) -> str:
    """A code for a word: letters and digits that can be mailed, typed, and checked for slips.

    Args:
      word: capitals, blanks and signs do not count, so that it can be said aloud.

    Raises:
      CannotDo: the word has no letter and no digit.
    """
    salt = secrets.token_bytes(_SALT)
    return _written(salt + _digest(word, salt))


def parse_code(text: str) -> str:
    """A code in its one spelling.

    Raises:
      CannotDo: it is none.
    """
    with suppress(ValueError):
        data = base64.b32decode("".join(text.split()).replace("-", "").upper())
        if _written(data[: _SALT + _DIGEST]) == _spelled(data):
            return _spelled(data)
    seen = f"{text[:60]!r} is no code: a letter may be wrong or missing." if text else "It needs a code."
    raise CannotDo(
        f"--no-solutions: {seen} Copy it whole, as your instructor sent it. `course lock-code WORD` makes one."
    )


def opens(word: str, code: str) -> bool:
    """Whether a code was made from this word."""
    data = base64.b32decode(code.replace("-", "").upper())
    with suppress(CannotDo):
        return secrets.compare_digest(_digest(word, data[:_SALT]), data[_SALT : _SALT + _DIGEST])
    return False


def lock_in(folder: Path) -> Lock | None:
    """The lock of a workspace; None if it has none, or one that can't be read."""
    try:
        content = json.loads((folder / MARKER / FILE).read_bytes())
        return Lock(parse_code(content["code"]), content["unlocked"] is True)
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError, CannotDo):
        return None


def put_lock(folder: Path, lock: Lock) -> None:
    """Note a lock in a workspace; one of the same code that was opened stays open."""
    before = lock_in(folder)
    if before == lock or (before == Lock(lock.code, unlocked=True)):
        return
    workspace = Workspace(folder)
    with explained(folder), workspace.alone():
        staged = workspace.scratch / FILE
        staged.write_text(json.dumps(asdict(lock)) + "\n", encoding="utf-8")
        staged.replace(workspace.marker / FILE)


def lock_solutions(folder: Path, code: str) -> str:
    """Lock the solutions of a workspace, and say so.

    Args:
      folder: the workspace.
      code: from `make_code`.

    Raises:
      CannotDo: the code is none, or the workspace can't be written to.
    """
    put_lock(folder, Lock(parse_code(code)))
    if is_locked(folder):
        return (
            "Solutions are locked here until your instructor gives out a word: `course unlock WORD`. "
            + COURTESY
        )
    return "The word for these solutions was given here already, so they stay unlocked."


def unlock_solutions(folder: Path, word: str) -> str:
    """Unlock the solutions of a workspace, and say so.

    Args:
      folder: the workspace.
      word: that the instructor gave out.

    Raises:
      CannotDo: there is no workspace, or this is not the word.
    """
    if not (folder / MARKER).is_dir():
        raise WorkspaceError(f"There are no lessons of yours in {folder}: `course start` brings them.")
    lock = lock_in(folder)
    if lock is None or lock.unlocked:
        return "Solutions are not locked here."
    if not opens(word, lock.code):
        raise CannotDo(
            f"{word[:60]!r} is not the word. Capitals and blanks do not matter; every letter does. Ask your instructor."
        )
    put_lock(folder, Lock(lock.code, unlocked=True))
    return 'Solutions are unlocked here: `solution("...")` shows them, also in notebooks that are open.'


def is_locked(folder: Path) -> bool:
    """Whether the solutions of a workspace are locked."""
    lock = lock_in(folder)
    return lock is not None and not lock.unlocked


def workspace_if_locked() -> Path | None:
    """The workspace around the current folder, if its solutions are locked."""
    with suppress(OSError):  # the current folder may be gone
        workspace = find_workspace(Path.cwd())
        if workspace is not None and is_locked(workspace):
            return workspace
    return None


def _written(data: bytes) -> str:
    return _spelled(data + hashlib.sha256(data).digest()[:_CHECK])


def _spelled(data: bytes) -> str:
    letters = base64.b32encode(data).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _digest(word: str, salt: bytes) -> bytes:
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", word).casefold()))
    if not letters:
        raise CannotDo("The word needs letters or digits: choose another one, such as a name or a place.")
    return hashlib.pbkdf2_hmac("sha256", letters.encode(), salt, _ROUNDS)[:_DIGEST]
