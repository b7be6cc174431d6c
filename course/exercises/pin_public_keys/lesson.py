"""What this lesson's notebook is called."""

LESSON = "05_pin_public_keys"
