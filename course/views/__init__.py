"""Pictures and widgets. Values in, picture and its words out."""

from course.views.differing_bytes import differing_bytes
from course.views.explorer import certificate_explorer
from course.views.live import Live
from course.views.picture import Picture
from course.views.pinned_hosts import pinned_hosts
from course.views.readers import who_could_read
from course.views.root_store import key_kinds, lifetimes, next_to_expire
from course.views.roots_by_country import roots_by_country
from course.views.rotation import rotation_picture
from course.views.rotation_simulator import rotation_simulator
from course.views.survival import survival_matrix, who_gets_in
from course.views.timetable import lifetime_timetable
from course.views.two_certificates import changed_parts, two_certificates
from course.views.what_is_hashed import what_is_hashed
from course.views.who_vouches import who_vouches

__all__ = [
    "Live",
    "Picture",
    "certificate_explorer",
    "changed_parts",
    "differing_bytes",
    "key_kinds",
    "lifetime_timetable",
    "lifetimes",
    "next_to_expire",
    "pinned_hosts",
    "roots_by_country",
    "rotation_picture",
    "rotation_simulator",
    "survival_matrix",
    "two_certificates",
    "what_is_hashed",
    "who_could_read",
    "who_gets_in",
    "who_vouches",
]
