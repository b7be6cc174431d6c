"""Lesson 05: what survives renewal?"""

from course.exercises.pin_public_keys.chosen_pins import CHOSEN
from course.exercises.pin_public_keys.forecast import FORECAST
from course.exercises.pin_public_keys.host_patterns import HOST_PATTERNS
from course.exercises.pin_public_keys.own_pinner import OWN_PINNER
from course.exercises.pin_public_keys.questions import READ_THE_REFUSAL, RESUMED
from course.exercises.pin_public_keys.recall import RECALL
from course.exercises.pin_public_keys.stuffed_chain import REPAIRED

EXERCISES = (*RECALL, OWN_PINNER, HOST_PATTERNS, REPAIRED, FORECAST, READ_THE_REFUSAL, CHOSEN, RESUMED)
