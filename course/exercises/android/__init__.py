"""Lesson 07: how do OkHttp and Android pin?"""

from course.exercises.android.dead_pins import DEAD_PINS
from course.exercises.android.older_okhttp import OLDER_OKHTTP
from course.exercises.android.pin_every_host import PIN_EVERY_HOST
from course.exercises.android.pins_to_ship import PINS_TO_SHIP
from course.exercises.android.questions import HOSTS_PINNED, LOCAL_MIDNIGHT, OTHER_NAME, TWO_STARS_THEN
from course.exercises.android.recall import RECALL
from course.exercises.android.repair_config import REPAIR_CONFIG

EXERCISES = (
    *RECALL,
    HOSTS_PINNED,
    PIN_EVERY_HOST,
    PINS_TO_SHIP,
    DEAD_PINS,
    OTHER_NAME,
    TWO_STARS_THEN,
    OLDER_OKHTTP,
    REPAIR_CONFIG,
    LOCAL_MIDNIGHT,
)
