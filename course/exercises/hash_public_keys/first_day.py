"""Predict what a pin of the whole certificate does on its first day."""

from __future__ import annotations

from course.exercises.hash_public_keys.lesson import LESSON
from course.exercises.record import question

FIRST_DAY = question(
    name="first-day",
    lesson=LESSON,
    title="Predict: the first day of a wrong hash",
    minutes=1,
    answer_name="first_day",
    right="refused",
    wrong={
        "accepted": "The certificate has not changed yet, that is true. But the app does not hash the certificate: it "
        "hashes the SubjectPublicKeyInfo, and compares that with your text. Run the next cell and look at the lines.",
    },
    hints=(
        "Which bytes does the app hash when the bank shows its certificate? You cannot tell it to hash others.",
        "The app hashes the SubjectPublicKeyInfo. Your text is the hash of more bytes than that. Can they be equal?",
    ),
    correct="The app hashes the SubjectPublicKeyInfo, whatever you hashed. So this text matched on no day at all.",
    instructor="Most people say accepted, since that is what they know of comparing certificate files. Ask who does "
    "the hashing in the app, and with which bytes. Lesson 04 builds the client that does compare the certificate.",
)
