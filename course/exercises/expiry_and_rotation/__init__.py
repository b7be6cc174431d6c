"""Lesson 06: how do you rotate without an outage?"""

from course.exercises.expiry_and_rotation.habits import ONE_BACKUP_PIN
from course.exercises.expiry_and_rotation.incident import CAUSE_IN_LOG
from course.exercises.expiry_and_rotation.last_second import LAST_SECOND
from course.exercises.expiry_and_rotation.next_pins import NEXT_PINS
from course.exercises.expiry_and_rotation.recall import FIRST_MINUTE, RECALL
from course.exercises.expiry_and_rotation.repair import REPAIR_THE_PLAN
from course.exercises.expiry_and_rotation.runbook import RUNBOOK_IN_ORDER

EXERCISES = (
    *RECALL,
    FIRST_MINUTE,
    LAST_SECOND,
    NEXT_PINS,
    REPAIR_THE_PLAN,
    ONE_BACKUP_PIN,
    RUNBOOK_IN_ORDER,
    CAUSE_IN_LOG,
)
