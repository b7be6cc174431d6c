"""Lesson 04: why does comparing the .cer break?"""

from course.exercises.fragile_cer.comparison import IS_BUNDLED
from course.exercises.fragile_cer.handshakes import RENEWED_CER, SIX_HANDSHAKES
from course.exercises.fragile_cer.hole import CLOSE_THE_HOLE
from course.exercises.fragile_cer.recall import RECALL
from course.exercises.fragile_cer.releases import HOW_MANY_RELEASES, ISSUE_NEXT_BY

EXERCISES = (
    *RECALL,
    IS_BUNDLED,
    RENEWED_CER,
    SIX_HANDSHAKES,
    CLOSE_THE_HOLE,
    HOW_MANY_RELEASES,
    ISSUE_NEXT_BY,
)
