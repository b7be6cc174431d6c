"""Lesson 06: read a log."""

from __future__ import annotations

from course.exercises.expiry_and_rotation.lesson import LESSON
from course.exercises.record import question

CAUSE_IN_LOG = question(
    name="cause-in-the-log",
    lesson=LESSON,
    title="Read the log",
    minutes=3,
    answer_name="cause",
    right="the server changed its key too early",
    wrong={
        "the certificate had expired": "The monitor looks from outside and reads 99 days left, and the apps of "
        "version 4.2 log in. With an expired certificate nobody would. What differs between 4.1 and 4.2?",
        "the server does not send its intermediate": "The monitor saw two certificates, the same issuer as before, "
        "and the path was validated: the refused apps stop at the step 'compare', which comes after that. What do "
        "they compare?",
        "the clocks of the phones are wrong": "Dates are judged at the step 'validate', and the refused apps stop "
        "one step later, at 'compare'. And why would only phones with 4.1 have wrong clocks?",
        "the backup pin in the app was wrong": "Version 4.2 has the backup pin, meets the new key, and logs in: "
        "that pin is right. Who has no backup pin at all?",
        "somebody intercepts the connection": "The monitor compared the key with the one from the safe: they are "
        "equal, so it is the bank's own server. The refusals are honest mistakes of an app that was not told.",
    },
    hints=(
        "Three questions to any such log: at which step do they stop, who is concerned and who is not, and what "
        "was done just before?",
        "All stop at 'compare', so the path is valid and a pin is missing. 4.2 is not concerned, and 38 % of the "
        "users do not have it yet.",
    ),
    correct="Yes. The right key with a right certificate, nine days after the release that pins it, when 38 % of "
    "the users did not have that release yet.",
    instructor="Let them find the line that rules out each wrong cause. Then ask what helps in the next ten "
    "minutes: the old key and a certificate for it still exist, so present them again. A new release helps in "
    "weeks.",
)
