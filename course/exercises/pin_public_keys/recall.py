"""Three questions about lessons 01 to 04."""

from __future__ import annotations

from course.exercises.pin_public_keys.lesson import LESSON
from course.exercises.record import question

NOT_SENT = question(
    name="where-the-path-ends",
    lesson=LESSON,
    title="Before you start: where the path ends",
    minutes=1,
    answer_name="third_from",
    right="the phone",
    wrong={
        "the bank": "The bank sent two, the leaf and the intermediate, and the path has three. Which of them would "
        "the phone believe from nobody, unless it had stored it long before?",
        "the CA": "The phone asks no CA while it connects. What it believes it has stored long before. Which "
        "certificate of a path is of that kind?",
    },
    hints=(
        "Lesson 01: a chain is what the server sends. Which certificate of the path is missing in it?",
        "The phone believes one kind of certificate only because it stores it. That one need not be sent.",
    ),
    correct="The root comes from the phone's own store, so the path can be longer than the chain.",
    instructor="Draw chain and path side by side, three boxes each, and leave the picture on the board: half of this "
    "lesson is about the difference.",
)

WHAT_CHANGES_A_PIN = question(
    name="what-changes-a-pin",
    lesson=LESSON,
    title="Before you start: what changes a pin",
    minutes=1,
    answer_name="changes_the_pin",
    right="rekey",
    wrong={
        "renew": "To renew means here: new certificate, same key. The pin is a hash of the key's "
        "SubjectPublicKeyInfo, and that stays. Which of the others makes a new key?",
        "a new date": "Dates stand in the certificate, outside of the SubjectPublicKeyInfo, and only that is hashed. "
        "Which of the others touches the key?",
    },
    hints=(
        "Lesson 03: a pin is the hash of one part of the certificate. Which part?",
        "Two of the three leave the SubjectPublicKeyInfo as it is.",
    ),
    correct="A new key is a new SubjectPublicKeyInfo, and so a new pin. A new certificate alone changes nothing.",
    instructor="If this is shaky, open lesson 03's picture of the two certificates and point at the outlined block.",
)

WHAT_BREAKS_A_FILE = question(
    name="what-breaks-a-file",
    lesson=LESSON,
    title="Before you start: what breaks a bundled file",
    minutes=1,
    answer_name="breaks_the_file",
    right="the renewal",
    wrong={
        "the expiry": "A comparison of bytes reads no dates: on the day after its expiry the certificate still "
        "equals the file. What changes the bytes?",
        "the release": "A new version of the app brings the file that it was built with. What makes the server's "
        "certificate another one?",
    },
    hints=(
        "Lesson 04: the delegate compared bytes. Which of the three events changes the server's bytes?",
        "Expiry is a date that passes. Nobody has to replace a byte for that.",
    ),
    correct="From then on the server shows other bytes than the file has, for the same server, name and key.",
    instructor="The sentence 'certificates expire, your app breaks' is what most people bring along. Let somebody "
    "mend it aloud: expiry forces a renewal, and the renewal breaks the comparison.",
)

RECALL = (NOT_SENT, WHAT_CHANGES_A_PIN, WHAT_BREAKS_A_FILE)
