"""One record per exercise, one module per lesson."""

from course.exercises.catalogue import BadRecord, all_exercises
from course.exercises.names import free_names
from course.exercises.record import Case, Exercise, Gives, Mistake, call, question, value

__all__ = [
    "BadRecord",
    "Case",
    "Exercise",
    "Gives",
    "Mistake",
    "all_exercises",
    "call",
    "free_names",
    "question",
    "value",
]
