"""Pictures and widgets. Values in, picture and its words out."""

from course.views.explorer import certificate_explorer
from course.views.live import Live
from course.views.picture import Picture
from course.views.readers import who_could_read
from course.views.two_certificates import changed_parts, two_certificates
from course.views.what_is_hashed import what_is_hashed

__all__ = [
    "Live",
    "Picture",
    "certificate_explorer",
    "changed_parts",
    "two_certificates",
    "what_is_hashed",
    "who_could_read",
]
