"""Lesson 06: a prediction before the simulator."""

from __future__ import annotations

from course.exercises.expiry_and_rotation.lesson import LESSON
from course.exercises.record import question

ONE_BACKUP_PIN = question(
    name="one-backup-pin",
    lesson=LESSON,
    title="Predict: one backup pin",
    minutes=1,
    answer_name="locked_out",
    right="on most days",
    wrong={
        "on no day": "You expect that a backup pin in each release is enough. It is, for one change of the key. How "
        "many changes does a version see that is in use for half a year? Run the next cell, and count the days.",
        "on a few days": "You expect trouble around a change, and quiet until the next one. But users who stay behind "
        "stay locked out until they update, and the next change comes after 67 days. Run the next cell, and count.",
    },
    hints=(
        "A certificate of 100 days is renewed when a third of it is left. How many days are between two new keys?",
        "Every 67 days the key changes. Each version pins the key of its day and the next one, and some users keep a "
        "version for half a year.",
    ),
    correct="Yes. Look in the picture for the first time that it happens: which key does the server present, and which "
    "two does the version pin?",
    why="One backup pin covers one change. The key changes every 67 days, and some versions are in use for months.",
    instructor="Let them write it down before they run. Nearly everybody trusts the backup pin, since each lesson so "
    "far has praised it. Then ask for the one number that is too large: how long a version stays in use, set against "
    "the time between two keys.",
)
