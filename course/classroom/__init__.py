"""What a learner, an instructor and CI use: check, hints, workspace, verification."""

from course.classroom.carrying import my_work
from course.classroom.checking import check, predict, quiz
from course.classroom.hints import hint, solution
from course.classroom.replies import Reply, State
from course.classroom.standing import progress_text

__all__ = ["Reply", "State", "check", "hint", "my_work", "predict", "progress_text", "quiz", "solution"]
