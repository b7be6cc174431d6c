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
    right="the renewal made a new key",
    wrong={
        "the certificate had expired": "The monitor reads 99 days left. And an expired certificate is refused at "
        "the step 'validate', which these apps have passed. What do they do at the step 'compare'?",
        "the issuing CA was replaced": "The monitor has the same issuer as before. And these apps pin two keys of "
        "leaves; with whichever issuer, a leaf with one of these keys would get in.",
        "the backup key was presented too early": "The safe is closed and its seal whole, so the backup key is not "
        "on the server. And it would do no harm there: all three versions pin it.",
        "an old version lacks the new pin": "Then the old version would be refused and the newest accepted. Here "
        "all three are refused, and all three have the same two pins. What does the server show that nobody pins?",
        "somebody intercepts the connection": "The monitor reads the same key from three continents, and it is the "
        "key that lies on the bank's own server since 01:30. What happened there at that minute?",
    },
    hints=(
        "Three questions to any such log: at which step do they stop, who is concerned and who is not, and what was "
        "done just before?",
        "All versions stop at 'compare': the path is valid, and the key is one that nobody pins. It is neither "
        "March's key nor the one in the safe. Who made it?",
        "Read the line of 28 May again, and the table in 'The same key, or a new one'.",
    ),
    correct="Yes. Nobody decided to change the key. A tool's default had changed with its update, and the first "
    "renewal after it made a new one.",
    instructor="Let them find the line that rules out each wrong cause. Then ask what helps in the next ten "
    "minutes. There are two ways, and the second works even if March's key is gone: all versions pin the key in "
    "the safe.",
)
