"""Lesson 01: who says this is the bank?"""

from course.exercises.trust.client import CAREFUL_CLIENT
from course.exercises.trust.dates import DATES_HOLD
from course.exercises.trust.links import MISSING_LINK
from course.exercises.trust.questions import CAUSE, PATH_IN_ORDER, WRONG_PLACE

EXERCISES = (CAREFUL_CLIENT, PATH_IN_ORDER, CAUSE, MISSING_LINK, WRONG_PLACE, DATES_HOLD)
