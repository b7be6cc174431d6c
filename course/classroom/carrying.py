"""`my_work`: what a lesson shows first, so that nothing is lost when its kernel ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.classroom.work_buttons import WorkButtons


def my_work(lesson: str) -> WorkButtons:
    """Two buttons: one saves answers and progress in a file, the other brings them back from it.

    Args:
      lesson: the name of the lesson that they stand in, such as `03_hash_public_keys`.
    """
    from course.classroom.work_buttons import work_buttons  # widgets are slow to import, for a command line

    return work_buttons(lesson)
