"""Three questions about lessons 03, 05 and 06."""

from __future__ import annotations

from course.exercises.android.lesson import LESSON
from course.exercises.record import question

HASHED_BY_A_PIN = question(
    name="hashed-by-a-pin",
    lesson=LESSON,
    title="Before you start: what a pin hashes",
    minutes=1,
    answer_name="hashed",
    right="the SubjectPublicKeyInfo",
    wrong={
        "the certificate": "Then the pin would change at each renewal, with the serial number and the dates. In lesson "
        "03 the pin stayed. Which part of the certificate stayed as well?",
        "the bare key": "Close: the bare key lacks the header that names its algorithm. What all clients hash begins "
        "with that header.",
    },
    hints=(
        "Lesson 03 laid two certificates of the bank side by side. Which block was outlined?",
        "It holds an algorithm and a key, and is called SPKI for short.",
    ),
    correct="Algorithm and key, in DER. OkHttp, Android, TrustKit, Ktor and curl all hash this.",
    instructor="Everything in this lesson compares the same 32 bytes. What differs is for which hosts, on which chain, "
    "and until when. Say so now.",
)

COMPARED_WITH = question(
    name="compared-with",
    lesson=LESSON,
    title="Before you start: what pins are compared with",
    minutes=1,
    answer_name="compared_with",
    right="the validated path",
    wrong={
        "the chain as sent": "The chain is written by whoever answers: in lesson 05 Mallory put the bank's "
        "certificates behind her own. What did the client find by itself?",
        "the leaf alone": "The leaf is part of it. But then nobody could pin a CA, and in lesson 05 its pin let the "
        "bank in. What does the client walk along, from the leaf up?",
    },
    hints=(
        "Lesson 05 had two words, one for what arrives and one for what was proven.",
        "Validation finds a way from the leaf to a root of the phone. What is that way called?",
    ),
    correct="What was sent proves nothing. OkHttp has a step of its own for this, as you will see.",
    instructor="Ask what was in Mallory's stuffed chain, and in which order. It comes back in "
    "'First trust, then pins'.",
)

BACKUP_IN_TIME = question(
    name="backup-in-time",
    lesson=LESSON,
    title="Before you start: when the backup pin is there",
    minutes=1,
    answer_name="when_released",
    right="before the key is used",
    wrong={
        "when the key is used": "Then every phone that has not updated on that day is locked out: a server changes in "
        "a minute, an app in months. Lesson 06 had a rule for the order of the two.",
        "after the key is used": "Until then nobody can connect: no version in use knows the key that the server "
        "presents. Lesson 06 had a rule for the order of the two.",
    },
    hints=(
        "What takes longer: to change a key on a server, or to get an app onto all phones?",
        "The overlap rule: no server may present a key that some version in use does not pin.",
    ),
    correct="Every version in use has to pin it before any server presents it. So today's release carries two pins.",
    instructor="Let somebody say the overlap rule in their own words before the first code of this lesson is shown.",
)

RECALL = (HASHED_BY_A_PIN, COMPARED_WITH, BACKUP_IN_TIME)
