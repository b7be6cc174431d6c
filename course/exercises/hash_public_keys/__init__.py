"""Lesson 03: what is a pin?"""

from course.exercises.hash_public_keys.first_day import FIRST_DAY
from course.exercises.hash_public_keys.fixed_header import MENDED_HEADER
from course.exercises.hash_public_keys.from_request import PIN_OF_REQUEST
from course.exercises.hash_public_keys.over_network import PIN_TO_SHIP
from course.exercises.hash_public_keys.recall import RECALL
from course.exercises.hash_public_keys.spki_pin import SPKI_PIN
from course.exercises.hash_public_keys.wrong_hashes import RECOGNISED

EXERCISES = (*RECALL, SPKI_PIN, FIRST_DAY, RECOGNISED, MENDED_HEADER, PIN_OF_REQUEST, PIN_TO_SHIP)
