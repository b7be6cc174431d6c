"""Running it: rotation, and a plan to repair. Pure: dates come in as arguments."""
