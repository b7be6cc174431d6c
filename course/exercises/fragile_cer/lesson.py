"""What the exercises of lesson 04 share."""

LESSON = "04_fragile_cer"
HOST = "api.bank.test"
