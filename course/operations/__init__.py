"""Running it: rotation. Pure: dates come in as arguments."""
