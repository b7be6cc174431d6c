"""Predict what apps do after each of certbot's ways to renew."""

from __future__ import annotations

from course.exercises.real_acme.lesson import LESSON
from course.exercises.record import question

NIGHTLY_JOB = question(
    name="nightly-job",
    lesson=LESSON,
    title="Predict: the nightly job",
    minutes=1,
    answer_name="after_the_night",
    right="refused",
    wrong={
        "accepted": "Then the key would have to be the same. certbot makes a new one each time, unless somebody has "
        "told it not to. Run the next cell and look at the line about the key.",
    },
    hints=(
        "The app compares a key. Who chose the key of the first certificate, and who chooses the next one?",
        "It was certbot that made the first key, for its first request. What will it do for the next one, unasked?",
    ),
    correct="What certbot calls a renewal makes a new key: here, a rekey. The app has never heard of that key.",
    instructor="Let everybody vote before the cell is run. Those who know certbot say refused; those who have done "
    "lesson 03 say accepted, since a renewal keeps the key there. Both are right about their own word.",
)

SAFE_OPTION = question(
    name="safe-option",
    lesson=LESSON,
    title="Predict: the option that keeps the app alive",
    minutes=1,
    answer_name="keeps_app_alive",
    right="renew --reuse-key",
    wrong={
        "renew": "That is what the nightly job of app 1.0 did. It makes a key that no app knows, also when the app has "
        "a backup pin: the new key is not the backup key either.",
        "renew --new-key": "The name says it: a new key, this once, also where certbot has been told to keep the old "
        "one. No app can have pinned a key that does not exist yet.",
    },
    hints=(
        "App 1.1 knows two keys: the one in use, and the backup key in its drawer. Which option keeps one of them?",
        "One of the options says reuse.",
    ),
    correct="The key in use stays. certbot also writes the option down, so that the next job keeps the key as well.",
    instructor="Ask what happens to somebody who put --new-key into the crontab after an incident, and left it there.",
)

AFTER_THE_LEAK = question(
    name="after-the-leak",
    lesson=LESSON,
    title="Predict: back to a key that the app pins",
    minutes=1,
    answer_name="brings_app_back",
    right="certonly --csr backup.csr",
    wrong={
        "renew --reuse-key": "That keeps the key that the server shows now: the one that `--new-key` made. App 1.1 has "
        "never heard of it, and stays locked out. Which of the keys that it pins has not leaked?",
        "renew --new-key": "That makes one more key that nobody has pinned, and app 1.1 stays locked out. Which of the "
        "keys that it pins has not leaked?",
    },
    hints=(
        "App 1.1 pins two keys. One of them has leaked, and the server shows neither. Which one is left?",
        "Only the backup key. With which option do you choose the key yourself?",
    ),
    correct="The request carries the backup key, so certbot can't choose another one, and app 1.1 has pinned it.",
    instructor="This is the whole point of a backup pin, and most teams have never tried it. Ask where the backup "
    "key lies, who may fetch it at night, and when somebody last made a certificate with it.",
)

OTHER_ROOT = question(
    name="other-root",
    lesson=LESSON,
    title="Predict: the same key under another root",
    minutes=1,
    answer_name="still_connect",
    right="only app 1.1",
    wrong={
        "both": "Each app compares its pins with the path to the root that the chain leads to now. The leaf's key has "
        "stayed. Has the root's key?",
        "only the root app": "It pins the first root's key, and the chain ends in the other root now. The leaf's key "
        "is the one thing that did not change.",
        "neither": "The trust store holds both roots, so both apps accept the chain itself. Then each compares its own "
        "pin: one of the pinned keys is still in the path.",
    },
    hints=(
        "Write the new path down: leaf, issuing CA, root. Which of the three keys has changed?",
        "One app pins a key at the top of the path, the other one at the bottom. Only the top has changed.",
    ),
    correct="The leaf's key is the same under every root. A pin of the root pins one of the authority's choices.",
    instructor="Real authorities change their default root by a letter to their customers. Ask who reads that letter.",
)

RENEWALS = (NIGHTLY_JOB, SAFE_OPTION, AFTER_THE_LEAK, OTHER_ROOT)
