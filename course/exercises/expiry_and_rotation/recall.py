"""Three questions about lessons 01, 03 and 05, and a prediction."""

from __future__ import annotations

from course.exercises.expiry_and_rotation.lesson import LESSON
from course.exercises.record import question

WHOSE_CLOCK = question(
    name="whose-clock-counts",
    lesson=LESSON,
    title="Before you start: whose clock",
    minutes=1,
    answer_name="whose_clock",
    right="the client's",
    wrong={
        "the server's": "The server sends two dates and has no say in what they are compared with. The client "
        "looks at its own clock: a phone that is set to last year refuses the bank of today.",
        "the authority's": "The authority wrote the two dates, weeks ago, and takes no part in the handshake. The "
        "client compares them with its own clock.",
    },
    hints=(
        "Who refuses, when a certificate has expired: who sends it, who signed it, or who reads it?",
        "In lesson 01 `evaluate_trust` took a date as an argument. For which of the three did it speak?",
    ),
    correct="The client's own clock, right or wrong. Keep that in mind when you read an error about dates.",
    instructor="Ask who has seen a phone with an empty battery come up in 1970, and what its apps said.",
)

ENOUGH_FOR_A_PIN = question(
    name="enough-for-a-pin",
    lesson=LESSON,
    title="Before you start: what a pin is made of",
    minutes=1,
    answer_name="enough_for_a_pin",
    right="a public key",
    wrong={
        "a certificate": "A certificate will do, since a public key is in it. But in lesson 03 you took a pin from "
        "a request, before any certificate existed. What do the two have in common?",
        "a private key": "That would do as well, but less is enough, and a private key should not travel for it. A "
        "pin is the hash of the SubjectPublicKeyInfo. What is in there?",
    },
    hints=(
        "Which bytes did lesson 03 hash, and where else than in a certificate did you find them?",
        "A request holds a name, a key and a signature. Which of them became the pin?",
    ),
    correct="The public key alone. This lesson lives on it: the next key can be pinned years before its certificate "
    "exists.",
    instructor="If many say 'a certificate', show the last exercise but one of lesson 03 again: a request, and its "
    "pin.",
)

CA_PIN = question(
    name="what-a-ca-pin-allows",
    lesson=LESSON,
    title="Before you start: what a CA pin allows",
    minutes=1,
    answer_name="may_pose",
    right="whoever gets a certificate for the bank's name from that CA",
    wrong={
        "nobody": "That holds for a pin of the leaf's key. With the CA's key pinned, every leaf below that CA will "
        "do, if the name is right. Who can get such a leaf?",
        "whoever has a certificate from any CA that the phone trusts": "That is the app without pins. The pinned "
        "CA's key has to be in the path, so only leaves below that CA will do.",
    },
    hints=(
        "One match in the path is enough. Which leaves have that CA's key in their path?",
        "In lesson 05 the column of the CA's key survived nearly every renewal. What did it let in besides?",
    ),
    correct="That is the price of a pin that survives any new leaf key, and often it is worth paying. This lesson "
    "is about the other way: pin leaf keys, and plan.",
    instructor="Write the two prices on the board: a leaf's pin costs planning, a CA's pin costs trust in one more "
    "company. Both can be right.",
)

FIRST_MINUTE = question(
    name="first-minute",
    lesson=LESSON,
    title="Predict: the first minute",
    minutes=1,
    answer_name="slow_phone",
    right="refused",
    wrong={
        "accepted": "You expect that five minutes do not matter. Run the next cell, and compare the two times in "
        "what the app says.",
    },
    hints=(
        "What does the phone compare the certificate's first moment with?",
        "On the phone it is five minutes earlier. Has the certificate begun to be valid there?",
    ),
    correct="Yes. On that phone the certificate begins in five minutes.",
    instructor="The cure is not on the phone: issue first, present a day later. Ask who presents at once, because "
    "the renewal script reloads the server.",
)

RECALL = (WHOSE_CLOCK, ENOUGH_FOR_A_PIN, CA_PIN)
