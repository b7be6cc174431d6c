"""The mechanism: policy and verdict, and the adapter for `requests`."""
