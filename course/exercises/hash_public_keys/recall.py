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
        "the login, encrypted": "Not even that. Encrypted for her key, Mallory could have read it; so the app must "
        "hang up before it sends anything. In lesson 00 she gained one handshake and no byte after it.",
        "nothing at all": "The app cannot know whose key it will meet before it has met it: the server shows its "
        "chain in the handshake. So Mallory gained one handshake, and no byte after it.",
    },
    hints=(
        "When does the app see the server's key: before, in, or after the handshake?",
        "In lesson 00 you counted two things that Mallory gained. One of the two numbers was 1.",
    ),
    correct="One handshake, in which the app saw her key, and not one byte after it.",
    instructor="Let somebody say the five steps aloud: get the chain, validate it, take the key, hash it, compare. "
    "Then ask between which two of them Mallory lost.",
)

NOT_SENT = question(
    name="usually-not-sent",
    lesson=LESSON,
    title="Before you start: the certificate that does not travel",
    minutes=1,
    answer_name="not_sent",
    right="the root",
    wrong={
        "the leaf": "Without the leaf there is no key for the handshake. What need not be sent is what the client "
        "has already: the root, from its own store.",
        "the intermediate": "A client that gets no intermediate finds no way up to its root, and refuses. What need "
        "not be sent is what the client has already: the root.",
    },
    hints=(
        "One of the certificates of a path stands in the phone's own list. Why send that one?",
        "The path goes from the leaf over the intermediate to the trust anchor. Which end does the phone own?",
    ),
    correct="The client has the root in its own store, and believes it for that reason only.",
    instructor="Ask what would change if the server did send its root. Nothing: the client believes its own copy.",
)

PEM_AND_DER = question(
    name="pem-and-der",
    lesson=LESSON,
    title="Before you start: PEM and DER",
    minutes=1,
    answer_name="pem_holds_der",
    right="base64",
    wrong={
        "encrypted": "Nothing is encrypted: whoever decodes the text between the BEGIN and the END line has the DER "
        "bytes, without any key. It is base64.",
        "hashed": "A hash cannot be turned back, and lesson 02 did turn PEM back into DER, to the last byte. The text "
        "between the BEGIN and the END line is base64.",
    },
    hints=(
        "In lesson 02 you went from PEM to DER. What did you take off, and what did you decode?",
        "PEM begins with -----BEGIN CERTIFICATE-----. Which letters and signs stand between that line and the last?",
    ),
    correct="So PEM and DER carry the same certificate in different bytes. That counts as soon as you hash one.",
    instructor="Quick, by show of hands. It pays off in this lesson, when somebody hashes the PEM text.",
)

RECALL = (REACHED_MALLORY, NOT_SENT, PEM_AND_DER)
