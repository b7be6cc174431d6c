"""Predictions of lesson 07."""

from __future__ import annotations

from course.exercises.android.lesson import LESSON
from course.exercises.record import question

HOSTS_PINNED = question(
    name="hosts-pinned",
    lesson=LESSON,
    title="Predict: how many hosts are pinned",
    minutes=1,
    answer_name="hosts_pinned",
    right="3",
    wrong={
        "6": "All six end in `bank.test`, and that is not the question: a star stands for exactly one label. Count "
        "the labels in front of `bank.test` in each name.",
        "5": "You left out `bank.test`, rightly: it has no label in front. But a star stands for exactly one label, "
        "and two of the other names have two.",
        "4": "A star stands for exactly one label in front of `bank.test`. Go through the names once more: one has "
        "none, and how many have two?",
    },
    hints=(
        "Lesson 05: `*.bank.test` is exactly one label and the rest.",
        "Write down for each name how many labels stand in front of `bank.test`: none, one or two.",
    ),
    correct="Three have exactly one label in front. For the others OkHttp has no pins, and no objection.",
    instructor="Vote by hands before the count. Most people count the names with the right ending, as a shell would. "
    "Ask what the team's green test had asked: it tried one host.",
)

OTHER_NAME = question(
    name="pinned-key-other-name",
    lesson=LESSON,
    title="Predict: the pinned key under another name",
    minutes=1,
    answer_name="other_name",
    right="refused",
    wrong={
        "accepted": "The key is pinned, that is true, and if the pins were all, it would get in. But two questions "
        "come before the pins, and one of them is for whom this certificate was issued. Run the next cell.",
    },
    hints=(
        "A pin says which key. Which check says for whom the certificate was issued?",
        "Lesson 01: a path is valid for a host. Pinning comes on top of that and replaces nothing.",
    ),
    correct="Trust and host name are judged first, and the message is about the name. The pins were never asked for.",
    instructor="Ask what would happen if it were the other way round: whoever serves one host with the pinned key "
    "could serve all of them, with any certificate of any name.",
)

TWO_STARS_THEN = question(
    name="two-stars-then",
    lesson=LESSON,
    title="Predict: two stars, an old OkHttp",
    minutes=1,
    answer_name="two_stars",
    right="accepted",
    wrong={
        "refused": "So it would be from OkHttp 4.3 on, when two stars came. An older one takes `**.bank.test` for the "
        "name of a host, and which host is called so?",
        "an error": "That would be the good outcome: the app would stop on the developer's desk. This OkHttp takes the "
        "pattern without a word. For which host does it then count?",
    },
    hints=(
        "Two stars came with OkHttp 4.3; this is 3.13.1. What can an older version do with a pattern that it does not "
        "understand?",
        "It neither understands the stars nor objects. A pattern that matches no host pins no host.",
    ),
    correct="It builds the pinner, and the pattern matches no host. So no pin is ever asked for.",
    instructor="Ask for the three possible behaviours of an old version that meets new syntax, and which of them one "
    "would wish for: stop, do it, ignore it. Security wants the first and mostly gets the third.",
)

LOCAL_MIDNIGHT = question(
    name="local-midnight",
    lesson=LESSON,
    title="Predict: one moment, two phones",
    minutes=1,
    answer_name="reads_along_in",
    right="Auckland",
    wrong={
        "Honolulu": "In Honolulu it is still the 29th, so the pins count. Where has the 30th begun?",
        "both": "It is one moment and two dates: in Honolulu the 30th has not begun, and until then the pins count "
        "there.",
        "neither": "So it would be with a day that counts to its end. The date is the first day *without* pins: they "
        "end when it begins, and in one of the two places it has begun.",
    },
    hints=(
        "Which date does each of the two phones show at that moment?",
        "The pins end at the first second of that day, by the phone's own clock and time zone. In one place it is the "
        "30th already.",
    ),
    correct="In Auckland the 30th has begun, and with it the time without pins. Honolulu follows 22 hours later.",
    instructor="Write both local times on the board before the vote. Then ask what the date on a phone is worth: its "
    "owner can set it, and so can whoever controls the network's time on some devices.",
)
