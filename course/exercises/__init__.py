"""One record per exercise, one module per lesson."""

from course.exercises.record import Case, Exercise, Mistake, call, question, value

__all__ = ["Case", "Exercise", "Mistake", "call", "question", "value"]
