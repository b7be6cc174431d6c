"""Pinning from Scratch: the code behind the notebooks."""
