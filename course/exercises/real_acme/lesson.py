"""What this drill's notebook is called."""

LESSON = "real_acme"
