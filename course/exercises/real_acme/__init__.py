"""The drill with a real ACME client: what does certbot do with your key?"""

from course.exercises.real_acme.before_going_live import MAY_GO_LIVE
from course.exercises.real_acme.recall import RECALL
from course.exercises.real_acme.renewals import RENEWALS

EXERCISES = (*RECALL, *RENEWALS, MAY_GO_LIVE)
