"""The names by which the three parts of `verify` understand each other: caller, pytest plugin and kernel."""

from __future__ import annotations

# Python text that a kernel runs at its start.
STARTUP = "__import__('importlib').import_module('course.classroom.verify_kernel').prepare()\n"
# The magic that reports on an exercise.
MAGIC = "course_verify"
# In the metadata of a check's output: the state and the reply.
DETAILS = "course"
# In the metadata of an appended cell: the exercise that it checks.
VERIFIES = "verifies"
# The property of a test case in the JUnit report: how the cell ended.
PROPERTY = "course"
# The environment variable with the seconds after which no further cell is begun.
WHOLE_LIMIT = "COURSE_VERIFY_SECONDS"
