"""Predict a resumed connection, and read a refusal."""

from __future__ import annotations

from course.exercises.pin_public_keys.lesson import LESSON
from course.exercises.record import question

RESUMED = question(
    name="resumed-connection",
    lesson=LESSON,
    title="Predict: a resumed connection",
    minutes=1,
    answer_name="third_visit",
    right="sent",
    wrong={
        "not sent": "You expect that the check refuses once more. Run the next cell and look at the number of "
        "certificates that the third visit was shown: what is there to refuse?",
    },
    hints=(
        "On the second visit the check saw Mallory's certificate and said no. What does it see on the third one?",
        "`login_check` begins with `if not shown`. When is that so, and what does it return then?",
    ),
    correct="Yes. Nothing is shown, so nothing is refused, and the request goes to Mallory.",
    instructor="Let people read `login_check` aloud. It looks reasonable: who has seen nothing has nothing to complain "
    "about. An empty path is the same mistake in the first exercise.",
)

READ_THE_REFUSAL = question(
    name="read-the-refusal",
    lesson=LESSON,
    title="Read a refusal",
    minutes=3,
    answer_name="what_happened",
    right="cross-sign",
    wrong={
        "rekey": "Compare the first line of `seen` with the bank's pin that you know: the leaf's key is the old one. "
        "A rekey would change that line. Which of the three lines is new?",
        "new root": "The pins fit. But the old phone of the other customer logs in, and it knows the old root only: "
        "without the cross-signed certificate it would have been refused, too.",
        "change of CA": "The second line is the bank's own issuing CA, with the key that it always had. Another "
        "company would show another name there. Which line is new?",
        "new intermediate": "The second line is the issuing CA with the key that it always had, so no new key is "
        "there. Go one line further down.",
    },
    hints=(
        "Compare the three lines of `seen` with the pins that this lesson has printed. Which of them are old "
        "acquaintances?",
        "Leaf and issuing CA are as ever; the path ends in another root. Two rows of the matrix do that. What tells "
        "them apart is the old phone.",
    ),
    correct="The new phone's path ends in the new root, the old phone's in the old one, and the app had pinned the "
    "old root only. The server is in order; the pins were not.",
    instructor="A real one: in January 2026 a change of trust anchors did this to Brave (brave-browser#52059), and "
    "Let's Encrypt's two chains did it to apps with root pins for years. Ask what the support desk would hear: 'it "
    "works on mine'.",
)
