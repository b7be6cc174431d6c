"""What this lesson's notebook is called."""

LESSON = "03_hash_public_keys"
