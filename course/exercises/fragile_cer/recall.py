"""Three questions about lessons 00 to 03."""

from __future__ import annotations

from course.exercises.fragile_cer.lesson import LESSON
from course.exercises.record import question

ENOUGH_TO_READ = question(
    name="enough-to-read",
    lesson=LESSON,
    title="Before you start: enough to read a login",
    minutes=1,
    answer_name="enough_to_read",
    right="an authority that the phone trusts",
    wrong={
        "the bank's private key": "With that key she would not need an authority at all. In lesson 00 she never had "
        "it: she made a key of her own, and somebody whom the phone trusts had signed for it.",
        "a weak cipher": "No cipher was broken. The app encrypted perfectly well, for Mallory's key, because somebody "
        "whom the phone trusts had signed for it.",
    },
    hints=(
        "In lesson 00 the app refused Mallory at first. Which line of the next section changed that?",
        "`lab.phone.trust(...)`: what did the phone trust from then on?",
    ),
    correct="One trusted authority more, and the login was hers. Neither the bank's key nor its cipher was touched.",
    instructor="Ask what the phone checked in that moment, and what it found in order: everything. This is what any "
    "kind of pinning is for, also the kind that this lesson takes apart.",
)

BEGINS_WITH_DASHES = question(
    name="begins-with-dashes",
    lesson=LESSON,
    title="Before you start: a file that begins with dashes",
    minutes=1,
    answer_name="dashes",
    right="PEM",
    wrong={
        "DER": "DER is bytes, and a certificate in DER begins with `30 82`. A file that begins with `-----BEGIN` is "
        "text, with the same bytes in base64 inside.",
        "the name decides": "`.cer`, `.crt` and `.pem` are on files of both kinds. Look into the file: the first bytes "
        "say which it is.",
    },
    hints=(
        "Lesson 02 took such a file apart, with nothing but base64. What is it called?",
        "One of the two is text that can be mailed, the other is the bytes themselves.",
    ),
    correct="Text, with the DER bytes in base64 inside. A file's name does not tell the two apart; its first bytes do.",
    instructor="Whoever says that the name decides is in good company, and will meet this again in half an hour.",
)

STAYS_AT_RENEWAL = question(
    name="stays-at-renewal",
    lesson=LESSON,
    title="Before you start: what stays",
    minutes=1,
    answer_name="stays",
    right="the pin",
    wrong={
        "the serial number": "Every certificate of an authority has a number of its own, so a renewal has a new one.",
        "the hash of the certificate": "The dates and the serial number are among the bytes that were hashed, and both "
        "are new. So this hash is new as well.",
    },
    hints=(
        "To renew means in this course: new certificate, same key. Which of the three is made of the key alone?",
        "Lesson 03 hashed seven different things, before and after a renewal. What did the SubjectPublicKeyInfo do?",
    ),
    correct="It is made of the key alone, and the key stays. The other two are new with every certificate.",
    instructor="The answer of the whole lesson, an hour early. Let somebody explain it to the others before you go on.",
)

RECALL = (ENOUGH_TO_READ, BEGINS_WITH_DASHES, STAYS_AT_RENEWAL)
