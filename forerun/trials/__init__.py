"""Trials: where to try first, whether it worked, and whether it would work elsewhere."""
