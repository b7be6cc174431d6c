"""What this lesson's notebook is called."""

LESSON = "07_android"
