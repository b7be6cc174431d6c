"""What a learner, an instructor and CI use: check, hints, workspace, verification."""

from course.classroom.checking import check, predict, quiz
from course.classroom.hints import hint, solution
from course.classroom.replies import Reply, State

__all__ = ["Reply", "State", "check", "hint", "predict", "quiz", "solution"]
