"""Three questions about lessons 00 to 02."""

from __future__ import annotations

from course.exercises.hash_public_keys.lesson import LESSON
from course.exercises.record import question

REACHED_MALLORY = question(
    name="reached-mallory",
    lesson=LESSON,
    title="Before you start: what reached Mallory",
    minutes=1,
    answer_name="reached_mallory",
    right="a handshake",
    wrong={
        "the login": "No. Had the app sent the login, it would have been encrypted for Mallory's key, and she could "
        "read it. The app hung up first: she gained one handshake, and no byte after it.",
        "not even a handshake": "The app cannot know whose key it will meet before it has met it: the "
        "server shows its chain in the handshake. So Mallory gained one handshake, and no byte after it.",
    },
    hints=(
        "When does the app see the server's key: before, in, or after the handshake?",
        "In lesson 00 you counted two things that Mallory gained. One of the two numbers was 1.",
    ),
    correct="One handshake, in which the app saw her key, and not one byte after it.",
    instructor="Let somebody say the five steps aloud: get the chain, validate it, take the key, hash it, compare. "
    "Then ask between which two of them Mallory lost.",
)

WHO_CHOOSES = question(
    name="who-chooses-authorities",
    lesson=LESSON,
    title="Before you start: who chooses the authorities",
    minutes=1,
    answer_name="who_chooses",
    right="the client",
    wrong={
        "the bank": "The bank chooses who signs its own certificate. The client accepts any of the roots that it "
        "stores, also one that the bank has never heard of.",
        "the certificate": "The certificate names its issuer, and anybody can write any name there. What counts is "
        "which roots the client stores.",
    },
    hints=(
        "Lesson 01 ended with another key, another authority, and an app that noticed nothing. What had the app asked?",
        "A root is believed because it is stored. Where is it stored?",
    ),
    correct="The client, long before, and for all hosts at once. A pin narrows that down for one host.",
    instructor="This is the reason for the whole lesson. If few get it right, show the number of roots in certifi "
    "once more before you go on.",
)

DER_LENGTH = question(
    name="read-a-length",
    lesson=LESSON,
    title="Before you start: read a length",
    minutes=1,
    answer_name="bytes_that_follow",
    right="290",
    wrong={
        "34": "34 is the last byte alone, 22 in hex. `82` says that two bytes hold the length, and these are `01 22`: "
        "1 · 256 + 34 = 290.",
        "130": "130 is `82` read as a length. From `80` on the byte says how many bytes of length follow, here two: "
        "`01 22`, which is 1 · 256 + 34 = 290.",
    },
    hints=(
        "`82` is above `80`, so it is not the length itself. How many bytes of length does it announce?",
        "Two bytes: `01 22`, the larger digit first. 1 · 256, and what is 22 in hex?",
    ),
    correct="Two bytes hold the length, 1 · 256 + 34. You will meet these four bytes again below.",
    instructor="Who has not done lesson 02 needs this one on the board: tag, then length in short or long form. It "
    "comes back in the exercise on the header.",
)

RECALL = (REACHED_MALLORY, WHO_CHOOSES, DER_LENGTH)
