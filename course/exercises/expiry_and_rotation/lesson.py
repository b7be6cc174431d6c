"""What this lesson's notebook is called."""

LESSON = "06_expiry_and_rotation"
