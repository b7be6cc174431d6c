"""Two questions about the lessons that this drill builds on."""

from __future__ import annotations

from course.exercises.real_acme.lesson import LESSON
from course.exercises.record import question

WHAT_RENEW_MEANS = question(
    name="what-renew-means",
    lesson=LESSON,
    title="Before you start: what renew means here",
    minutes=1,
    answer_name="renew_means",
    right="new certificate, same key",
    wrong={
        "new certificate, new key": "That is a *rekey* in this course. Many tools call both of them a renewal, and "
        "that is what this notebook is about. To renew means here: a new certificate for the key that there is.",
        "same certificate, later date": "The date is under the authority's signature, so a certificate can't be "
        "prolonged. There is always a new one. The question is for which key.",
    },
    hints=(
        "The course has two words, one for each thing that can happen to the key: renew and rekey.",
        "After `bank.renew()` the app with the pin still got in. What had stayed?",
    ),
    correct="The certificate is new, the key stays. With a new key it is a rekey. The tools don't use the words so.",
    instructor="Write both words on the board with their meaning, and leave them there: certbot's command is called "
    "renew and makes a new key, which confuses everybody once.",
)

PIN_BEFORE_CERTIFICATE = question(
    name="pin-before-certificate",
    lesson=LESSON,
    title="Before you start: a pin before there is a certificate",
    minutes=1,
    answer_name="pin_comes_from",
    right="a signing request",
    wrong={
        "the authority's root": "The root holds the authority's key. A pin of it is a pin of the authority, not of "
        "the bank's next key. What can you make from a key pair alone, before you ask anybody?",
        "nothing, you must wait": "A pin is a hash of the SubjectPublicKeyInfo. That exists as soon as the key does. "
        "In lesson 03 you took it from a file that one sends to an authority.",
    },
    hints=(
        "A pin needs the public key and nothing else. Which file holds it before any authority has seen it?",
        "It is what one sends to an authority: `openssl req` reads it.",
    ),
    correct="From the request, or from the public key itself. So a backup key can be pinned long before it is used.",
    instructor="The backup drill below rests on this. Ask who in the room has such a request in a safe.",
)

RECALL = (WHAT_RENEW_MEANS, PIN_BEFORE_CERTIFICATE)
